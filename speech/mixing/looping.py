"""A stretch of a sound over and over, without a gap."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.mixing.reading import Reader, laid_end_to_end

KEPT_SECONDS = 2.0  # shorter ones are kept: to open a file for each turn of those would cost more
TILE_FRAMES = 16_384  # so many of them lie side by side, at least


class Looping:
    """A reader that never ends, unless there is nothing to repeat."""

    def __init__(self, begin: Callable[[], Reader], *, stretch_frames: int | None, rate_hz: int) -> None:
        self._begin = begin
        self._reader = begin()
        self.scale = self._reader.scale
        self._stretch = stretch_frames
        self._most_kept = round(KEPT_SECONDS * rate_hz)
        self._kept: list[NDArray[Any]] | None = []
        self._given = 0  # in this turn

    def read(self, frames: int) -> NDArray[Any]:
        pieces: list[NDArray[Any]] = []
        missing = frames
        while missing:
            piece = self._reader.read(missing if self._stretch is None else min(missing, self._left))
            if len(piece):
                pieces.append(piece.copy())
                self._keep(pieces[-1])
                missing -= len(piece)
                self._given += len(piece)
            elif not self._turn():
                break
        return laid_end_to_end(pieces)

    def close(self) -> None:
        self._reader.close()

    @property
    def _left(self) -> int:
        assert self._stretch is not None  # noqa: S101 - narrows the type
        return self._stretch - self._given

    def _turn(self) -> bool:
        """Back to the beginning. False: there was nothing."""
        if not self._given:
            return False
        self._reader.close()
        if self._kept is not None:
            self._reader, self._stretch = _Remembered(laid_end_to_end(self._kept), self.scale), None
            self._kept = None
        else:
            self._reader = self._begin()
        self._given = 0
        return True

    def _keep(self, piece: NDArray[Any]) -> None:
        if self._kept is None:
            return
        self._kept.append(piece)
        if sum(map(len, self._kept)) > self._most_kept:
            self._kept = None


class _Remembered:
    """Goes round by itself: of a stretch of a few frames, a day has more turns than could be taken singly."""

    def __init__(self, samples: NDArray[Any], scale: float) -> None:
        self._frames, self.scale = len(samples), scale
        self._turns = np.tile(samples, (1 + TILE_FRAMES // len(samples), 1))
        self._at = 0

    def read(self, frames: int) -> NDArray[Any]:
        piece = self._turns[self._at : self._at + frames]
        self._at = (self._at + len(piece)) % self._frames
        return piece

    def close(self) -> None:
        """Nothing is open."""
