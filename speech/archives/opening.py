"""The ZIP itself, before anything in it is believed.

We write plain archives, so plain ones are all that is taken: whatever a ZIP may be besides (names that lead
elsewhere, links, parts that overlap, bytes before or behind it) is somebody's trick or somebody's accident.
"""

import re
import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import IO

from speech.archives.refusals import Refusals
from speech.packed_files import BrokenPack, PackLimits, ProtectedPack, UnpacksTooLarge, opened

Belongs = Callable[[str], bool]  # whether there is a part of that name in such an archive
_OUTSIDE = re.compile(r"(^[/\\])|(^[A-Za-z]:)|\\|(^|/)\.\.?(/|$)|[\x00-\x1f]")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Speech deflates to a half; digital silence to a thousandth, and is no sound of anybody.
RATIO_MOST = 200
_RATIO_COUNTS_FROM_BYTES = 1024 * 1024
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_END = struct.Struct("<4s16xH")
_END_SIGN, _END_BYTES = b"PK\x05\x06", 22


def open_archive(
    file: IO[bytes], limits: PackLimits, *, refusals: Refusals, belongs: Belongs
) -> zipfile.ZipFile:
    try:
        archive = opened(file, limits)
    except ProtectedPack:
        raise refusals.wrong("This archive is protected by a password. Pack it without one.") from None
    except UnpacksTooLarge as error:
        raise refusals.too_large(f"This archive holds more than {refusals.of} may have: {error}.") from None
    except BrokenPack as error:
        raise refusals.broken(str(error)) from None
    judge = _Judge(file, archive, refusals, belongs)
    judge.require_each_once()
    for member in archive.infolist():
        judge.require_plain(member)
    judge.require_nothing_around()
    judge.require_apart()
    return archive


@dataclass(frozen=True)
class _Judge:
    file: IO[bytes]
    archive: zipfile.ZipFile
    refusals: Refusals
    belongs: Belongs

    def require_each_once(self) -> None:
        seen: set[str] = set()
        for member in self.archive.infolist():
            name = member.filename.casefold()
            if name in seen:
                raise self.refusals.broken(f"“{_shown(member)}” is in it twice")
            seen.add(name)

    def require_plain(self, member: zipfile.ZipInfo) -> None:
        name = member.orig_filename  # Python cuts it at a NUL
        if _OUTSIDE.search(name):
            raise self.refusals.broken(
                f"its part “{_shown(member)}” has a name that leads out of the archive"
            )
        if not self.belongs(name):
            raise self.refusals.broken(f"“{_shown(member)}” does not belong in it")
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise self.refusals.broken(f"its part “{_shown(member)}” is a link or a device, not a file")
        if member.compress_type not in _METHODS:
            raise self.refusals.broken(
                f"its part “{_shown(member)}” is packed in a way that is not read here"
            )
        unpacked = member.file_size
        if unpacked > _RATIO_COUNTS_FROM_BYTES and unpacked > RATIO_MOST * member.compress_size:
            raise self.refusals.too_large(
                f"“{_shown(member)}” unpacks to more than {RATIO_MOST} times its size."
            )

    def require_nothing_around(self) -> None:
        members = self.archive.infolist()
        self.file.seek(0, 2)
        self.file.seek(max(0, self.file.tell() - _END_BYTES))
        sign, comment_bytes = _END.unpack(self.file.read(_END_BYTES))
        if sign != _END_SIGN or comment_bytes:
            raise self.refusals.broken("something stands behind its end")
        if not members or min(member.header_offset for member in members):
            raise self.refusals.broken("it is empty, or something stands before its beginning")

    def require_apart(self) -> None:
        """Parts that share bytes make much of little, without any single one being suspicious."""
        stretches = sorted(self._stretch(member) for member in self.archive.infolist())
        end = self.archive.start_dir
        for (_, stop), (start, _) in pairwise([*stretches, (end, end)]):
            if start < stop:
                raise self.refusals.broken("its parts overlap")

    def _stretch(self, member: zipfile.ZipInfo) -> tuple[int, int]:
        start = member.header_offset
        self.file.seek(start)
        header = self.file.read(_LOCAL_HEADER.size)
        if len(header) < _LOCAL_HEADER.size:
            raise self.refusals.broken("it is cut short")
        _, name_bytes, extra_bytes = _LOCAL_HEADER.unpack(header)
        return start, start + _LOCAL_HEADER.size + name_bytes + extra_bytes + member.compress_size


def _shown(member: zipfile.ZipInfo) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in member.orig_filename[:80])
