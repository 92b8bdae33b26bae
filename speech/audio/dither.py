"""Noise of one step at the last bit, so that what is quieter than it fades out instead of buzzing.

Triangular (TPDF): then the error has the same power whatever the sound is. The same noise every time: what
comes out depends on the samples alone.
"""

import numpy as np
from numpy.typing import NDArray

SEED = 16
# Below it nothing is to be heard, dithered or not; and what is silence stays it.
SILENCE = np.float32(1e-6)  # -120 dBFS
STEPS = np.float32(1 / 2**16)


class Dither:
    """One draw of 64 bits a frame holds two numbers for each of two channels: no cut of blocks changes it."""

    def __init__(self) -> None:
        self._bits = np.random.SFC64(SEED)

    def noise_for(self, block: NDArray[np.float32]) -> NDArray[np.float32]:
        """In steps of the last bit, above -1 and below 1."""
        drawn = self._bits.random_raw(len(block)).view(np.uint16).reshape(-1, 4)
        noise: NDArray[np.float32] = np.subtract(drawn[:, :2], drawn[:, 2:], dtype=np.float32)
        shaped = noise if block.ndim == 2 else noise[:, 0]
        shaped *= STEPS
        shaped *= np.abs(block) >= SILENCE
        return shaped
