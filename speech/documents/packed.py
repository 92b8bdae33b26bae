"""A ZIP from a stranger: counted before it is unpacked, and counted again while it is."""

import io
import posixpath
import struct
import zipfile
import zlib
from urllib.parse import unquote, urlsplit

from speech.documents.base import DocumentLimits
from speech.documents.errors import BrokenDocument, ProtectedDocument, UnpacksTooLarge

_ENCRYPTED = 0x1
# What Python's reader raises over a damaged archive.
UNPACKING_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError),
    *(struct.error, LookupError),
)


class PackedFile:
    """Members by name. Nothing is ever written to a disk, so a name can lead nowhere."""

    def __init__(self, data: bytes, limits: DocumentLimits) -> None:
        self._limits = limits
        self._read_bytes = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except UNPACKING_ERRORS:
            raise BrokenDocument("it can't be unpacked") from None
        members = self._zip.infolist()
        if len(members) > limits.parts:
            raise UnpacksTooLarge(f"{len(members):,} parts")
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise ProtectedDocument
        # What a member announces is also the most that comes out of it.
        if sum(member.file_size for member in members) > limits.unpacked_bytes:
            raise UnpacksTooLarge(f"more than {limits.unpacked_bytes // (1024 * 1024)} MB")
        self._members = {member.filename: member for member in members}

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def check_parts(self) -> None:
        """Before somebody else's reader parses them."""
        for name, member in self._members.items():
            if name.lower().endswith((".xml", ".rels")):
                self._check_size(member)

    def read(self, name: str) -> bytes:
        member = self._members.get(name)
        if member is None:
            raise BrokenDocument(f"its part {name[:80]} is missing")
        self._check_size(member)
        self._read_bytes += member.file_size
        if self._read_bytes > self._limits.unpacked_bytes:  # one part may be named many times
            raise UnpacksTooLarge(f"more than {self._limits.unpacked_bytes // (1024 * 1024)} MB")
        try:
            return self._zip.read(member)
        except UNPACKING_ERRORS:
            raise BrokenDocument(f"its part {name[:80]} can't be unpacked") from None

    def _check_size(self, member: zipfile.ZipInfo) -> None:
        if member.file_size > self._limits.part_bytes:
            most = self._limits.part_bytes // (1024 * 1024)
            raise UnpacksTooLarge(f"its part {member.filename[:80]} is larger than {most} MB")


def resolved(base: str, reference: str) -> tuple[str, str]:
    """Member name and fragment of a reference in the member `base`."""
    parts = urlsplit(reference)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path)))
    return (path if parts.path else base).lstrip("/"), unquote(parts.fragment)
