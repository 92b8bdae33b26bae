# ruff: noqa: RUF001 - phonetic letters look like others
"""How alike words sound. Recognisers write “color”, “Smyth” and “every day” as they please."""

from collections.abc import Callable
from difflib import SequenceMatcher

import regex

Speak = Callable[[str], str]  # a text's phonemes

ALIKE = 0.72
_LONGEST = 400  # characters: two texts longer than that are not compared by ear
_MARKS = regex.compile(r"[\sˈˌː.,;:!?]")  # stress and length tell no words apart


class Sounds:
    def __init__(self, speak: Speak | None = None) -> None:
        """Without phonemes, letters are compared."""
        self._speak = speak
        self._known: dict[str, str] = {}

    def are_alike(self, one: str, other: str) -> bool:
        return self.likeness(one, other) >= ALIKE

    def likeness(self, one: str, other: str) -> float:
        """From 0 to 1."""
        if not one or not other or max(len(one), len(other)) > _LONGEST:
            return 0.0
        left, right = self._sound(one), self._sound(other)
        if left == right:
            return 1.0
        return SequenceMatcher(None, left, right, autojunk=False).ratio()

    def _sound(self, text: str) -> str:
        if text not in self._known:
            spoken = self._speak(text) if self._speak else text.casefold()
            self._known[text] = _MARKS.sub("", spoken)
        return self._known[text]
