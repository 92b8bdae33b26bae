"""Word times where the engine tells none: from the sound, and from what Whisper heard in it."""

from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np
import regex
from numpy.typing import NDArray

from speech.timing.matching import Span, Timed, spoken_length
from speech.timing.voice import Samples, voiced_regions, within
from speech.timing.words import Word, WordTime, timed_words, words_of

FURTHEST_PAUSE_SECONDS = 1.5
_CLAUSE_END = regex.compile(r"[.!?…,;:—–。！？，、；：।؟،]")  # noqa: RUF001


def align(
    text: str, samples: Samples, *, rate_hz: int, heard: Sequence[Timed] | None = None
) -> list[WordTime]:
    """A time for every word of `text`, in order, in the seconds of `samples`.

    `heard` are the words that a recogniser found in them, as it wrote and timed them.
    """
    words = words_of(text)
    regions = voiced_regions(samples, rate_hz)
    if not words or not regions:
        return [WordTime(word.start, word.end, 0.0, 0.0) for word in words]
    if heard:
        return [within(word, regions) for word in timed_words(text, heard)]
    return _by_length(text, words, regions)


def _by_length(text: str, words: Sequence[Word], regions: Sequence[Span]) -> list[WordTime]:
    """Time is counted in voice alone: pauses take none of it."""
    lasting = [end - start for start, end in regions]
    marks = np.array(
        list(accumulate((spoken_length(text[word.start : word.end]) for word in words), initial=0.0))
    )
    marks *= sum(lasting) / marks[-1]
    pauses = np.array(list(accumulate(lasting)))[:-1]
    marks = np.interp(marks, *_anchors(marks, _clause_ends(text, words), pauses))
    return [
        WordTime(word.start, word.end, _real(start, regions, is_start=True), _real(end, regions))
        for word, (start, end) in zip(words, pairwise(marks.tolist()), strict=True)
    ]


def _clause_ends(text: str, words: Sequence[Word]) -> list[int]:
    """Of the marks between words, those at which one would pause."""
    return [
        number
        for number, (word, following) in enumerate(pairwise(words), start=1)
        if _CLAUSE_END.search(text, word.end, following.start)
    ]


def _anchors(
    marks: NDArray[np.float64], ends: Sequence[int], pauses: NDArray[np.float64]
) -> tuple[list[float], list[float]]:
    """The ends of clauses and the pauses that are nearest to each other: the same moments."""
    guessed, found = [0.0], [0.0]
    for end in ends if len(pauses) else ():
        pause = pauses[np.argmin(np.abs(pauses - marks[end]))]
        rival = min(ends, key=lambda other: abs(pause - marks[other]))
        if rival == end and abs(pause - marks[end]) <= FURTHEST_PAUSE_SECONDS:
            guessed.append(float(marks[end]))
            found.append(float(pause))
    return [*guessed, float(marks[-1])], [*found, float(marks[-1])]


def _real(voiced: float, regions: Sequence[Span], *, is_start: bool = False) -> float:
    """The second at which so much voice has been heard; at a pause, its end for what starts there."""
    left = voiced
    for start, end in regions:
        lasting = end - start
        if left < lasting - 1e-6 or (not is_start and left <= lasting + 1e-6):
            return start + min(left, lasting)
        left -= lasting
    return regions[-1][1]
