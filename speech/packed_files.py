"""A ZIP from a stranger: judged by its index before anything comes out of it, counted again while it does."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any, cast

_ENCRYPTED = 0x1
_BLOCK_BYTES = 1024 * 1024
# A part's place in the index has 46 bytes, its name, and what its packer notes of it.
_INDEX_BYTES_A_PART = 1024
# What Python's reader raises over a damaged archive.
UNPACKING_ERRORS = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError),
    *(struct.error, LookupError),
)


class PackedFileError(Exception):
    """Why a packed file is not unpacked; the text is a clause of its reader's own sentence."""


class BrokenPack(PackedFileError):
    pass


class ProtectedPack(PackedFileError):
    pass


class UnpacksTooLarge(PackedFileError):
    pass


@dataclass(frozen=True)
class PackLimits:
    members: int
    unpacked_bytes: int


def opened(file: IO[bytes], limits: PackLimits) -> zipfile.ZipFile:
    """Its members counted, none of them protected, and what they announce within the bounds."""
    index = _IndexBounded(file, limits.members * _INDEX_BYTES_A_PART)
    try:
        archive = zipfile.ZipFile(cast(IO[bytes], index))
    except UNPACKING_ERRORS:
        raise BrokenPack("it can't be unpacked") from None
    index.most_bytes = None
    members = archive.infolist()
    if len(members) > limits.members:
        raise UnpacksTooLarge(f"{len(members):,} parts")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise ProtectedPack("it is protected by a password")
    if sum(member.file_size for member in members) > limits.unpacked_bytes:
        raise UnpacksTooLarge(f"more than {megabytes(limits.unpacked_bytes)}")
    return archive


class _IndexBounded:
    """Python's reader takes the index in by one read and makes an object of each of its entries, however many
    millions: told here while it is that read, wherever in the file the reader found its size.
    """

    def __init__(self, file: IO[bytes], most_bytes: int) -> None:
        self._file = file
        self.most_bytes: int | None = most_bytes

    def read(self, size: int = -1) -> bytes:
        if self.most_bytes is not None and size > self.most_bytes:
            raise UnpacksTooLarge("a list of more parts than that")
        return self._file.read(size)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)


def blocks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """As much as the member announces, to the byte: never more, and an error where there is less."""
    left = member.file_size
    try:
        with archive.open(member) as source:
            while block := source.read(min(_BLOCK_BYTES, left + 1)):
                left -= len(block)
                yield block
    except UNPACKING_ERRORS:
        left = -1
    if left:
        raise BrokenPack(f"its part {member.filename[:80]} can't be unpacked")


def megabytes(size_bytes: int) -> str:
    size = size_bytes / (1024 * 1024)
    return f"{size:,.0f} MB" if size >= 100 else f"{size:.3g} MB"
