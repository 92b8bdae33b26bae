# ruff: noqa: RUF001 - signs of many scripts are what this is about
"""What counts as a word when a text is written down by ear, and when two of them are the same.

Scripts without spaces are taken character by character, whatever the language of the item; what stands among
them in another script stays a word. Case, punctuation and the kind of quotes never count; accents count where
an item is strict.
"""

import unicodedata
from dataclasses import dataclass

import regex

from speech.text.scripts import UNSPACED

# What keyboards put where an apostrophe belongs. Before anything else: NFKC makes a space of some.
_APOSTROPHES = str.maketrans(dict.fromkeys("’‘‛`´′ʼʹʻ＇", "'"))
# Soft hyphens, joiners, marks of direction, and the stroke that only stretches an Arabic word.
_UNSEEN = regex.compile(r"[\p{Cf}\u0640]")
_LETTERS = rf"[[\p{{L}}\p{{N}}]--[{UNSPACED}]][[\p{{L}}\p{{M}}\p{{N}}]--[{UNSPACED}]]*"
_TOKEN = regex.compile(
    rf"(?=[\p{{L}}\p{{N}}])(?:(?=[{UNSPACED}])\X|{_LETTERS}(?:'{_LETTERS})*)", regex.VERSION1
)
_UNSPACED_LETTER = regex.compile(rf"(?=\p{{L}})[{UNSPACED}]")
_LETTER = regex.compile(r"\p{L}")
# A vowel sign of Hindi or a voicing mark of Japanese is no accent; й is a letter that nobody takes for an и.
_ACCENTS = regex.compile(r"((?>и\u0306|[\p{Latin}\p{Greek}\p{Cyrillic}\p{Arabic}\p{Hebrew}]))\p{M}+")
_STROKES = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe"}
)
_TURKIC = ("tr", "az")
_DOTS = str.maketrans({"I": "ı", "İ": "i"})


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or a character of a script without spaces."""

    text: str  # as it is written
    key: str  # the same for all ways of writing it that are right


def tokens(text: str, locale: str, *, is_strict: bool) -> list[Token]:
    return [
        Token(found, normalised(found, locale, is_strict=is_strict)) for found in _TOKEN.findall(_plain(text))
    ]


def has_words(text: str) -> bool:
    return bool(_TOKEN.search(_plain(text)))


def spaced(text: str) -> bool:
    """Whether most of it is in scripts that part words by spaces."""
    return 2 * len(_UNSPACED_LETTER.findall(text)) <= len(_LETTER.findall(text))


def normalised(word: str, locale: str, *, is_strict: bool) -> str:
    """One token's key. Strictly it is still the word as it is spelled."""
    if is_strict and locale.lower().split("-")[0] in _TURKIC:
        word = word.translate(_DOTS)
    key = unicodedata.normalize("NFKC", word.casefold())
    return key if is_strict else _without_accents(key)


def _plain(text: str) -> str:
    """Still cut into words as its author did. Apostrophes once more at the end: NFKC makes some."""
    composed = unicodedata.normalize("NFKC", text.translate(_APOSTROPHES))
    return _UNSEEN.sub("", composed).translate(_APOSTROPHES)


def _without_accents(key: str) -> str:
    bare = _ACCENTS.sub(r"\1", unicodedata.normalize("NFD", key))
    return unicodedata.normalize("NFC", bare).translate(_STROKES)
