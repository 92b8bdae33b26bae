"""Sound that is too long for its words: there somebody may have said more than was heard.

Recognisers like to write once what was said twice; the time it took stays where it was.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from speech.proofing.words import Token
from speech.recognition.base import RATE_HZ, Samples
from speech.timing import voiced_regions

FRAME_SECONDS = 0.01
WORDS = 6  # looked at together: a recogniser is off by a word, not by so many
SPARE_SECONDS = 0.9  # a clause of three short words
SPARE_SHARE = 0.45
PIECE_SECONDS = 60  # looked at together: an hour at once would take a gigabyte


@dataclass(frozen=True)
class Pace:
    """How much of a sound is speech, and how long a letter takes in it."""

    voiced: NDArray[np.float64]  # seconds of speech before each frame
    seconds_a_letter: float

    @classmethod
    def of(cls, samples: Samples, heard: Sequence[Token]) -> "Pace":
        voiced = _voiced(samples)
        pace = cls(voiced, 0.0)
        seconds = [pace.between(*_span(heard, at)) / letters for at, letters in _windows(heard)]
        return cls(voiced, median(seconds) if seconds else 0.0)

    def between(self, start: float, end: float) -> float:
        """Seconds of speech."""
        last = len(self.voiced) - 1
        places = (min(last, max(0, round(place / FRAME_SECONDS))) for place in (start, end))
        before, after = (float(self.voiced[place]) for place in places)
        return after - before

    def slow(self, heard: Sequence[Token]) -> list[int]:
        """The first words of runs that last longer than they should. Of neighbours, the slowest."""
        spare = {at: self._spare(heard, at, letters) for at, letters in _windows(heard)}
        found: list[int] = []
        for at in sorted(spare, key=lambda at: -spare[at]):
            if spare[at] > 0 and all(abs(at - other) >= WORDS for other in found):
                found.append(at)
        return sorted(found)

    def _spare(self, heard: Sequence[Token], at: int, letters: int) -> float:
        """Seconds beyond what is still usual."""
        expected = letters * self.seconds_a_letter
        spare = self.between(*_span(heard, at)) - expected
        return spare - max(SPARE_SECONDS, SPARE_SHARE * expected)


def _windows(heard: Sequence[Token]) -> list[tuple[int, int]]:
    """Where each run of words begins, and its letters."""
    starts = range(max(0, len(heard) - WORDS + 1))
    return [(at, max(1, sum(token.letters for token in heard[at : at + WORDS]))) for at in starts]


def _span(heard: Sequence[Token], at: int) -> tuple[float, float]:
    """Up to the next word: what is said and was not heard lies before it."""
    following = at + WORDS
    end = heard[following].start if following < len(heard) else heard[following - 1].end
    return heard[at].start, end


def _voiced(samples: Samples) -> NDArray[np.float64]:
    frames = int(len(samples) / RATE_HZ / FRAME_SECONDS) + 1
    speaks = np.zeros(frames + 1)
    for later in range(0, len(samples), PIECE_SECONDS * RATE_HZ):
        first = round(later / RATE_HZ / FRAME_SECONDS) + 1
        for start, end in voiced_regions(samples[later : later + PIECE_SECONDS * RATE_HZ], RATE_HZ):
            speaks[first + round(start / FRAME_SECONDS) : first + round(end / FRAME_SECONDS)] = FRAME_SECONDS
    return np.cumsum(speaks)
