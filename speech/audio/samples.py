"""float32 samples on their way into a file: of the right shape, within full scale, as 16 bits."""

import numpy as np
from numpy.typing import NDArray

from speech.audio.dither import Dither

Block = NDArray[np.float32]

FULL_SCALE = np.float32(32767)
# Larger pieces are asked of the system and given back to it each time, which costs more than the work.
FRAMES_AT_ONCE = 16_384


def require_channels(channels: int) -> None:
    if channels not in (1, 2):
        raise ValueError(f"Sound has one channel or two here, not {channels}.")


def shaped(block: Block, channels: int) -> Block:
    """One channel has one dimension, as every part of speaking gives it; two are (frames, 2)."""
    if channels == 1 and block.ndim == 2 and block.shape[1] == 1:
        return block[:, 0]
    if block.shape[1:] != (() if channels == 1 else (channels,)):
        raise ValueError(f"A block of the shape {block.shape} can't be of {channels} channel(s).")
    return block


def clipped(block: Block) -> Block:
    """What is no number becomes silence: one NaN would spoil the rest of a coded stream."""
    numbers = np.nan_to_num(block, nan=0.0) if np.isnan(block).any() else block
    within: Block = np.clip(numbers, -1, 1, dtype=np.float32)
    return within


def to_int16(block: Block) -> NDArray[np.int16]:
    """Of clipped samples."""
    return _rounded(block * FULL_SCALE)


class Sixteen:
    """`to_int16` of block after block, with dither where it is asked for."""

    def __init__(self, *, dither: bool = False) -> None:
        self._dither = Dither() if dither else None

    def __call__(self, block: Block) -> NDArray[np.int16]:
        if self._dither is None:
            return to_int16(block)
        samples = np.empty(block.shape, "<i2")
        for start in range(0, len(block), FRAMES_AT_ONCE):
            piece = block[start : start + FRAMES_AT_ONCE]
            samples[start : start + len(piece)] = self._dithered(piece, self._dither)
        return samples

    def _dithered(self, block: Block, dither: Dither) -> Block:
        steps = block * FULL_SCALE
        steps += dither.noise_for(block)
        np.clip(steps, -FULL_SCALE, FULL_SCALE, out=steps)
        np.rint(steps, out=steps)
        return steps


def _rounded(steps: Block) -> NDArray[np.int16]:
    samples: NDArray[np.int16] = np.rint(steps, out=steps).astype("<i2")
    return samples
