"""A stretch of a sound over and over, without a gap."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from speech.mixing.reading import Reader

KEPT_SECONDS = 2.0  # shorter ones are kept: to open a file for each turn of those would cost more


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
        return pieces[0] if len(pieces) == 1 else np.concatenate(pieces or [np.zeros((0, 1), np.float32)])

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
            whole, self._kept = np.concatenate(self._kept), None
            self._begin = lambda: _Remembered(whole, self.scale)
        self._reader, self._given = self._begin(), 0
        return True

    def _keep(self, piece: NDArray[Any]) -> None:
        if self._kept is None:
            return
        self._kept.append(piece)
        if sum(map(len, self._kept)) > self._most_kept:
            self._kept = None


class _Remembered:
    def __init__(self, samples: NDArray[Any], scale: float) -> None:
        self._samples, self.scale = samples, scale
        self._at = 0

    def read(self, frames: int) -> NDArray[Any]:
        piece = self._samples[self._at : self._at + frames]
        self._at += len(piece)
        return piece

    def close(self) -> None:
        """Nothing is open."""
