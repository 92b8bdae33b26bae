"""How far a sound goes between its samples: it is looked at four times as often, or eight at low rates."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from speech.audio.arithmetic import one_thread
from speech.audio.late import signal
from speech.effects.spec import Block

Peaks = NDArray[np.float32]

REACH_FRAMES = 24  # samples on each side that a value between two of them is told from
HIGH_RATE_HZ = 44_100
KAISER = 5.0
PIECE_FRAMES = 65_536
STEP_FRAMES = 512
GROUP_FRAMES, GEMM_FRAMES = 32, 1_024
ROUNDING = 1.0001  # sums of single precision


def true_peaks(block: Block, rate_hz: int) -> Peaks:
    """The highest near each sample in any channel; for all but REACH_FRAMES samples on each side."""
    frames = len(block) - 2 * REACH_FRAMES
    highest: Peaks = np.zeros(frames, np.float32)
    for channel in _different(block):
        np.maximum(highest, np.abs(channel[REACH_FRAMES : REACH_FRAMES + frames]), out=highest)
        between = _peaks_between(channel, rate_hz)
        # One lies on each side of a sample.
        np.maximum(highest, between[:-1], out=highest)
        np.maximum(highest, between[1:], out=highest)
    return highest


def _different(block: Block) -> Peaks:
    """Its channels; of two equal ones, as in what lies in the middle, only one."""
    channels: Peaks = block.T
    return channels[:1] if len(channels) == 2 and np.array_equal(*channels) else channels


def stretches_reaching(block: Block, rate_hz: int, least: float) -> Iterator[tuple[int, int]]:
    """From where to where, by the frames that `true_peaks` tells of, one of them may reach so high. Only
    there it is worth while to look."""
    bounds = _bounds(rate_hz)
    highest = _highest(block)
    if len(block) <= 2 * REACH_FRAMES or float(highest.max()) * bounds.of_samples < least:
        return
    flat, channels = np.ascontiguousarray(block).reshape(-1), block.shape[1]
    bends = flat[2 * channels :] - flat[channels:-channels]
    bends -= flat[channels:-channels] - flat[: -2 * channels]
    bent = _highest(bends.reshape(-1, channels), steps=len(highest))
    reached = bounds.level * _with_next(highest) + bounds.bend * _with_next(bent)
    yield from _runs(reached >= least, frames=len(block) - 2 * REACH_FRAMES)


def true_peak(samples: Block, rate_hz: int) -> float:
    """Of a whole sound, in pieces: eight times as much of hours is a lot."""
    return max((float(true_peaks(piece, rate_hz).max()) for piece in _pieces(samples)), default=0.0)


def goes_beyond(samples: Block, rate_hz: int, ceiling: float) -> bool:
    """Whether `true_peak` does: it is looked at only where that may be."""
    return any(
        float(true_peaks(piece[start : end + 2 * REACH_FRAMES], rate_hz).max()) > ceiling
        for piece in _pieces(samples)
        for start, end in stretches_reaching(piece, rate_hz, ceiling)
    )


def _pieces(samples: Block) -> Iterator[Block]:
    """With what is around them."""
    around = np.zeros((REACH_FRAMES, samples.shape[1]), np.float32)
    padded = np.concatenate([around, samples, around])
    for start in range(0, len(samples), PIECE_FRAMES):
        yield padded[start : start + PIECE_FRAMES + 2 * REACH_FRAMES]


class _Bounds(NamedTuple):
    """What no value between samples goes beyond: their highest times `of_samples`; and their highest times
    `level`, with what they bend by at the most (their second difference) times `bend`: little in most
    sounds."""

    of_samples: float
    level: float
    bend: float


@lru_cache
def _bounds(rate_hz: int) -> _Bounds:
    """Each place's weights, less those of a straight line between its two neighbours, summed up by parts."""
    level, bend = 1.0, 0.0
    for weights in _between(rate_hz):
        rest = weights[::-1].astype(np.float64)
        share = float(np.arange(len(rest)) @ rest / rest.sum()) - (REACH_FRAMES - 1)
        rest[REACH_FRAMES - 1 : REACH_FRAMES + 1] -= 1 - share, share
        once = np.cumsum(rest)
        twice = np.cumsum(once)
        level = max(level, 1 + abs(once[-1]) + 2 * abs(twice[-2]))
        bend = max(bend, float(np.abs(twice[:-1]).sum()))
    most = max(float(np.abs(weights).sum()) for weights in _between(rate_hz))
    return _Bounds(most, float(level) * ROUNDING, bend * ROUNDING)


def _highest(block: Block, *, steps: int = 0) -> Peaks:
    """In each step, as many as are asked for: 0 in those that it does not reach."""
    size = STEP_FRAMES * block.shape[1]
    heights = np.abs(block).reshape(-1)
    whole = len(heights) // size
    highest: Peaks = np.zeros(steps or -(-len(heights) // size), np.float32)
    highest[:whole] = heights[: whole * size].reshape(whole, size).max(axis=1, initial=0.0)
    highest[whole : whole + 1] = heights[whole * size :].max(initial=0.0)
    return highest


def _with_next(highest: Peaks) -> Peaks:
    """What a step's values are told from reaches into the next one."""
    return np.maximum(highest, np.append(highest[1:], np.float32(0)))


def _runs(is_in: NDArray[np.bool_], *, frames: int) -> Iterator[tuple[int, int]]:
    edges = np.flatnonzero(np.diff(np.concatenate([[False], is_in, [False]])))
    for start, end in edges.reshape(-1, 2) * STEP_FRAMES:
        if start < frames:
            yield int(start), min(int(end), frames)


def _peaks_between(channel: Peaks, rate_hz: int) -> Peaks:
    """The highest between each two samples, as products of matrices."""
    weights = _band(rate_hz)
    frames = len(channel) - 2 * REACH_FRAMES + 1
    pieces = -(-frames // GEMM_FRAMES)
    padded = np.zeros(pieces * GEMM_FRAMES + 2 * REACH_FRAMES - 1, np.float32)
    padded[: len(channel)] = channel
    windows = sliding_window_view(padded, len(weights))[::GROUP_FRAMES]
    highest: Peaks = np.empty((len(windows), GROUP_FRAMES), np.float32)
    rows = GEMM_FRAMES // GROUP_FRAMES
    with one_thread():
        for row in range(0, len(windows), rows):
            between = windows[row : row + rows] @ weights
            np.abs(between, out=between)
            between.reshape(rows, -1, GROUP_FRAMES).max(axis=1, out=highest[row : row + rows])
    return highest.reshape(-1)[:frames]


@lru_cache
def _band(rate_hz: int) -> Peaks:
    """The weights of a group of neighbours at once: each place's, one below the other."""
    places = _between(rate_hz)
    band = np.zeros((GROUP_FRAMES + 2 * REACH_FRAMES - 1, len(places), GROUP_FRAMES), np.float32)
    for number, weights in enumerate(places):
        for frame in range(GROUP_FRAMES):
            band[frame : frame + len(weights), number, frame] = weights[::-1]
    return band.reshape(len(band), -1)


@lru_cache
def _between(rate_hz: int) -> tuple[Peaks, ...]:
    """For each place between two samples, the weights of those around it."""
    places = 4 if rate_hz >= HIGH_RATE_HZ else 8
    taps = signal.firwin(2 * REACH_FRAMES * places + 1, 1 / places, window=("kaiser", KAISER)) * places
    return tuple(np.ascontiguousarray(taps[part::places], np.float32) for part in range(1, places))
