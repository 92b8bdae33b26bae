"""Where sounds are added up, block by block, in memory that is used again.

Sounds of one channel are added up side by side, those of two as they lie in memory: to bring either into
the other's form costs more than to add them, and so it happens once for all of them. Products and sums of
single samples are rounded alike wherever they lie, so that how the sound is cut changes none of them.
"""

import numpy as np
from numpy.typing import NDArray

from speech.mixing.gains import Ramp, Sides

Block = NDArray[np.float32]
Samples = NDArray[np.float32] | NDArray[np.int16]  # (frames, 1 or 2)


class Bus:
    def __init__(self, most_frames: int) -> None:
        self._single = np.zeros((2, most_frames), np.float32)  # left, right
        self._double = np.zeros(2 * most_frames, np.float32)  # left, right, left, right
        self._heard, self._scaled = np.empty((2, 2 * most_frames), np.float32)
        self._has_single = self._has_double = False

    def clear(self) -> None:
        if self._has_single:
            self._single.fill(0)
        if self._has_double:
            self._double.fill(0)
        self._has_single = self._has_double = False

    def add(self, samples: Samples, gains: Sides, *, at: int = 0, ramp: Ramp | None = None) -> None:
        """`at` is a frame of the block; `ramp` a factor for each frame of the samples."""
        channels = samples.shape[1]
        heard = self._as_float(samples.reshape(-1))
        if ramp is not None:
            heard = np.multiply(
                heard, ramp if channels == 1 else np.repeat(ramp, 2), out=self._heard[: len(heard)]
            )
        if channels == 1:
            self._add_single(heard, gains, at)
        else:
            self._add_double(heard, gains, 2 * at)

    def mixed(self, frames: int) -> Block:
        """In memory of its own."""
        block = np.zeros((frames, 2), np.float32)
        if self._has_single:
            block[:, 0], block[:, 1] = self._single[:, :frames]
        if self._has_double:
            flat = block.reshape(-1)
            np.add(flat, self._double[: 2 * frames], out=flat)
        return block

    def _as_float(self, samples: Samples) -> Block:
        heard = self._heard[: len(samples)]
        if samples.dtype == np.float32:
            heard = samples.view(np.float32)
        else:
            np.copyto(heard, samples)
        return heard

    def _add_single(self, heard: Block, gains: Sides, at: int) -> None:
        self._has_single = True
        for side, gain in zip(self._single, gains, strict=True):
            if gain:
                self._add(side[at : at + len(heard)], heard, gain)

    def _add_double(self, heard: Block, gains: Sides, at: int) -> None:
        self._has_double = True
        into = self._double[at : at + len(heard)]
        if gains.left == gains.right:
            self._add(into, heard, gains.left)
            return
        scaled = self._scaled[: len(heard)]
        scaled[0::2], scaled[1::2] = gains
        np.multiply(scaled, heard, out=scaled)
        np.add(into, scaled, out=into)

    def _add(self, into: Block, heard: Block, gain: float) -> None:
        if gain != 1:
            heard = np.multiply(heard, np.float32(gain), out=self._scaled[: len(heard)])
        np.add(into, heard, out=into)
