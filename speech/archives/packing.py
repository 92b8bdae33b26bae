"""An archive being written. Sounds are in it as they are kept: nothing is encoded anew."""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import IO, Any

from django.conf import settings
from django.core.files import File

from clips.space import require_disk
from speech.archives.manifests import MANIFEST

COPIED_AT_ONCE_BYTES = 1024 * 1024
# What a ZIP says of its parts' age; the same thing gives the same bytes.
MOMENT = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Packed:
    file: File
    digest: str  # of the manifest, which names everything else by its SHA-256


def written_by() -> str:
    return f"voicesite {settings.SPECTACULAR_SETTINGS['VERSION']}"


def packed(write: Callable[[zipfile.ZipFile], dict[str, Any]], *, bytes_needed: int) -> Packed:
    """A file without a name, at its beginning: it goes with whoever closes it, or is killed.

    `write` puts the parts into it, and gives the manifest.
    """
    require_disk(bytes_needed=bytes_needed)
    file = tempfile.TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR)  # noqa: SIM115 - whoever asked closes it
    try:
        with zipfile.ZipFile(file, "w") as archive:
            manifest = _write_manifest(archive, write(archive))
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return Packed(File(file), hashlib.sha256(manifest).hexdigest())


def copied(archive: zipfile.ZipFile, name: str, source: IO[bytes], size_bytes: int) -> str:
    """Its SHA-256, of what was really copied."""
    info = zipfile.ZipInfo(name, MOMENT)
    info.file_size = size_bytes  # above 2 GiB a part has another heading
    digest = hashlib.sha256()
    with archive.open(info, "w") as target:
        for block in blocks_of(source):
            digest.update(block)
            target.write(block)
    return digest.hexdigest()


def _write_manifest(archive: zipfile.ZipFile, manifest: dict[str, Any]) -> bytes:
    text = json.dumps(manifest, ensure_ascii=False, indent=1, allow_nan=False).encode()
    info = zipfile.ZipInfo(MANIFEST, MOMENT)
    info.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(info, text)
    return text


def blocks_of(source: IO[bytes]) -> Iterator[bytes]:
    return iter(lambda: source.read(COPIED_AT_ONCE_BYTES), b"")
