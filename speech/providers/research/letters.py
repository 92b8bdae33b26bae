# ruff: noqa: RUF001 - letters that look like others are meant
"""A text in the letters that a small model was taught, and what of it can't be written in them.

Such models drop what they don't know, and with it the word. Here a letter becomes its nearest one, a word
of another script is romanised, and what is left is told.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterator

from speech.engines.errors import UnsupportedOption

Romanise = Callable[[str], str]

# What has no parts in Unicode, and how one writes it without.
_NEAREST = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "ß": "ss",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ł": "l",
    "ħ": "h",
    "ŋ": "ng",
    "ı": "i",
    "ș": "ş",
    "ț": "ţ",
    "ş": "ș",
    "ţ": "ț",
    "’": "'",
    "‘": "'",
    "ʼ": "'",
    "ʻ": "'",
    "`": "'",
    "‐": "-",
    "‑": "-",
    "–": "-",
    "ё": "е",
    "ґ": "г",
}


def lost_word(word: str) -> UnsupportedOption:
    spoken = word.strip("".join(sign for sign in word if not sign.isalnum()))
    return UnsupportedOption("text", spoken, "words in the letters that this model was taught")


class Letters:
    def __init__(
        self, known: Collection[str], *, romanise: Romanise | None = None, romanises_all: bool = False
    ) -> None:
        """`romanises_all`: the model was taught nothing but Latin letters, whatever the script."""
        self._known = frozenset(known)
        self._romanise, self._romanises_all = romanise, romanises_all

    def written(self, text: str) -> str:
        """Without punctuation that it does not know. Words are apart by one space."""
        return " ".join(filter(None, (self._word(word)[0] for word in self._words(text))))

    def lost(self, text: str) -> list[str]:
        """Words of which letters are left out."""
        return [word for word in self._words(text) if self._word(word)[1]]

    def surely_lost(self, text: str) -> list[str]:
        """As `lost`, but quick: of what would be romanised it is not known."""
        words = unicodedata.normalize("NFC", text).split()
        return [word for word in words if self._spelled(word)[1] and not self._may_be_romanised(word)]

    def _words(self, text: str) -> list[str]:
        composed = unicodedata.normalize("NFC", text)
        if self._romanises_all and self._romanise and not composed.isascii():
            composed = self._romanise(composed.lower())
        return composed.split()

    def _word(self, word: str) -> tuple[str, bool]:
        spelled, is_lost = self._spelled(word)
        if is_lost and self._romanise and self._may_be_romanised(word):
            return self._spelled(self._romanise(word))
        return spelled, is_lost

    def _may_be_romanised(self, word: str) -> bool:
        return self._romanise is not None and not word.isascii()

    def _spelled(self, word: str) -> tuple[str, bool]:
        """And whether a letter or a digit of it is lost."""
        signs = [(sign, self._nearest(sign)) for sign in word]
        is_lost = any(found is None and sign.isalnum() for sign, found in signs)
        return "".join(found or "" for _, found in signs), is_lost

    def _nearest(self, sign: str) -> str | None:
        for attempt in _attempts(sign):
            if attempt and self._known.issuperset(attempt):
                return attempt
        return None


def _attempts(sign: str) -> Iterator[str]:
    """The nearest first."""
    lower = sign.lower()
    yield from (sign, lower, sign.upper())
    yield _NEAREST.get(lower, "")
    for form in ("NFD", "NFKC", "NFKD"):
        parts = unicodedata.normalize(form, lower)
        yield parts
        yield "".join(part for part in parts if not unicodedata.combining(part))
