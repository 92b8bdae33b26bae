"""What an archive of a profile holds."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.files import File

from profiles.archives.limits import AVATAR_MAX_BYTES, pack_limits
from profiles.archives.manifest import MANIFEST_MAX_BYTES, read_manifest
from profiles.archives.names import AVATAR, SAMPLES_FOLDER, belongs
from profiles.archives.refusals import REFUSALS, broken, too_large
from profiles.samples.limits import SAMPLES_MOST
from speech.archives.manifests import MANIFEST
from speech.archives.unpacking import OpenPack


@dataclass(frozen=True)
class PackedSample:
    about: dict[str, Any]  # as the manifest has it
    member: zipfile.ZipInfo


class OpenArchive:
    """Everything that can be judged without unpacking a recording is judged when it is made."""

    def __init__(self, file: IO[bytes]) -> None:
        self._pack = OpenPack(file, pack_limits(), refusals=REFUSALS, belongs=belongs)
        self.manifest = read_manifest(self._pack.whole(MANIFEST, most_bytes=MANIFEST_MAX_BYTES))
        self.profile: dict[str, Any] = self.manifest["profile"]
        self.samples = [self._packed(about) for about in self.manifest["samples"]]
        self._require_all_named()
        if len(self.samples) > SAMPLES_MOST:
            raise too_large(f"A profile has {SAMPLES_MOST} samples at the most.")

    @property
    def samples_bytes(self) -> int:
        return sum(sample.member.file_size for sample in self.samples)

    def avatar(self) -> File | None:
        about = self.manifest.get("avatar")
        if about is None:
            return None
        data = self._pack.whole(AVATAR, most_bytes=AVATAR_MAX_BYTES)
        self._pack.require_same(AVATAR, hashlib.sha256(data).hexdigest(), about["sha256"])
        return File(io.BytesIO(data), name=AVATAR)

    @contextmanager
    def unpacked(self) -> Iterator[list[File]]:
        """The samples as files on the disk, gone at the end unless somebody has moved them."""
        with ExitStack() as files:
            yield [
                self._pack.unpacked(sample.member, sample.about["sha256"], files) for sample in self.samples
            ]

    def _packed(self, about: dict[str, Any]) -> PackedSample:
        most = settings.CONFIG.upload_max_bytes
        return PackedSample(about, self._pack.member(about["file"], most_bytes=most))

    def _require_all_named(self) -> None:
        names = [sample.member.filename for sample in self.samples]
        if len(set(names)) < len(names):
            raise broken("two of its samples are the same file")
        picture = [AVATAR] if self.manifest.get("avatar") else []
        self._pack.require_all_named({MANIFEST, SAMPLES_FOLDER, *names, *picture})
