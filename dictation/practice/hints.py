"""What can be told of a text without telling it: how many words, how long each is, how each begins."""

from dataclasses import dataclass

import regex

from dictation.words import spaced, tokens

_HIDDEN = "•"
_SEEN = regex.compile(r"\X")


@dataclass(frozen=True)
class Hints:
    """Each tells more than the one before."""

    count: str
    masked: str
    letters: str


def hints_of(text: str, locale: str) -> Hints:
    words = [_SEEN.findall(token.text) for token in tokens(text, locale, is_strict=False)]
    is_spaced = spaced(text)
    between = " " if is_spaced else ""
    told = [_begun(word) for word in words] if is_spaced else _some(words)
    return Hints(
        count=_counted(len(words), "word" if is_spaced else "character"),
        masked=between.join(_HIDDEN * len(word) for word in words),
        letters=between.join(told),
    )


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _begun(word: list[str]) -> str:
    return word[0] + _HIDDEN * (len(word) - 1)


def _some(words: list[list[str]]) -> list[str]:
    """Of a script without spaces, where a token is a character: every third of them."""
    return ["".join(word) if place % 3 == 0 else _HIDDEN * len(word) for place, word in enumerate(words)]
