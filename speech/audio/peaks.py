"""The outline of a sound: the lowest and highest sample of each of some hundred equal stretches.

Collected while decoding, for any length in constant memory: when the buckets are full, neighbours merge.
"""

import numpy as np
from numpy.typing import NDArray

PEAK_PAIRS = 800


class PeakCollector:
    def __init__(self, *, pairs: int = PEAK_PAIRS) -> None:
        self.pairs = pairs
        # Twice as many as are asked for, so that merging never leaves fewer than that.
        self._capacity = 2 * pairs
        self._lows = np.zeros(self._capacity, np.float32)
        self._highs = np.zeros(self._capacity, np.float32)
        self._bucket_frames = 1
        self._full = 0  # buckets that are complete; the next one holds `_partial` frames
        self._partial = 0

    def add(self, samples: NDArray[np.float32]) -> None:
        """`samples` is (frames, channels): the outline takes in all channels."""
        lows, highs = samples.min(axis=1), samples.max(axis=1)
        while len(lows):
            room = (self._capacity - self._full) * self._bucket_frames - self._partial
            if room == 0:
                self._merge()
                continue
            self._fill(lows[:room], highs[:room])
            lows, highs = lows[room:], highs[room:]

    def result(self) -> NDArray[np.int8]:
        """(pairs, 2): low and high in -127..127. Fewer pairs where there were fewer frames."""
        count = self._full + (1 if self._partial else 0)
        lows, highs = self._lows[:count], self._highs[:count]
        if count > self.pairs:
            starts = np.arange(self.pairs) * count // self.pairs
            lows, highs = np.minimum.reduceat(lows, starts), np.maximum.reduceat(highs, starts)
        scaled = np.clip(np.stack([lows, highs], axis=1), -1, 1) * 127
        return np.round(scaled).astype(np.int8)

    def _fill(self, lows: NDArray[np.float32], highs: NDArray[np.float32]) -> None:
        first = self._full
        ends = self._partial + len(lows)
        starts = np.arange(0, ends, self._bucket_frames) - self._partial
        starts[0] = 0
        lows, highs = np.minimum.reduceat(lows, starts), np.maximum.reduceat(highs, starts)
        if self._partial:
            lows[0] = min(lows[0], self._lows[first])
            highs[0] = max(highs[0], self._highs[first])
        self._lows[first : first + len(starts)] = lows
        self._highs[first : first + len(starts)] = highs
        complete, self._partial = divmod(ends, self._bucket_frames)
        self._full += complete

    def _merge(self) -> None:
        half = self._capacity // 2
        self._lows[:half] = self._lows.reshape(-1, 2).min(axis=1)
        self._highs[:half] = self._highs.reshape(-1, 2).max(axis=1)
        self._full = half
        self._bucket_frames *= 2


def pack(peaks: NDArray[np.int8]) -> bytes:
    return peaks.astype(np.int8).tobytes()


def unpack(data: bytes | memoryview) -> NDArray[np.int8]:
    return np.frombuffer(bytes(data), np.int8).reshape(-1, 2)
