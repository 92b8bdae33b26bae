# ruff: noqa: RUF001 - signs of many scripts are what this is about
"""Words as they are lit up while they are heard, and the times of the written from those of the spoken."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Self

import regex

from speech.text.scripts import UNSPACED
from speech.timing.matching import Timed, times_of


@dataclass(frozen=True, slots=True)
class Word:
    """`text[start:end]`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class WordTime:
    """`text[start:end]`, heard from one second to another."""

    start: int
    end: int
    start_seconds: float
    end_seconds: float

    def later(self, seconds: float) -> Self:
        return replace(
            self, start_seconds=self.start_seconds + seconds, end_seconds=self.end_seconds + seconds
        )


# Written without spaces: a sign of Chinese, a mora of Japanese, a syllable or so of Thai and its neighbours.
_SMALL_KANA = "ぁぃぅぇぉゃゅょゎっァィゥェォャュョヮッーゝ゛゜"
_SIGN = rf"[\p{{Han}}々〇][\p{{M}}]*|[\p{{Hiragana}}][{_SMALL_KANA}\p{{M}}]*"
_KATAKANA = r"[\p{Katakana}ー\p{M}]+"
_THAI = r"(?:[เแโใไ]?\p{Thai}|[ເແໂໃໄ]?\p{Lao})(?:[\p{Thai}\p{Lao}](?<![เแโใไເແໂໃໄ]))*"
_STACKED = r"(?=[\p{Khmer}\p{Myanmar}])[\p{L}\p{N}]\p{M}*(?:\u17d2\p{L}\p{M}*)*"
_LETTERS = rf"(?:[\p{{L}}\p{{M}}\p{{N}}](?<![{UNSPACED}])[\u200c\u200d]*)+"
# Inside a word: don't, e-mail, e.g, ada@example.org; only among digits: 1,000 and 10:30 and 1/2.
_JOINER = r"(?:['’._@‐‑·-]|(?<=\p{N})[,:/](?=\p{N}))"
_SUFFIX = r"(?:(?<=\p{N})(?:°\p{Lu}\b|[%‰°\p{Sc}]+)|(?<=\p{L})\+\+)"
_PLAIN = rf"(?:[\p{{Sc}}#+−-](?=\p{{N}}))?{_LETTERS}(?:{_JOINER}{_LETTERS})*{_SUFFIX}?"
_SYMBOL = r"[&%@+=]|\p{Sc}"
_WORD = regex.compile("|".join((_SIGN, _KATAKANA, _THAI, _STACKED, _PLAIN, _SYMBOL)))


def words_of(text: str) -> list[Word]:
    return [Word(*found.span()) for found in _WORD.finditer(text)]


def written_times(written: str, spoken: str, spoken_words: Sequence[WordTime]) -> list[WordTime]:
    """A time for every word of `written`, in order and without overlap.

    `spoken` is what was made of it ("nineteen ninety-nine" of "1999"), `spoken_words` when that was said.
    Equal words take each other's times; what stands between them is shared in proportion.
    """
    timed = [
        Timed(spoken[word.start : word.end], word.start_seconds, word.end_seconds) for word in spoken_words
    ]
    return timed_words(written, timed)


def timed_words(text: str, timed: Sequence[Timed]) -> list[WordTime]:
    words = words_of(text)
    spans = times_of([text[word.start : word.end] for word in words], timed)
    return [WordTime(word.start, word.end, *span) for word, span in zip(words, spans, strict=True)]
