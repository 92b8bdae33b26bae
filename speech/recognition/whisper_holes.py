"""Speech that a model has passed over: of several sentences it may leave one out, in noise above all.

A stretch holds no long silence, so where no word is said for seconds, or one word lasts that long,
something is missing. That piece is heard again by itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from speech.recognition.base import RATE_HZ, Stretch
from speech.recognition.whisper_decoding import Decoded
from speech.recognition.whisper_words import Said, sentence_ends

HOLE_SECONDS = 3.0


@dataclass(frozen=True)
class Part:
    """Words that were decoded together, in seconds of the stretch."""

    decoded: Decoded
    words: tuple[Said, ...]


@dataclass(frozen=True)
class Hole:
    """In seconds of the stretch. Words `first` to `last` (excluded) are what was heard in it."""

    start: float
    end: float
    first: int
    last: int

    def sound(self, stretch: Stretch) -> Stretch:
        start, end = (round(place * RATE_HZ) for place in (self.start, self.end))
        return Stretch(stretch.samples[start:end], 0.0)


def holes_in(words: Sequence[Said], seconds: float) -> list[Hole]:
    """In order, apart from each other. A sentence with one inside is heard again as a whole."""
    holes: list[Hole] = []
    end_of_last, first = 0.0, 0
    for last in sentence_ends(words):
        sentence = words[first:last]
        if _is_torn(sentence):
            following = words[last].start if last < len(words) else seconds
            holes.append(Hole(end_of_last, following, first, last))
        elif sentence[0].start - end_of_last >= HOLE_SECONDS:
            holes.append(Hole(end_of_last, sentence[0].start, first, first))
        end_of_last, first = sentence[-1].end, last
    if seconds - end_of_last >= HOLE_SECONDS and not (holes and holes[-1].end == seconds):
        holes.append(Hole(end_of_last, seconds, len(words), len(words)))
    return _apart(holes)


def filled(part: Part, hole: Hole, heard: Part) -> list[Part]:
    """`heard` is in seconds of the hole's sound. Taken where it says more than was heard at first.

    The first of those given holds the words before the hole, and none where there are none.
    """
    if not heard.decoded.is_good or len(heard.words) <= hole.last - hole.first:
        return [part]
    moved = tuple(
        replace(word, start=hole.start + word.start, end=hole.start + word.end) for word in heard.words
    )
    return [
        Part(part.decoded, part.words[: hole.first]),
        Part(heard.decoded, moved),
        Part(part.decoded, part.words[hole.last :]),
    ]


def _is_torn(sentence: Sequence[Said]) -> bool:
    has_long_word = any(word.end - word.start >= HOLE_SECONDS for word in sentence)
    return has_long_word or any(
        following.start - word.end >= HOLE_SECONDS for word, following in pairwise(sentence)
    )


def _apart(holes: Sequence[Hole]) -> list[Hole]:
    """Two torn sentences that follow each other share the pause between them: it goes to the first."""
    apart: list[Hole] = []
    for hole in holes:
        start = max(hole.start, apart[-1].end) if apart else hole.start
        if hole.end - start >= HOLE_SECONDS:
            apart.append(replace(hole, start=start))
    return apart
