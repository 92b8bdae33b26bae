"""Speeds that a model can't speak at: it speaks at its nearest, and the audio is stretched the rest."""

import numpy as np
import pedalboard

from speech.engines.base import Block


def split_speed(speed: float, native_speeds: tuple[float, float]) -> tuple[float, float]:
    """The speed to ask the model for, and the factor left for `stretch`."""
    native = min(max(speed, native_speeds[0]), native_speeds[1])
    return native, speed / native


def stretch(samples: Block, factor: float, *, rate_hz: int) -> Block:
    """Twice as fast for a factor of 2, at the same pitch."""
    if factor == 1.0 or not len(samples):
        return samples
    stretched = pedalboard.time_stretch(samples, rate_hz, stretch_factor=factor)
    return np.ascontiguousarray(stretched.reshape(-1), dtype=np.float32)
