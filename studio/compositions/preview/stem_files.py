"""Stems on disk, by everything that decides how they sound, within a budget of bytes.

A file appears whole and under its final name; one that goes while it is read stays readable. What was heard
last goes last. Samples are of 16 bits in floating point: exact enough to be heard, and louder than full scale
where effects make them so; `peak` says how loud.
"""

import os
import shutil
import struct
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from speech.private_files import files_below

Samples = NDArray[np.float32]

HEADER = struct.Struct("<8sIQf")
MAGIC = b"vsstem01"
SUFFIX, DRAFT = ".stem", ".draft"
STORED = np.dtype("<f2")
LOUDEST = float(np.finfo(STORED).max)
FRAME_BYTES = 2 * STORED.itemsize
# A draft that nobody has written to for so long is of a process that was killed.
DRAFT_FORGOTTEN_SECONDS = 3600.0


@dataclass(frozen=True)
class Stem:
    path: Path
    rate_hz: int
    frames: int
    peak: float

    def read(self, start: int, frames: int) -> Samples:
        """Fewer at the end."""
        frames = max(0, min(frames, self.frames - start))
        with self.path.open("rb") as file:
            file.seek(HEADER.size + start * FRAME_BYTES)
            data = file.read(frames * FRAME_BYTES)
        return np.frombuffer(data, STORED).astype(np.float32).reshape(-1, 2)


class StemFiles:
    def __init__(self, folder: Path, budget_bytes: int) -> None:
        self._folder, self._budget_bytes = folder, budget_bytes

    def get(self, owner: str, digest: str) -> Stem | None:
        path = self._path(owner, digest)
        try:
            with path.open("rb") as file:
                magic, rate_hz, frames, peak = HEADER.unpack(file.read(HEADER.size))
        except (OSError, struct.error):
            return None
        if magic != MAGIC or path.stat().st_size != HEADER.size + frames * FRAME_BYTES:
            return None
        now = time.time_ns()
        with suppress(OSError):  # it went meanwhile: whoever reads it next is told
            os.utime(path, ns=(now, now))
        return Stem(path, rate_hz, frames, peak)

    def put(
        self, owner: str, digest: str, blocks: Iterable[Samples], *, rate_hz: int,
        check: Callable[[], None] = lambda: None,
    ) -> Stem:  # fmt: skip
        path = self._path(owner, digest)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(suffix=DRAFT, dir=path.parent)
        draft = Path(name)
        try:
            with open(handle, "wb") as file:
                frames, peak = _written(file, blocks, check)
                file.seek(0)
                file.write(HEADER.pack(MAGIC, rate_hz, frames, peak))
            os.replace(draft, path)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
        self.make_room(but=path)
        return Stem(path, rate_hz, frames, peak)

    def make_room(self, *, but: Path | None = None) -> None:
        """The newest may be larger than all the room: it is what somebody waits for."""
        self._remove_forgotten_drafts()
        found = files_below(self._folder, SUFFIX)
        files = sorted(((known.st_mtime, known.st_size, path) for path, known in found), reverse=True)
        total = 0
        for _, size, path in files:  # the one heard last first
            total += size
            if total > self._budget_bytes and path != but:
                path.unlink(missing_ok=True)

    def forget_owner(self, owner: str) -> None:
        shutil.rmtree(self._folder / owner, ignore_errors=True)

    def _path(self, owner: str, digest: str) -> Path:
        return self._folder / owner / f"{digest}{SUFFIX}"

    def _remove_forgotten_drafts(self) -> None:
        for path, known in files_below(self._folder, DRAFT):
            if time.time() - known.st_mtime > DRAFT_FORGOTTEN_SECONDS:
                path.unlink(missing_ok=True)


def _written(file: IO[bytes], blocks: Iterable[Samples], check: Callable[[], None]) -> tuple[int, float]:
    frames, peak = 0, 0.0
    file.write(b"\0" * HEADER.size)
    for block in blocks:
        check()
        if len(block):
            peak = max(peak, float(np.abs(block).max()))
        file.write(np.clip(block, -LOUDEST, LOUDEST).astype(STORED).tobytes())
        frames += len(block)
    return frames, peak
