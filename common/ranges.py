"""HTTP Range (RFC 9110, section 14) for one part of a file."""

import re
from dataclasses import dataclass

# Digits are bounded below what Python refuses to turn into a number.
_SINGLE = re.compile(r"bytes=[ \t]*([0-9]{0,4000})-([0-9]{0,4000})[ \t]*", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True)
class ByteRange:
    first: int
    last: int  # inclusive, as in the header

    @property
    def length(self) -> int:
        return self.last - self.first + 1


class Unsatisfiable(Exception):
    """Well-formed, and wholly beyond the file."""


def parse_range(header: str, size: int) -> ByteRange | None:
    """None: serve the whole. A header that can't be understood counts as none, and so do several parts."""
    match = _SINGLE.fullmatch(header)
    if not match or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        return _suffix(int(last), size)
    if last and int(last) < int(first):
        return None
    if int(first) >= size:
        raise Unsatisfiable
    return ByteRange(int(first), min(int(last), size - 1) if last else size - 1)


def _suffix(length: int, size: int) -> ByteRange:
    if length == 0 or size == 0:
        raise Unsatisfiable
    return ByteRange(max(size - length, 0), size - 1)
