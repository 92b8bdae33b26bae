"""A ZIP from a stranger: counted before it is unpacked, and counted again while it is."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from speech import packed_files
from speech.documents.base import DocumentLimits
from speech.documents.errors import BrokenDocument, ProtectedDocument, UnpacksTooLarge
from speech.packed_files import PackLimits


class PackedFile:
    """Members by name. Nothing is ever written to a disk, so a name can lead nowhere."""

    def __init__(self, data: bytes, limits: DocumentLimits) -> None:
        self._limits = limits
        self._read_bytes = 0
        with _told():
            most = PackLimits(members=limits.parts, unpacked_bytes=limits.unpacked_bytes)
            self._zip = packed_files.opened(io.BytesIO(data), most)
        self._members = {member.filename: member for member in self._zip.infolist()}

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
            raise UnpacksTooLarge(f"more than {packed_files.megabytes(self._limits.unpacked_bytes)}")
        with _told():
            return b"".join(packed_files.blocks(self._zip, member))

    def _check_size(self, member: zipfile.ZipInfo) -> None:
        if member.file_size > self._limits.part_bytes:
            most = packed_files.megabytes(self._limits.part_bytes)
            raise UnpacksTooLarge(f"its part {member.filename[:80]} is larger than {most}")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except packed_files.ProtectedPack:
        raise ProtectedDocument from None
    except packed_files.UnpacksTooLarge as error:
        raise UnpacksTooLarge(str(error)) from None
    except packed_files.BrokenPack as error:
        raise BrokenDocument(str(error)) from None


def resolved(base: str, reference: str) -> tuple[str, str]:
    """Member name and fragment of a reference in the member `base`."""
    parts = urlsplit(reference)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path)))
    return (path if parts.path else base).lstrip("/"), unquote(parts.fragment)
