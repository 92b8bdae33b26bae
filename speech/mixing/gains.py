"""How loud a sound is on each side, and how it comes and goes.

The pan law is one of equal power, and the middle leaves a sound as it is: with an angle from 0 (left) over 45
to 90 degrees (right), the left side gets the square root of two times its cosine, the right one times its
sine. At a hard side that is 3.01 dB more than in the middle, and nothing on the other. Sounds of one channel
go to both sides; of two, each to its own, with the same factors: a balance. So a sound of two equal channels
is panned as one of a single channel is.
"""

import math
from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from speech.mixing.mix import Curve, Fade

Ramp = NDArray[np.float32]
Moments = NDArray[np.float64]

EXPONENTIAL_RANGE = 1_000.0  # 60 dB


class Sides(NamedTuple):
    """A factor for each."""

    left: float
    right: float

    def times(self, other: "Sides") -> "Sides":
        return Sides(self.left * other.left, self.right * other.right)


def sides(volume: float, pan: float) -> Sides:
    if pan == 0:  # exactly as it is: cosines would round
        return Sides(volume, volume)
    if abs(pan) == 1:
        loud = math.sqrt(2) * volume
        return Sides(loud, 0.0) if pan < 0 else Sides(0.0, loud)
    angle = (pan + 1) * math.pi / 4
    return Sides(volume * math.sqrt(2) * math.cos(angle), volume * math.sqrt(2) * math.sin(angle))


def _linear(moments: Moments) -> Moments:
    return moments


def _equal_power(moments: Moments) -> Moments:
    """A sound that goes with it while another comes: together they stay as loud."""
    return np.sin(moments * (np.pi / 2))


def _smooth(moments: Moments) -> Moments:
    return moments * moments * (3 - 2 * moments)


def _exponential(moments: Moments) -> Moments:
    """Even in decibels, over 60 of them, but for the end: that is silence."""
    return (np.power(EXPONENTIAL_RANGE, moments) - 1) / (EXPONENTIAL_RANGE - 1)


_SHAPES: Mapping[Curve, Callable[[Moments], Moments]] = {
    "linear": _linear,
    "equal_power": _equal_power,
    "smooth": _smooth,
    "exponential": _exponential,
}


def rising(fade: Fade, start: int, end: int) -> Ramp:
    """The factors of the frames from `start` to `end`, counted from where the fade begins.

    A frame is told by its middle: so a fade in and the same one out mirror each other, and two linear ones
    that cross add up to one throughout.
    """
    moments = (np.arange(start, end, dtype=np.float64) + 0.5) / fade.frames
    return _SHAPES[fade.curve](np.minimum(moments, 1.0, out=moments)).astype(np.float32)


def falling(fade: Fade, left: int, end: int) -> Ramp:
    """The same backwards, by how many frames are left: from `left` down to `end`, which is not among them."""
    return rising(fade, end, left)[::-1]
