"""What an archive holds, out of it: read within bounds, and compared with what its manifest says."""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.template.defaultfilters import filesizeformat

from profiles.archives.limits import AVATAR_MAX_BYTES, pack_limits
from profiles.archives.manifest import MANIFEST_MAX_BYTES, read_manifest
from profiles.archives.opening import AVATAR, MANIFEST, SAMPLES_FOLDER, open_archive
from profiles.archives.refusals import broken, too_large
from profiles.samples.limits import SAMPLES_MOST
from speech.packed_files import BrokenPack, blocks


@dataclass(frozen=True)
class PackedSample:
    about: dict[str, Any]  # as the manifest has it
    member: zipfile.ZipInfo


class OpenArchive:
    """Everything that can be judged without unpacking a recording is judged when it is made."""

    def __init__(self, file: IO[bytes]) -> None:
        self._zip = open_archive(file, pack_limits())
        self._members = {member.filename: member for member in self._zip.infolist()}
        self.manifest = read_manifest(self._whole(MANIFEST, most_bytes=MANIFEST_MAX_BYTES))
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
        data = self._whole(AVATAR, most_bytes=AVATAR_MAX_BYTES)
        _require_same(AVATAR, hashlib.sha256(data).hexdigest(), about["sha256"])
        return File(io.BytesIO(data), name=AVATAR)

    @contextmanager
    def unpacked(self) -> Iterator[list[File]]:
        """The samples as files on the disk, gone at the end unless somebody has moved them."""
        with ExitStack() as files:
            yield [self._unpack(sample, files) for sample in self.samples]

    def _unpack(self, sample: PackedSample, files: ExitStack) -> File:
        name = PurePosixPath(sample.member.filename).name
        # A folder of its own is swept after a day where this process is killed.
        file = files.enter_context(TemporaryUploadedFile(name, "application/octet-stream", 0, None))
        digest = hashlib.sha256()
        with _told():
            for block in blocks(self._zip, sample.member):
                digest.update(block)
                file.write(block)
        file.size = file.tell()
        file.flush()
        file.seek(0)
        _require_same(sample.member.filename, digest.hexdigest(), sample.about["sha256"])
        return file

    def _packed(self, about: dict[str, Any]) -> PackedSample:
        member = self._member(about["file"])
        most = settings.CONFIG.upload_max_bytes
        if member.file_size > most:
            raise too_large(f"{member.filename} is larger than {filesizeformat(most)}, the most a file has.")
        return PackedSample(about, member)

    def _whole(self, name: str, *, most_bytes: int) -> bytes:
        member = self._member(name)
        if member.file_size > most_bytes:
            raise too_large(f"{name} is larger than {filesizeformat(most_bytes)}, the most it may have.")
        with _told():
            return b"".join(blocks(self._zip, member))

    def _member(self, name: str) -> zipfile.ZipInfo:
        if name not in self._members:
            raise broken(f"its part {name} is missing")
        return self._members[name]

    def _require_all_named(self) -> None:
        names = [sample.member.filename for sample in self.samples]
        if len(set(names)) < len(names):
            raise broken("two of its samples are the same file")
        named = {MANIFEST, SAMPLES_FOLDER, *names, *([AVATAR] if self.manifest.get("avatar") else [])}
        if beyond := sorted(set(self._members) - named):
            raise broken(f"its manifest.json knows nothing of {beyond[0]}")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except BrokenPack as error:
        raise broken(str(error)) from None


def _require_same(name: str, found: str, said: str) -> None:
    if found != said:
        raise broken(f"{name} was changed since it was packed: it has another SHA-256 than the manifest says")
