"""Speeds that a model can't speak at: it speaks at its nearest, and the audio is stretched the rest."""

from speech.audio.stretch import stretched
from speech.engines.base import Block


def split_speed(speed: float, native_speeds: tuple[float, float]) -> tuple[float, float]:
    """The speed to ask the model for, and the factor left for `stretch`."""
    native = min(max(speed, native_speeds[0]), native_speeds[1])
    return native, speed / native


def stretch(samples: Block, factor: float, *, rate_hz: int) -> Block:
    """Twice as fast for a factor of 2, at the same pitch."""
    return samples if factor == 1.0 else stretched(samples, rate_hz=rate_hz, speed=factor)
