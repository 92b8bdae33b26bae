"""What a script becomes, and what readers collect it with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import regex

AUTO = "auto"
FORMATS = ("plain", "fountain", "srt", "vtt")

_SPACES = regex.compile(r"[^\S\n]+")
_BLANK_LINES = regex.compile(r"\n\s*\n")
_PAUSE = regex.compile(r"\[pause:", regex.IGNORECASE)
_BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】"}  # noqa: RUF001 - of Chinese and Japanese, too
OPENINGS, CLOSINGS = tuple(_BRACKETS), tuple(_BRACKETS.values())


@dataclass(frozen=True, slots=True)
class ScriptTurn:
    speaker: str  # empty: nobody is named
    text: str
    gap_ms: int | None = None  # before it; None: as the conversation has it


@dataclass(frozen=True, slots=True)
class Script:
    """What is not to be said is `left_out`, so that it can be shown: no word is lost on the way."""

    format: str
    turns: tuple[ScriptTurn, ...]
    left_out: tuple[str, ...] = ()


class Collected:
    """Lines come in one by one, and go to whoever speaks."""

    def __init__(self) -> None:
        self.turns: list[ScriptTurn] = []
        self.left_out: list[str] = []
        self._speaker, self._lines = "", list[str]()

    def begins(self, speaker: str) -> None:
        self.ends()
        self._speaker = speaker

    def says(self, line: str) -> None:
        self._lines.append(line)

    def leaves_out(self, text: str) -> None:
        if text := text.strip():
            self.left_out.append(text)

    def ends(self) -> None:
        """Who says nothing after all is told among what is left out."""
        if text := tidied("\n".join(self._lines)):
            self.turns.append(ScriptTurn(self._speaker, text))
        else:
            self.leaves_out(self._speaker)
        self._speaker, self._lines = "", []

    def script(self, format_name: str) -> Script:
        self.ends()
        return Script(format_name, tuple(self.turns), tuple(self.left_out))


def tidied(text: str) -> str:
    return _BLANK_LINES.sub(
        "\n\n", "\n".join(line.strip() for line in _SPACES.sub(" ", text).split("\n"))
    ).strip()


def is_direction(text: str) -> bool:
    """One bracket around all of it: what is done, and not said. `[pause:1s]` is for the voice."""
    text = text.strip()
    return bool(text) and not is_pause(text) and bracket_end(text) == len(text)


def is_pause(text: str, start: int = 0) -> bool:
    return bool(_PAUSE.match(text, start))


def bracket_end(text: str, start: int = 0) -> int | None:
    """Behind the bracket that is at `start`; None where there is none, or it is not closed."""
    opening = text[start : start + 1]
    if opening not in _BRACKETS:
        return None
    depth = 0
    for place in range(start, len(text)):
        depth += _deeper(text[place], opening)
        if depth == 0:
            return place + 1
    return None


def _deeper(character: str, opening: str) -> int:
    return (character == opening) - (character == _BRACKETS[opening])


def lines_of_direction(lines: Sequence[str]) -> int:
    """How many lines one takes that begins with the first of them and ends one; 0 where there is none."""
    opening, depth = lines[0].strip()[:1], 0
    for number, line in enumerate(lines):
        for place, character in enumerate(line.strip()):
            depth += _deeper(character, opening)
            if depth == 0:
                return number + 1 if place == len(line.strip()) - 1 else 0
    return 0


def without_direction(text: str, collected: Collected) -> str:
    """What is said, of a line that begins with how it is said."""
    text, start = text.strip(), 0
    while not is_pause(text, start) and (end := bracket_end(text, start)):
        collected.leaves_out(text[start:end])
        start = end
        while text[start : start + 1].isspace():
            start += 1
    return text[start:]


def is_blank(lines: Iterable[str]) -> bool:
    return not any(line.strip() for line in lines)
