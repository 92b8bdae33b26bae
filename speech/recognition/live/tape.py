"""The last seconds of a stream, by their frames."""

import numpy as np

from speech.recognition.base import RATE_HZ, Samples

_GRAIN = RATE_HZ // 50  # a cut is looked for in steps of 20 ms


class Tape:
    def __init__(self, begin: int = 0) -> None:
        self.begin = begin
        self._samples: Samples = np.zeros(0, np.float32)
        self._parts: list[Samples] = []
        self._end = begin

    @property
    def end(self) -> int:
        return self._end

    def add(self, samples: Samples) -> None:
        self._parts.append(samples)
        self._end += len(samples)

    def between(self, begin: int, end: int) -> Samples:
        held = self._joined()
        return held[max(0, begin - self.begin) : max(0, end - self.begin)].copy()

    def forget_before(self, frame: int) -> None:
        """Cuts rarely: only once what may go is worth the copying of the rest."""
        surplus = min(frame, self._end) - self.begin
        if surplus > RATE_HZ:
            self._samples = self._joined()[surplus:].copy()
            self.begin += surplus

    def quietest(self, begin: int, end: int) -> int:
        """The middle of the quietest tenth of a second between two frames: where a cut harms least."""
        sound = self.between(begin, end)
        grains = sound[: len(sound) // _GRAIN * _GRAIN].reshape(-1, _GRAIN)
        loudness = np.convolve(np.mean(grains**2, axis=1), np.ones(5), "valid")
        return begin + (int(np.argmin(loudness)) * 2 + 5) * _GRAIN // 2

    def _joined(self) -> Samples:
        if self._parts:
            self._samples = np.concatenate([self._samples, *self._parts])
            self._parts = []
        return self._samples
