"""What an archive holds, out of it: read within bounds, and compared with what its manifest says."""

import hashlib
import zipfile
from collections.abc import Iterator, Set
from contextlib import ExitStack, contextmanager
from pathlib import PurePosixPath
from typing import IO

from django.core.files import File
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.template.defaultfilters import filesizeformat

from speech.archives.opening import Belongs, open_archive
from speech.archives.refusals import Refusals
from speech.packed_files import BrokenPack, PackLimits, blocks


class OpenPack:
    """Its parts by name. Everything that can be judged without unpacking is judged when it is made."""

    def __init__(self, file: IO[bytes], limits: PackLimits, *, refusals: Refusals, belongs: Belongs) -> None:
        self._refusals = refusals
        self._zip = open_archive(file, limits, refusals=refusals, belongs=belongs)
        self._members = {member.filename: member for member in self._zip.infolist()}

    def whole(self, name: str, *, most_bytes: int) -> bytes:
        member = self.member(name, most_bytes=most_bytes)
        with self._told():
            return b"".join(blocks(self._zip, member))

    def member(self, name: str, *, most_bytes: int) -> zipfile.ZipInfo:
        if name not in self._members:
            raise self._refusals.broken(f"its part {name} is missing")
        member = self._members[name]
        if member.file_size > most_bytes:
            raise self._refusals.too_large(
                f"{name} is larger than {filesizeformat(most_bytes)}, the most it may have."
            )
        return member

    def unpacked(self, member: zipfile.ZipInfo, sha256: str, files: ExitStack) -> File:
        """A file on the disk, gone with `files` unless somebody has moved it."""
        name = PurePosixPath(member.filename).name
        # A folder of its own is swept after a day where this process is killed.
        file = files.enter_context(TemporaryUploadedFile(name, "application/octet-stream", 0, None))
        digest = hashlib.sha256()
        with self._told():
            for block in blocks(self._zip, member):
                digest.update(block)
                file.write(block)
        file.size = file.tell()
        file.flush()
        file.seek(0)
        self.require_same(member.filename, digest.hexdigest(), sha256)
        return file

    def require_same(self, name: str, found: str, said: str) -> None:
        if found != said:
            raise self._refusals.broken(
                f"{name} was changed since it was packed: it has another SHA-256 than the manifest says"
            )

    def require_all_named(self, named: Set[str]) -> None:
        if beyond := sorted(set(self._members) - named):
            raise self._refusals.broken(f"its manifest.json knows nothing of {beyond[0]}")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except BrokenPack as error:
            raise self._refusals.broken(str(error)) from None
