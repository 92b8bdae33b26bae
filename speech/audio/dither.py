"""Noise of one step at the last bit, so that what is quieter than it fades out instead of buzzing.

Triangular (TPDF): then the error has the same power whatever the sound is. The same noise every time: what
comes out depends on the samples alone.
"""

import numpy as np
from numpy.typing import NDArray

SEED = 16
# Below it nothing is to be heard, dithered or not; and what is silence stays it.
SILENCE = np.float32(1e-6)  # -120 dBFS
HALF_BITS, HALF = 16, np.uint32(0xFFFF)
STEPS = np.float32(1 / 2**HALF_BITS)


class Dither:
    """One draw of 64 bits a frame, half of it for each of two channels: no cut of blocks changes it."""

    def __init__(self) -> None:
        self._bits = np.random.SFC64(SEED)

    def noise_for(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """In steps of the last bit, above -1 and below 1: the difference of two even draws of 16 bits."""
        drawn = self._bits.random_raw(len(block)).view(np.uint32).reshape(-1, 2)
        steps = (drawn & HALF).view(np.int32)
        steps -= (drawn >> HALF_BITS).view(np.int32)
        noise = steps.astype(np.float32) if block.ndim == 2 else steps[:, 0].astype(np.float32)
        noise *= STEPS
        if (is_silent := np.abs(block) < SILENCE).any():
            noise[is_silent] = 0
        return noise
