"""By what it is known that a model, and whatever lies with it, is the same as before.

By names, sizes and what is in the files, not by dates: two machines that have the same model know what was
spoken by the same version.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

PIECES, PIECE_BYTES = 64, 16 * 1024


def version_of(folders: Iterable[Path]) -> str:
    known = [told for folder in folders for path in sorted(folder.rglob("*")) for told in _told(path, folder)]
    return hashlib.sha256(json.dumps(known).encode()).hexdigest()[:16]


def _told(path: Path, folder: Path) -> Iterator[tuple[str, int, str]]:
    with suppress(OSError):  # it went while we looked; of what can't be read, loading tells
        if path.is_file():
            known = path.stat()
            digest = _digest(path, known.st_size, known.st_mtime_ns)
            yield str(path.relative_to(folder)), known.st_size, digest


@lru_cache(maxsize=4096)
def _digest(path: Path, size_bytes: int, changed_ns: int) -> str:
    """Of a small file whole, of a large one by pieces from all over it: somebody waits for the answer, and
    other weights are other numbers everywhere.
    """
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for start in _starts(size_bytes):
            file.seek(start)
            digest.update(file.read(PIECE_BYTES))
    return digest.hexdigest()


def _starts(size_bytes: int) -> Iterable[int]:
    if size_bytes <= PIECES * PIECE_BYTES:
        return range(0, size_bytes, PIECE_BYTES)
    last = size_bytes - PIECE_BYTES
    return (number * last // (PIECES - 1) for number in range(PIECES))
