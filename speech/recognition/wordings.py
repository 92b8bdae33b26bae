"""Segments out of what other programs wrote: pieces of text with times in the sound that they were given."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from speech.recognition.base import Segment, Stretch
from speech.timing import HeardWord

PAUSE_SECONDS = 0.8  # between two words, from which on a segment ends
LONGEST_SECONDS = 15.0
_SENTENCE_ENDS = tuple(".?!…。？！।؟")  # noqa: RUF001 - signs of many scripts


@dataclass(frozen=True)
class Wording:
    """Words with the spaces that were written around them."""

    text: str
    start_seconds: float
    end_seconds: float


def segments_of_wordings(wordings: Sequence[Wording], stretch: Stretch) -> list[Segment]:
    """Each is a segment."""
    return _numbered(_segment([wording], stretch, ()) for wording in _tidied(wordings, stretch.seconds))


def segments_of_words(wordings: Sequence[Wording], stretch: Stretch, *, keeps_words: bool) -> list[Segment]:
    """Each is a word; segments end with sentences, at pauses and before they are too long."""
    runs = _runs(_tidied(wordings, stretch.seconds))
    return _numbered(
        _segment(run, stretch, tuple(_word(word, stretch) for word in run) if keeps_words else ())
        for run in runs
    )


def _runs(words: Sequence[Wording]) -> Iterator[list[Wording]]:
    run: list[Wording] = []
    for word in words:
        if run and _ends_before(run, word):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _ends_before(run: Sequence[Wording], word: Wording) -> bool:
    return (
        run[-1].text.rstrip().endswith(_SENTENCE_ENDS)
        or word.start_seconds - run[-1].end_seconds >= PAUSE_SECONDS
        or word.end_seconds - run[0].start_seconds > LONGEST_SECONDS
    )


def _tidied(wordings: Sequence[Wording], seconds: float) -> list[Wording]:
    """In order, within the sound, with no signs that are none."""
    tidied: list[Wording] = []
    at = 0.0
    for wording in wordings:
        text = "".join(sign for sign in wording.text if sign.isspace() or unicodedata.category(sign) != "Cc")
        if not text.strip() or wording.start_seconds >= seconds:
            continue
        start = max(at, wording.start_seconds)
        tidied.append(Wording(text, start, min(max(start, wording.end_seconds), seconds)))
        at = start
    return tidied


def _segment(wordings: Sequence[Wording], stretch: Stretch, words: tuple[HeardWord, ...]) -> Segment:
    start, end = stretch.place(wordings[0].start_seconds, wordings[-1].end_seconds)
    text = "".join(wording.text for wording in wordings)
    return Segment(
        0, start, end, " ".join(text.split()), seek=round(100 * stretch.start_seconds), words=words
    )


def _word(wording: Wording, stretch: Stretch) -> HeardWord:
    return HeardWord(wording.text.strip(), *stretch.place(wording.start_seconds, wording.end_seconds))


def _numbered(segments: Iterator[Segment]) -> list[Segment]:
    return [replace(segment, id=number) for number, segment in enumerate(segments)]
