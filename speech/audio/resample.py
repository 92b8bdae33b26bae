"""One sample rate to another, block by block."""

import numpy as np
import soxr
from numpy.typing import NDArray

Block = NDArray[np.float32]


class Resampler:
    """As many frames out as the ratio says; the cut of the blocks does not change them.

    Blocks of one channel have one dimension, those of more are (frames, channels).
    """

    def __init__(self, from_hz: int, to_hz: int, *, channels: int = 1) -> None:
        self.from_hz, self.to_hz = from_hz, to_hz
        self._nothing = no_frames(channels)
        self._stream = (
            soxr.ResampleStream(from_hz, to_hz, channels, dtype="float32") if from_hz != to_hz else None
        )
        self._taken = self._given = 0

    def feed(self, block: Block) -> Block:
        if self._stream is None:
            return block
        self._taken += len(block)
        return self._counted(self._stream.resample_chunk(block))

    def finish(self) -> Block:
        if self._stream is None:
            return self._nothing
        return self._counted(self._stream.resample_chunk(self._nothing, last=True))[: self._missing()]

    def _counted(self, block: Block) -> Block:
        self._given += len(block)
        return block

    def _missing(self) -> int | None:
        surplus = self._given - round(self._taken * self.to_hz / self.from_hz)
        return -surplus if surplus > 0 else None


def no_frames(channels: int) -> Block:
    return np.zeros(0 if channels == 1 else (0, channels), np.float32)
