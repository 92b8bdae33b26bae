"""Telling words while a passage is spoken piece by piece, from how long each of its phonemes lasts."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from speech.audio.silence import sounding_span
from speech.engines.base import Block, OnWord, SpokenWord
from speech.timing.matching import Span
from speech.timing.phoneme_words import Place
from speech.timing.voice import voiced_regions, within
from speech.timing.words import Word

LONGEST_ONSET_SECONDS = 0.25


class WordTeller:
    """For one passage: its words, and which of its phonemes are theirs."""

    def __init__(
        self,
        words: Sequence[Word],
        places: Sequence[Place | None],
        on_word: OnWord,
        *,
        phonemes: Sequence[str],
    ) -> None:
        self._untold = deque((word, *place) for word, place in zip(words, places, strict=True) if place)
        self._phonemes = phonemes
        self._starts: list[float] = []
        self._ends: list[float] = []
        self._voice: list[Span] = []
        self._told_until = 0.0
        self._on_word = on_word

    def heard(self, marks_seconds: NDArray[np.float64], *, first: int, voice: Sequence[Span]) -> None:
        """Phonemes from `first` on, each between two of the marks, and where their piece sounds."""
        marks = marks_seconds.tolist()
        skipped = first - len(self._starts)
        self._starts += [marks[0]] * skipped + marks[:-1]
        self._ends += [marks[0]] * skipped + marks[1:]
        self._halve_spaces(first)
        self._voice += voice
        while self._untold and self._untold[0][2] <= len(self._ends):
            word, start, end = self._untold.popleft()
            told = SpokenWord(word.start, word.end, self._starts[start], self._ends[end - 1])
            last = self._from_onset(within(told, self._voice))
            self._told_until = last.end_seconds
            self._on_word(last)

    def _from_onset(self, word: SpokenWord) -> SpokenWord:
        """The first word after a pause begins with the sound: what is heard there is no other's."""
        onset = max((start for start, _ in self._voice if start <= word.start_seconds), default=0.0)
        is_first = self._told_until <= onset and word.start_seconds - onset < LONGEST_ONSET_SECONDS
        return replace(word, start_seconds=onset) if is_first else word

    def _halve_spaces(self, first: int) -> None:
        """One says nothing at them: they are the end of one word and the beginning of the next."""
        for index in range(max(first, 1), len(self._ends) - 1):
            if self._phonemes[index] == " ":
                middle = (self._starts[index] + self._ends[index]) / 2
                self._ends[index - 1] = self._starts[index + 1] = middle


def piece_marks(durations: NDArray[np.float64], *, frames: int) -> NDArray[np.float64]:
    """The frames at which phonemes begin and end. The durations, in any unit, fill them all."""
    marks = np.concatenate([[0.0], np.cumsum(durations, dtype=np.float64)])
    return np.asarray(marks * (frames / marks[-1]))


def heard_earlier(
    marks: NDArray[np.float64], ahead: float, *, samples: Block, kept: tuple[int, int]
) -> NDArray[np.float64]:
    """Marks that lie `ahead` frames earlier, but for the first few: nothing is heard before the sound."""
    onset = kept[0] + sounding_span(samples[slice(*kept)])[0]
    return np.asarray(np.maximum(marks - ahead, onset + (marks - marks[0]) / 2))


@dataclass(frozen=True)
class GivenPiece:
    """Of a piece the frames of `kept` were given, stretched or not, as `block`."""

    block: Block
    kept: tuple[int, int]
    rate_hz: int
    start_seconds: float  # of the passage

    def seconds(self, frames: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of the passage, where those frames of the piece are heard."""
        start, end = self.kept
        inside = np.clip(frames, start, end) - start
        given = inside * (len(self.block) / max(1, end - start))
        return np.asarray(self.start_seconds + given / self.rate_hz)

    def voice(self) -> list[Span]:
        return [
            (self.start_seconds + start, self.start_seconds + end)
            for start, end in voiced_regions(self.block, self.rate_hz)
        ]
