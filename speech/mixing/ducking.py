"""A track that goes down while another one is heard.

The other is listened to in steps of a hundredth of a second, counted from the timeline's beginning. In a step
that has a sample at the threshold or over it, the reduction grows by its depth over the time of attack; in
any other it shrinks by its depth over the time of release. Between the ends of two steps it goes evenly in
decibels. So the way is the same however the sound is cut into blocks of whole steps.
"""

import numpy as np
from numpy.typing import NDArray

from speech.mixing.bus import Block
from speech.mixing.gains import Ramp
from speech.mixing.mix import Duck

STEPS_A_SECOND = 100

Decibels = NDArray[np.float64]


def step_frames(rate_hz: int) -> int:
    return max(1, round(rate_hz / STEPS_A_SECOND))


class Ducker:
    def __init__(self, duck: Duck, *, rate_hz: int) -> None:
        self._step = step_frames(rate_hz)
        self._depth_db = duck.depth_db
        self._threshold = 10 ** (duck.threshold_db / 20)
        step_seconds = self._step / rate_hz
        self._grows_db = self._depth_db * min(1.0, _share(step_seconds, duck.attack_seconds))
        self._shrinks_db = self._depth_db * min(1.0, _share(step_seconds, duck.release_seconds))
        self._reduced_db = 0.0

    def ramp(self, heard: Block | None, frames: int) -> Ramp | None:
        """The factors of a block in which this is heard of the other. None: it stays up."""
        steps = -(-frames // self._step)
        before = self._reduced_db
        if heard is None and not before:
            return None
        ends = self._followed(self._is_loud(heard, steps), steps)
        starts = np.concatenate([[before], ends[:-1]])
        return self._between(starts, ends)[:frames] if starts.any() or ends.any() else None

    def _is_loud(self, heard: Block | None, steps: int) -> NDArray[np.bool_]:
        if heard is None:
            return np.zeros(steps, np.bool_)
        flat = heard.reshape(-1)
        starts = np.arange(0, len(flat), 2 * self._step)
        highest = np.maximum(np.maximum.reduceat(flat, starts), -np.minimum.reduceat(flat, starts))
        return np.asarray(highest >= self._threshold)

    def _followed(self, is_loud: NDArray[np.bool_], steps: int) -> Decibels:
        """The reduction at the end of each step, run by run."""
        reduced: Decibels = np.empty(steps)
        turns = np.flatnonzero(np.diff(is_loud)) + 1
        for start, end in zip([0, *turns], [*turns, steps], strict=True):
            moves = np.arange(1, end - start + 1)
            if is_loud[start]:
                way = np.minimum(self._reduced_db + moves * self._grows_db, self._depth_db)
            else:
                way = np.maximum(self._reduced_db - moves * self._shrinks_db, 0.0)
            reduced[start:end] = way
            self._reduced_db = float(way[-1])
        return reduced

    def _between(self, starts: Decibels, ends: Decibels) -> Ramp:
        places = np.arange(1, self._step + 1) / self._step
        reduced = starts[:, np.newaxis] + (ends - starts)[:, np.newaxis] * places
        return np.power(10.0, reduced / -20).astype(np.float32).reshape(-1)


def _share(step_seconds: float, seconds: float) -> float:
    return step_seconds / seconds if seconds > step_seconds else 1.0
