"""A subset of SSML, read by expat with document types refused: there is no entity to expand or to fetch."""

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.parsers import expat

import regex

from speech.text.document import LONGEST_PAUSE_SECONDS, Block, Document, Silence, SourceMap, Span
from speech.text.errors import (
    BadAttribute,
    DoctypeRefused,
    MalformedSsml,
    SsmlTooDeep,
    SsmlTooLarge,
    UnknownAttribute,
    UnknownTag,
)
from speech.text.passages import FASTEST, SLOWEST, Ending

LONGEST_SSML_CHARACTERS = 2_000_000
DEEPEST_NESTING = 32

SAY_AS = ("characters", "spell-out", "cardinal", "ordinal", "digits", "date", "time", "telephone")
BREAK_SECONDS = {"none": 0.0, "x-weak": 0.1, "weak": 0.2, "medium": 0.4, "strong": 0.7, "x-strong": 1.0}
RATES = {"x-slow": 0.5, "slow": 0.75, "medium": 1.0, "default": 1.0, "fast": 1.25, "x-fast": 1.5}
# None: whatever the header says is let through, it says nothing about speech.
ATTRIBUTES: dict[str, tuple[str, ...] | None] = {
    "speak": None,
    "p": ("xml:lang",),
    "s": ("xml:lang",),
    "break": ("time", "strength"),
    "prosody": ("rate",),
    "sub": ("alias",),
    "say-as": ("interpret-as", "format", "detail"),
    "phoneme": ("alphabet", "ph"),
    "emphasis": ("level",),
}
_SPOKEN_OTHERWISE = ("sub", "say-as", "phoneme")
_TIME = regex.compile(r"\+?([0-9]{1,6}(?:\.[0-9]{1,6})?|\.[0-9]{1,6})(ms|s)")
_RATE = regex.compile(r"([+-]?)([0-9]{1,4}(?:\.[0-9]{1,6})?|\.[0-9]{1,6})(%?)")

SayAs = Callable[[str, str, str | None], str]


def ssml_document(source: str, *, say_as: SayAs) -> Document:
    """`say_as(text, kind, format)` puts numbers, dates and letters into words."""
    if len(source) > LONGEST_SSML_CHARACTERS:
        raise SsmlTooLarge(limit_characters=LONGEST_SSML_CHARACTERS)
    return _Reader(source, say_as).read()


@dataclass
class _Open:
    """A tag that has not been closed yet."""

    name: str
    attributes: dict[str, str]
    start: int
    speed: float


@dataclass
class _Reader:
    source: str
    say_as: SayAs
    text: list[str] = field(default_factory=list)
    length: int = 0
    pieces: list[Block | Silence] = field(default_factory=list)
    open_tags: list[_Open] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    block_start: int = 0

    def __post_init__(self) -> None:
        self.data = self.source.encode()
        self.map = SourceMap([], [], [])
        self._known_byte = self._known_character = 0
        self.parser = expat.ParserCreate("utf-8")
        self.parser.buffer_text = False
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype

    def read(self) -> Document:
        try:
            self.parser.Parse(self.data, True)
        except expat.ExpatError as error:
            raise MalformedSsml(
                expat.ErrorString(error.code), line=error.lineno, column=error.offset + 1
            ) from None
        self._close_block(Ending.PARAGRAPH)
        return Document("".join(self.text), tuple(self.pieces), self.map)

    def _doctype(self, *_: object) -> None:
        raise DoctypeRefused(**self._here())

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._check(name, attributes)
        speed = self.open_tags[-1].speed if self.open_tags else 1.0
        if name == "break":
            self._pause(attributes)
        elif name in ("p", "s"):
            self._close_block(Ending.PARAGRAPH if name == "p" else Ending.SENTENCE)
        elif name == "prosody":
            self._close_block(Ending.CUT)
            speed = self._speed(speed, attributes.get("rate"))
        self.open_tags.append(_Open(name, attributes, self.length, speed))

    def _end(self, name: str) -> None:
        tag = self.open_tags[-1]
        if name in ("p", "s"):
            self._close_block(Ending.PARAGRAPH if name == "p" else Ending.SENTENCE)
        elif name == "prosody":
            self._close_block(Ending.CUT)
        elif name in _SPOKEN_OTHERWISE:
            self._say_otherwise(tag)
        self.open_tags.pop()

    def _characters(self, words: str) -> None:
        if self.open_tags and self.open_tags[-1].name == "break":
            raise MalformedSsml("<break> holds text; write <break/>", **self._here())
        start = self._place(self.parser.CurrentByteIndex)
        self.map.run_starts.append(self.length)
        self.map.source_starts.append(start)
        self.map.source_ends.append(self._reference_end(start, words))
        # Line ends in markup are layout.
        self.text.append(words.translate({10: " ", 9: " ", 13: " "}))
        self.length += len(words)

    def _reference_end(self, start: int, words: str) -> int | None:
        """`&amp;` is one character of text and five of source."""
        if len(words) != 1 or self.source[start] != "&":
            return None
        return self.source.find(";", start, start + 16) + 1 or None

    def _check(self, name: str, attributes: dict[str, str]) -> None:
        here = self._here()
        if not self.open_tags and name != "speak":
            raise MalformedSsml(f"it begins with <{name}> instead of <speak>", **here)
        inside = self.open_tags[-1].name if self.open_tags else ""
        allowed = () if inside in (*_SPOKEN_OTHERWISE, "break") else tuple(ATTRIBUTES)
        if name not in ATTRIBUTES or (self.open_tags and name == "speak"):
            raise UnknownTag(name, [tag for tag in ATTRIBUTES if tag != "speak"], **here)
        if name not in allowed:
            raise MalformedSsml(f"<{name}> can't stand inside <{inside}>", **here)
        if len(self.open_tags) >= DEEPEST_NESTING:
            raise SsmlTooDeep(DEEPEST_NESTING, **here)
        known = ATTRIBUTES[name]
        for attribute in attributes:
            if known is not None and attribute not in known:
                raise UnknownAttribute(name, attribute, known, **here)
        self._check_values(name, attributes)

    def _check_values(self, name: str, attributes: dict[str, str]) -> None:
        if name == "say-as" and attributes.get("interpret-as") not in SAY_AS:
            raise self._bad(name, "interpret-as", attributes, ", ".join(SAY_AS))
        if name == "phoneme" and attributes.get("alphabet", "ipa") != "ipa":
            raise self._bad(name, "alphabet", attributes, "ipa")
        if name == "phoneme" and not attributes.get("ph", "").strip():
            raise self._bad(name, "ph", attributes, "phonemes in IPA")
        if name == "sub" and not attributes.get("alias", "").strip():
            raise self._bad(name, "alias", attributes, "the words to say")

    def _say_otherwise(self, tag: _Open) -> None:
        written = self._written_since(tag.start)
        if not written.strip():
            if tag.name == "say-as":
                return
            raise MalformedSsml(f"<{tag.name}> holds no text", **self._here())
        spoken, ipa = written, None
        if tag.name == "sub":
            spoken = tag.attributes["alias"]
        elif tag.name == "say-as":
            spoken = self.say_as(written, tag.attributes["interpret-as"], tag.attributes.get("format"))
        else:
            ipa = tag.attributes["ph"].strip()
        self.spans.append(Span(tag.start, self.length, spoken, ipa))

    def _written_since(self, start: int) -> str:
        """The last few runs: no walk over the whole text at every tag."""
        kept: list[str] = []
        missing = self.length - start
        for run in reversed(self.text):
            if missing <= 0:
                break
            kept.append(run)
            missing -= len(run)
        return "".join(reversed(kept))

    def _pause(self, attributes: dict[str, str]) -> None:
        self._close_block(Ending.CUT)
        place = self._place(self.parser.CurrentByteIndex)
        self.pieces.append(Silence(place, place, self._break_seconds(attributes)))

    def _break_seconds(self, attributes: dict[str, str]) -> float:
        if "time" not in attributes:
            strength = attributes.get("strength", "medium")
            if strength not in BREAK_SECONDS:
                raise self._bad("break", "strength", attributes, ", ".join(BREAK_SECONDS))
            return BREAK_SECONDS[strength]
        found = _TIME.fullmatch(attributes["time"].strip().lower())
        seconds = float(found[1]) / (1000 if found[2] == "ms" else 1) if found else -1.0
        if not 0 <= seconds <= LONGEST_PAUSE_SECONDS:
            allowed = f"0s to {LONGEST_PAUSE_SECONDS:g}s, or in ms"
            raise self._bad("break", "time", attributes, allowed)
        return seconds

    def _speed(self, outer: float, rate: str | None) -> float:
        if rate is None:
            return outer
        factor = RATES.get(rate.strip().lower()) or _factor(rate.strip())
        if factor is None or not SLOWEST <= factor <= FASTEST:
            allowed = f"{', '.join(RATES)}, {SLOWEST:.0%} to {FASTEST:.0%}, or {SLOWEST} to {FASTEST}"
            raise self._bad("prosody", "rate", {"rate": rate}, allowed)
        return min(max(outer * factor, SLOWEST), FASTEST)

    def _close_block(self, ending: Ending) -> None:
        if self.length > self.block_start:
            speed = self.open_tags[-1].speed if self.open_tags else 1.0
            block = Block(self.block_start, self.length, speed, ending, tuple(self.spans))
            self.pieces.append(block)
        elif self.pieces and isinstance(self.pieces[-1], Block) and ending > self.pieces[-1].ending:
            # </s></p>: the stronger of two ends at one place counts.
            last = self.pieces[-1]
            self.pieces[-1] = Block(last.start, last.end, last.speed, ending, last.spans)
        self.block_start, self.spans = self.length, []

    def _bad(self, tag: str, attribute: str, attributes: dict[str, str], allowed: str) -> BadAttribute:
        return BadAttribute(tag, attribute, attributes.get(attribute), allowed, **self._here())

    def _here(self) -> dict[str, int]:
        return {"line": self.parser.CurrentLineNumber, "column": self.parser.CurrentColumnNumber + 1}

    def _place(self, byte: int) -> int:
        """Bytes as characters. Events come in order, so that every byte is counted once."""
        self._known_character += len(self.data[self._known_byte : byte].decode())
        self._known_byte = byte
        return self._known_character


def _factor(rate: str) -> float | None:
    found = _RATE.fullmatch(rate)
    if not found:
        return None
    sign, number, percent = found[1], float(found[2]), found[3]
    if not percent:
        return number if not sign else None
    if sign:
        # +10% and -10% are changes; 110% and 90% are the same said absolutely.
        return 1 + (number if sign == "+" else -number) / 100
    return number / 100
