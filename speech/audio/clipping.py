"""Where a recording was louder than what took it could hold: tops that are cut off flat."""

import numpy as np
from numpy.typing import NDArray

# Coders that lose something ripple the tops they were given.
FULL_SCALE = 0.985
# Cut off first and made softer later: flat at the height of the highest sample.
AT_THE_TOP = 0.98
LEAST_RUN = 3
QUIETEST_TOP = 0.05


class ClippingCounter:
    """Of one channel. A run is a top that was cut off; one that two pieces share counts as two."""

    def __init__(self) -> None:
        self._full: list[NDArray[np.int64]] = []  # lengths of runs at full scale
        self._flat: list[tuple[NDArray[np.int64], NDArray[np.float32]]] = []  # lengths and heights of others

    def feed(self, samples: NDArray[np.float32]) -> None:
        heights = np.abs(samples)
        is_full = heights >= FULL_SCALE
        _, lengths = _runs(is_full)
        self._full.append(lengths[lengths >= LEAST_RUN])
        same_as_next = (np.diff(samples) == 0) & (heights[1:] > QUIETEST_TOP) & ~is_full[1:]
        starts, lengths = _runs(same_as_next)
        long = lengths + 1 >= LEAST_RUN
        self._flat.append((lengths[long] + 1, heights[starts[long]]))

    def runs(self, peak: float) -> int:
        """`peak` is the highest sample of the whole recording."""
        return sum(map(len, self._lengths(peak)))

    def samples(self, peak: float) -> int:
        return int(sum(lengths.sum() for lengths in self._lengths(peak)))

    def _lengths(self, peak: float) -> list[NDArray[np.int64]]:
        return self._full + [lengths[heights >= AT_THE_TOP * peak] for lengths, heights in self._flat]


def _runs(is_in: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where runs of true begin, and how long they are."""
    edges = np.diff(np.concatenate([[0], is_in.astype(np.int8), [0]]))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return starts, ends - starts
