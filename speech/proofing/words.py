# ruff: noqa: RUF001 - an apostrophe has two signs
"""What is to be said and what was heard, as words that can be laid side by side."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import regex

from speech.proofing.numerals import number_runs
from speech.text import Passage, normalise
from speech.timing import HeardWord, words_of
from speech.timing.words import timed_words
from speech.word_times import places_of

_PARTS = regex.compile(r"[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*")
_FOLLOWS = regex.compile(r"[.,:/%]\p{N}|%")
# Said by nobody who reads, and heard where somebody draws breath.
_BREATHS = frozenset({"uh", "um", "hmm"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a number of several words. Its place is in characters or in seconds."""

    key: str  # alike for what sounds alike: without capitals; a number as its digits
    text: str
    start: float
    end: float

    @property
    def is_number(self) -> bool:
        return self.key.startswith("#")

    @property
    def letters(self) -> int:
        return sum(sign.isalnum() for sign in self.text)


def tokens_written(text: str, passages: Iterable[Passage], language: str) -> list[Token]:
    """In places of `text`, as it is to be said."""
    found: list[Token] = []
    for passage in passages:
        if passage.spoken:
            found += _merged(list(_placed(text, passage)), language)
    return found


def tokens_heard(words: Sequence[HeardWord], language: str) -> list[Token]:
    """Numbers that were heard as digits are said out, as the written ones are."""
    whole = _unbroken(words)
    text = normalise(" ".join(word.text for word in whole), language)
    said = [
        (text[timed.start : timed.end], timed.start_seconds, timed.end_seconds)
        for timed in timed_words(text, whole)
    ]
    return _merged(list(_parts(said)), language)


def _unbroken(words: Sequence[HeardWord]) -> list[HeardWord]:
    """Recognisers part “5,000” and “9:30” before the sign."""
    whole: list[HeardWord] = []
    for word in words:
        if whole and _FOLLOWS.match(word.text) and whole[-1].text[-1:].isdigit():
            whole[-1] = HeardWord(whole[-1].text + word.text, whole[-1].start_seconds, word.end_seconds)
        else:
            whole.append(word)
    return whole


def _placed(text: str, passage: Passage) -> Iterator[tuple[str, float, float]]:
    """Words that are said take the places of those that are written, as a time is shared."""
    words = words_of(passage.text)
    written = [
        HeardWord(passage.text[word.start : word.end], *place)
        for word, place in zip(words, places_of(text, passage, words), strict=True)
    ] or [HeardWord(passage.text, passage.start, passage.end)]
    said = [
        (passage.spoken[word.start : word.end], word.start_seconds, word.end_seconds)
        for word in timed_words(passage.spoken, written)
    ]
    return _parts(said)


def _parts(words: Iterable[tuple[str, float, float]]) -> Iterator[tuple[str, float, float]]:
    """Hyphens join words or do not, as a recogniser likes."""
    for text, start, end in words:
        for part in _PARTS.findall(text):
            yield part, start, end


def _merged(words: Sequence[tuple[str, float, float]], language: str) -> list[Token]:
    keys = [_key(text) for text, _, _ in words]
    found, index = [], 0
    for start, end, digits in number_runs(keys, language):
        found += [Token(keys[at], *words[at]) for at in range(index, start)]
        said = " ".join(text for text, _, _ in words[start:end])
        found.append(Token(f"#{digits}", said, words[start][1], words[end - 1][2]))
        index = end
    found += [Token(keys[at], *words[at]) for at in range(index, len(words))]
    return [token for token in found if token.key not in _BREATHS]


def _key(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return regex.sub(r"[^\p{L}\p{M}\p{N}]", "", folded)
