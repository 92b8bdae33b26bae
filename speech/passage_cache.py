"""Spoken passages on disk, by everything that decides how they sound, within a budget of bytes.

Several processes share one folder. Whoever reads takes no lock: a file appears whole and under its final
name, and one that goes while it is read stays readable. Whoever writes or deletes holds the folder's lock,
which the system lets go when its process dies. `ledger` holds the sum of all sizes, so that a passage is
stored without looking at every other; it is written before a passage appears and after one is gone, so a
process killed in between leaves it too large, never too small, and the next eviction counts anew.

Nothing that goes wrong here may cost somebody their speech: it is logged once, and the passage is spoken.
"""

import hashlib
import json
import logging
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from filelock import FileLock

from speech.passage_file import CachedPassage, as_bytes, from_bytes, size_of
from speech.private_files import files_below, make_private, write_privately

__all__ = ["CacheStats", "CachedPassage", "PassageCache", "PassageKey"]

logger = logging.getLogger(__name__)

FORMAT_VERSION = 2
SUFFIX = ".passage"
LEDGER, LOCK = "ledger", "lock"
LARGEST_SHARE = 0.1  # of the budget, for one passage
KEPT_SHARE = 0.9  # of the budget, after an eviction: the next ones are stored without another
PATIENCE_SECONDS = 1.0  # of somebody who speaks, for the lock
DELETION_PATIENCE_SECONDS = 30.0


@dataclass(frozen=True, kw_only=True)
class PassageKey:
    owner: str
    engine: str
    engine_version: str
    voice: str
    language: str
    speed: float
    text: str
    phonemes: str = ""
    seed: int | None = None

    @property
    def digest(self) -> str:
        said = asdict(self) | {"speed": float(self.speed)}  # 1 is 1.0
        return hashlib.sha256(json.dumps([FORMAT_VERSION, said], sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class CacheStats:
    """Of this process; `size_bytes` is of all."""

    hits: int = 0
    misses: int = 0
    stored: int = 0
    evicted: int = 0
    failures: int = 0
    size_bytes: int = 0


@dataclass(frozen=True)
class _Entry:
    path: Path
    size_bytes: int
    used_ns: int


class PassageCache:
    def __init__(self, folder: Path, budget_bytes: int) -> None:
        self._folder, self.budget_bytes = folder, budget_bytes
        self._counting = threading.Lock()
        self._counts = {"hits": 0, "misses": 0, "stored": 0, "evicted": 0, "failures": 0}
        self._complained: set[str] = set()

    @property
    def is_on(self) -> bool:
        return self.budget_bytes > 0

    def holds(self, key: PassageKey) -> bool:
        return self.is_on and os.path.isfile(self._path(key))

    def get(self, key: PassageKey) -> CachedPassage | None:
        if not self.is_on:
            return None
        passage = None
        with self._at_most_a_complaint("read"):
            passage = self._read(self._path(key), digest=bytes.fromhex(key.digest))
        self._count("misses" if passage is None else "hits")
        return passage

    def put(self, key: PassageKey, passage: CachedPassage) -> None:
        size = size_of(passage)
        if size > self.budget_bytes * LARGEST_SHARE:
            return
        with self._at_most_a_complaint("stored"), self._locked(PATIENCE_SECONDS):
            path = self._path(key)
            self._remove(path)
            self._make_room(size)
            self._write_ledger(self._total() + size)
            _write_privately(path, as_bytes(passage, digest=bytes.fromhex(key.digest)))
            self._count("stored")

    def forget_owner(self, owner: str) -> None:
        """Raises `OSError` where something of it stays."""
        self._remove_folders([self._owner_folder(owner)])

    def clear(self) -> None:
        """As `forget_owner`, for all."""
        self._remove_folders(_folders(self._folder))

    def size_bytes(self) -> int:
        try:
            return self._total()
        except OSError:
            return 0

    def stats(self) -> CacheStats:
        with self._counting:
            counts = dict(self._counts)
        return CacheStats(**counts, size_bytes=self.size_bytes())

    def _read(self, path: Path, *, digest: bytes) -> CachedPassage | None:
        try:
            data = path.read_bytes()
        except FileNotFoundError:
            return None
        passage = from_bytes(data, digest=digest)
        if passage is None:
            with self._locked(PATIENCE_SECONDS):
                self._remove(path)
            return None
        now = time.time_ns()
        with suppress(OSError):  # it went meanwhile: it was read all the same
            os.utime(path, ns=(now, now))
        return passage

    def _path(self, key: PassageKey) -> Path:
        return self._owner_folder(key.owner) / f"{key.digest}{SUFFIX}"

    def _owner_folder(self, owner: str) -> Path:
        # Never a name that somebody chose.
        return self._folder / hashlib.sha256(json.dumps(owner).encode()).hexdigest()

    # From here on the lock is held by whoever changes anything.

    @contextmanager
    def _locked(self, patience_seconds: float) -> Iterator[None]:
        make_private(self._folder)
        # An object of its own for each use: threads then exclude each other as processes do.
        with FileLock(self._folder / LOCK, timeout=patience_seconds, poll_interval=0.005, mode=0o600):
            yield

    def _remove_folders(self, folders: list[Path]) -> None:
        if not self._folder.is_dir():
            return
        with self._locked(DELETION_PATIENCE_SECONDS):
            try:
                for folder in folders:
                    with suppress(FileNotFoundError):
                        shutil.rmtree(folder)
            finally:
                self._recount()

    def _make_room(self, size: int) -> None:
        if self._total() + size <= self.budget_bytes:
            return
        entries = sorted(self._recount(), key=lambda entry: entry.used_ns)
        total, most = sum(entry.size_bytes for entry in entries), self.budget_bytes * KEPT_SHARE - size
        for entry in entries:
            if total <= most:
                break
            entry.path.unlink(missing_ok=True)
            total -= entry.size_bytes
            self._count("evicted")
        self._write_ledger(total)

    def _remove(self, path: Path) -> None:
        try:
            size = path.stat().st_size
            path.unlink()
        except FileNotFoundError:
            return
        self._write_ledger(max(self._total() - size, 0))

    def _total(self) -> int:
        with suppress(FileNotFoundError, ValueError):
            told = int((self._folder / LEDGER).read_text())
            if told >= 0:  # less is damage, and would let the folder grow beyond its budget
                return told
        return sum(entry.size_bytes for entry in self._entries())

    def _recount(self) -> list[_Entry]:
        entries = list(self._entries())
        for draft, _ in files_below(self._folder, ".draft"):
            draft.unlink(missing_ok=True)  # of a process that was killed: nobody else writes now
        self._write_ledger(sum(entry.size_bytes for entry in entries))
        return entries

    def _write_ledger(self, total: int) -> None:
        _write_privately(self._folder / LEDGER, str(total).encode())

    def _entries(self) -> Iterator[_Entry]:
        for path, known in files_below(self._folder, SUFFIX):
            yield _Entry(path, known.st_size, known.st_mtime_ns)

    def _count(self, what: str) -> None:
        with self._counting:
            self._counts[what] += 1

    @contextmanager
    def _at_most_a_complaint(self, what: str) -> Iterator[None]:
        try:
            yield
        except (OSError, NotImplementedError):  # also the lock's `Timeout`, and a disk without locks
            self._count("failures")
            if what not in self._complained:
                self._complained.add(what)
                logger.warning("Spoken passages can't be %s in %s", what, self._folder, exc_info=True)


def _folders(folder: Path) -> list[Path]:
    try:
        return [Path(found.path) for found in os.scandir(folder) if found.is_dir(follow_symlinks=False)]
    except FileNotFoundError:
        return []


def _write_privately(path: Path, data: bytes) -> None:
    write_privately(path, data, draft=path.with_suffix(".draft"))
