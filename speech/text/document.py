"""A text once its markup is understood: stretches to say, and silences between them."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

import regex

from speech.text.errors import MalformedPause, PauseTooLong
from speech.text.passages import Ending

LONGEST_PAUSE_SECONDS = 10.0

_MARKER = regex.compile(r"\[pause:[^\[\]\n]{0,40}+\]?", regex.IGNORECASE)
_WELL_FORMED = regex.compile(
    r"\[pause:\s*([0-9]{1,6}(?:\.[0-9]{1,6})?|\.[0-9]{1,6})\s*(ms|s)\s*\]", regex.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters that are said as something else, and never cut in two."""

    start: int
    end: int
    spoken: str
    ipa: str | None = None


@dataclass(frozen=True, slots=True)
class Block:
    start: int
    end: int
    speed: float = 1.0
    ending: Ending = Ending.PARAGRAPH
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Silence:
    start: int
    end: int
    seconds: float


@dataclass(frozen=True, slots=True)
class SourceMap:
    """Where the characters of a text came from: runs of equal distance, by their first character."""

    run_starts: list[int] = field(default_factory=lambda: [0])
    source_starts: list[int] = field(default_factory=lambda: [0])
    source_ends: list[int | None] = field(default_factory=lambda: [None])

    def start_of(self, position: int) -> int:
        return self.source(position)[0]

    def end_of(self, position: int) -> int:
        """The end of a stretch ends with its last character, not where the next one starts."""
        return self.source(position - 1)[1]

    def source(self, position: int) -> tuple[int, int]:
        run = bisect_right(self.run_starts, position) - 1
        start = self.source_starts[run] + position - self.run_starts[run]
        # A character reference is many characters of source for one of text.
        end = self.source_ends[run]
        return (start, start + 1) if end is None else (self.source_starts[run], end)


@dataclass(frozen=True, slots=True)
class Document:
    text: str
    pieces: tuple[Block | Silence, ...]
    source: SourceMap = field(default_factory=SourceMap)


def plain_document(text: str) -> Document:
    """Text with `[pause:0.5s]` in it, or without."""
    return Document(text, tuple(_plain_pieces(text)))


def _plain_pieces(text: str) -> Iterator[Block | Silence]:
    start = 0
    for marker in _MARKER.finditer(text):
        seconds = _pause_seconds(marker.group())
        if start < marker.start():
            yield Block(start, marker.start(), ending=_ending_before(text, marker))
        yield Silence(marker.start(), marker.end(), seconds)
        start = marker.end()
    if start < len(text):
        yield Block(start, len(text))


def _ending_before(text: str, marker: "regex.Match[str]") -> Ending:
    """A pause in the middle of a line ends nothing."""
    gap = text[max(0, marker.start() - 8) : marker.start()] + text[marker.end() : marker.end() + 8]
    return Ending.PARAGRAPH if "\n\n" in gap else Ending.CUT


def _pause_seconds(marker: str) -> float:
    found = _WELL_FORMED.fullmatch(marker)
    if not found:
        raise MalformedPause(marker)
    seconds = float(found.group(1)) / (1000 if found.group(2).lower() == "ms" else 1)
    if seconds > LONGEST_PAUSE_SECONDS:
        raise PauseTooLong(marker, limit_seconds=LONGEST_PAUSE_SECONDS)
    return seconds
