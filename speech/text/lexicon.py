"""A person's own pronunciations: written words, and how they are said.

Longest first, in one pass: what an entry put in is never replaced again.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from speech.text.document import Span
from speech.text.errors import InvalidLexiconEntry
from speech.text.scripts import UNSPACED

LONGEST_WRITTEN = 100
LONGEST_SAID = 300

# Every place is the edge of a word.
_UNSPACED = regex.compile(rf"[{UNSPACED}]")


@dataclass(frozen=True, slots=True)
class LexiconEntry:
    written: str
    respelling: str | None = None
    ipa: str | None = None
    case_sensitive: bool = False
    whole_word: bool = True

    def __post_init__(self) -> None:
        if not self.written.strip() or self.written != self.written.strip():
            raise InvalidLexiconEntry(self.written, "the word must not be empty or edged by spaces")
        if (self.respelling is None) == (self.ipa is None):
            raise InvalidLexiconEntry(self.written, "it needs either a respelling or IPA")
        if not (self.respelling or self.ipa or "").strip():
            raise InvalidLexiconEntry(self.written, "what is said in its place is empty")
        if len(self.written) > LONGEST_WRITTEN or len(self.respelling or self.ipa or "") > LONGEST_SAID:
            raise InvalidLexiconEntry(
                self.written, f"{LONGEST_WRITTEN} characters written and {LONGEST_SAID} said are the most"
            )


@dataclass(frozen=True, slots=True)
class Replacement:
    """One thing the lexicon does to a sentence, for showing."""

    start: int
    end: int
    written: str
    said: str
    is_ipa: bool


class Lexicon:
    """Entries, indexed for looking them up at every word of a long text."""

    def __init__(self, entries: Iterable[LexiconEntry] = ()) -> None:
        # NFC, because the text is.
        self._by_written: dict[str, list[LexiconEntry]] = {}
        for entry in entries:
            key = _lowered(unicodedata.normalize("NFC", entry.written))
            self._by_written.setdefault(key, []).append(entry)
        for same in self._by_written.values():
            same.sort(key=lambda entry: not entry.case_sensitive)

    @cached_property
    def _lengths_by_first(self) -> dict[str, list[int]]:
        lengths: dict[str, set[int]] = {}
        for written in self._by_written:
            lengths.setdefault(written[0], set()).add(len(written))
        return {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def spans(self, text: str, start: int, end: int, *, taken: Sequence[Span] = ()) -> list[Span]:
        """What is said differently between two places, leaving alone what markup has `taken`."""
        if not self._by_written:
            return []
        found, position = [], start
        lowered = _lowered(text[start:end])
        occupied = {place for span in taken for place in range(span.start, span.end)}
        while position < end:
            span = self._span_at(text, lowered, position, start, occupied)
            if span:
                found.append(span)
            position = span.end if span else position + 1
        return found

    def _span_at(self, text: str, lowered: str, position: int, start: int, occupied: set[int]) -> Span | None:
        for length in self._lengths_by_first.get(lowered[position - start], ()):
            key = lowered[position - start : position - start + length]
            for entry in self._by_written.get(key, ()):
                stop = position + length
                if _fits(entry, text, position, stop) and occupied.isdisjoint(range(position, stop)):
                    return _span(entry, text, position, stop)
        return None


def preview_lexicon(sentence: str, entries: Iterable[LexiconEntry]) -> tuple[str, list[Replacement]]:
    """The sentence as the entries would have it said, and each thing they did to it."""
    text = unicodedata.normalize("NFC", sentence)
    said, done, position = [], [], 0
    for span in Lexicon(entries).spans(text, 0, len(text)):
        words = span.ipa or span.spoken
        shown = f"/{span.ipa}/" if span.ipa else span.spoken
        done.append(
            Replacement(span.start, span.end, text[span.start : span.end], words, span.ipa is not None)
        )
        said += [text[position : span.start], shown]
        position = span.end
    return "".join([*said, text[position:]]), done


def _span(entry: LexiconEntry, text: str, start: int, end: int) -> Span:
    # An engine without phonemes says the word as it is written.
    return Span(start, end, spoken=entry.respelling or text[start:end], ipa=entry.ipa)


def _fits(entry: LexiconEntry, text: str, start: int, end: int) -> bool:
    if entry.case_sensitive and text[start:end] != unicodedata.normalize("NFC", entry.written):
        return False
    if end < len(text) and _is_mark(text[end]):
        return False
    return not entry.whole_word or (_is_edge(text, start) and _is_edge(text, end))


def _is_edge(text: str, position: int) -> bool:
    if position in (0, len(text)):
        return True
    before, after = text[position - 1], text[position]
    if _UNSPACED.match(before) or _UNSPACED.match(after):
        return True
    return not (_is_of_word(before) and _is_of_word(after))


def _is_of_word(character: str) -> bool:
    return character == "_" or unicodedata.category(character)[0] in "LMN"


def _is_mark(character: str) -> bool:
    """A vowel sign or accent would be torn from its letter."""
    return unicodedata.category(character)[0] == "M"


def _lowered(text: str) -> str:
    """In lower case and of the same length, so that places stay the same."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)
