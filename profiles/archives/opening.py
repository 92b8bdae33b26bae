"""The ZIP itself, before anything in it is believed.

We write plain archives, so plain ones are all that is taken: whatever a ZIP may be besides (names that lead
elsewhere, links, parts that overlap, bytes before or behind it) is somebody's trick or somebody's accident.
"""

import re
import stat
import struct
import zipfile
from itertools import pairwise
from typing import IO

from profiles.archives.refusals import broken, too_large, wrong
from speech.packed_files import BrokenPack, PackLimits, ProtectedPack, UnpacksTooLarge, opened

MANIFEST = "manifest.json"
AVATAR = "avatar.webp"
SAMPLES_FOLDER = "samples/"
SAMPLE = re.compile(r"samples/[0-9]{2}\.[a-z0-9]{1,5}", re.ASCII)
_OUTSIDE = re.compile(r"(^[/\\])|(^[A-Za-z]:)|\\|(^|/)\.\.?(/|$)|[\x00-\x1f]")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
# Speech deflates to a half; digital silence to a thousandth, and is no sample of anybody.
RATIO_MOST = 200
_RATIO_COUNTS_FROM_BYTES = 1024 * 1024
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_END = struct.Struct("<4s16xH")
_END_SIGN, _END_BYTES = b"PK\x05\x06", 22


def open_archive(file: IO[bytes], limits: PackLimits) -> zipfile.ZipFile:
    try:
        archive = opened(file, limits)
    except ProtectedPack:
        raise wrong("This archive is protected by a password. Pack it without one.") from None
    except UnpacksTooLarge as error:
        raise too_large(f"This archive holds more than a profile may have: {error}.") from None
    except BrokenPack as error:
        raise broken(str(error)) from None
    members = archive.infolist()
    _require_each_once(members)
    for member in members:
        _require_plain(member)
    _require_nothing_around(file, members)
    _require_apart(file, archive)
    return archive


def _require_each_once(members: list[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for member in members:
        name = member.filename.casefold()
        if name in seen:
            raise broken(f"“{_shown(member)}” is in it twice")
        seen.add(name)


def _require_plain(member: zipfile.ZipInfo) -> None:
    name = member.orig_filename  # Python cuts it at a NUL
    if _OUTSIDE.search(name):
        raise broken(f"its part “{_shown(member)}” has a name that leads out of the archive")
    if name not in (MANIFEST, AVATAR, SAMPLES_FOLDER) and not SAMPLE.fullmatch(name):
        raise broken(f"“{_shown(member)}” does not belong in it")
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise broken(f"its part “{_shown(member)}” is a link or a device, not a file")
    if member.compress_type not in _METHODS:
        raise broken(f"its part “{_shown(member)}” is packed in a way that is not read here")
    unpacked = member.file_size
    if unpacked > _RATIO_COUNTS_FROM_BYTES and unpacked > RATIO_MOST * member.compress_size:
        raise too_large(f"“{_shown(member)}” unpacks to more than {RATIO_MOST} times its size.")


def _require_nothing_around(file: IO[bytes], members: list[zipfile.ZipInfo]) -> None:
    file.seek(0, 2)
    file.seek(max(0, file.tell() - _END_BYTES))
    sign, comment_bytes = _END.unpack(file.read(_END_BYTES))
    if sign != _END_SIGN or comment_bytes:
        raise broken("something stands behind its end")
    if not members or min(member.header_offset for member in members):
        raise broken("it is empty, or something stands before its beginning")


def _require_apart(file: IO[bytes], archive: zipfile.ZipFile) -> None:
    """Parts that share bytes make much of little, without any single one being suspicious."""
    stretches = sorted(_stretch(file, member) for member in archive.infolist())
    for (_, end), (start, _) in pairwise([*stretches, (archive.start_dir, archive.start_dir)]):
        if start < end:
            raise broken("its parts overlap")


def _stretch(file: IO[bytes], member: zipfile.ZipInfo) -> tuple[int, int]:
    start = member.header_offset
    file.seek(start)
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size:
        raise broken("it is cut short")
    _, name_bytes, extra_bytes = _LOCAL_HEADER.unpack(header)
    return start, start + _LOCAL_HEADER.size + name_bytes + extra_bytes + member.compress_size


def _shown(member: zipfile.ZipInfo) -> str:
    return "".join(c if c.isprintable() else "�" for c in member.orig_filename[:80])
