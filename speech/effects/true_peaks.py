"""How far a sound goes between its samples: it is looked at four times as often, or eight at low rates."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy.signal import firwin

from speech.effects.spec import Block

Peaks = NDArray[np.float32]

REACH_FRAMES = 24  # samples on each side that a value between two of them is told from
HIGH_RATE_HZ = 44_100
KAISER = 5.0
PIECE_FRAMES = 65_536


def true_peaks(block: Block, rate_hz: int) -> Peaks:
    """The highest near each sample in any channel; for all but REACH_FRAMES samples on each side."""
    highest: Peaks = np.abs(block[REACH_FRAMES : len(block) - REACH_FRAMES]).max(axis=1)
    for channel in block.T:
        for weights in _between(rate_hz):
            between = np.abs(np.convolve(channel, weights, mode="valid"))
            # One lies on each side of a sample.
            np.maximum(highest, between[: len(highest)], out=highest)
            np.maximum(highest, between[1 : len(highest) + 1], out=highest)
    return highest


def true_peak(samples: Block, rate_hz: int) -> float:
    """Of a whole sound, in pieces: eight times as much of hours is a lot."""
    around = np.zeros((REACH_FRAMES, samples.shape[1]), np.float32)
    padded = np.concatenate([around, samples, around])
    pieces = (
        padded[start : start + PIECE_FRAMES + 2 * REACH_FRAMES]
        for start in range(0, len(samples), PIECE_FRAMES)
    )
    return max((float(true_peaks(piece, rate_hz).max()) for piece in pieces), default=0.0)


def most_between(rate_hz: int) -> float:
    """How many times higher than its samples a sound can be found at the most."""
    return max(float(np.abs(weights).sum()) for weights in _between(rate_hz))


@lru_cache
def _between(rate_hz: int) -> tuple[Peaks, ...]:
    """For each place between two samples, the weights of those around it."""
    places = 4 if rate_hz >= HIGH_RATE_HZ else 8
    taps = firwin(2 * REACH_FRAMES * places + 1, 1 / places, window=("kaiser", KAISER)) * places
    return tuple(np.ascontiguousarray(taps[part::places], np.float32) for part in range(1, places))
