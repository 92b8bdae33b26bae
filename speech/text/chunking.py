# ruff: noqa: RUF001 - signs of many scripts are what this is about
"""From paragraphs to sentences. Everything here speaks in places of one text and copies nothing of it."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from speech.text import abbreviations
from speech.text.document import Span
from speech.text.languages import base_language
from speech.text.passages import Ending

_PARAGRAPH_BREAK = regex.compile(r"\n[^\S\n]*+\n\s*+")
_CLOSERS = r"""["'”’»›)\]}』」）】〉》]"""
# What must follow is looked at afterwards: a look-ahead here would try a long row of dots at every dot.
_BOUNDARY = regex.compile(
    rf"(?P<wide>[。！？｡][。！？｡!?…]*+{_CLOSERS}*+)|(?P<stop>[.!?…؟۔।॥։።]++{_CLOSERS}*+)|(?P<line>\n)"
)
_OPENERS = regex.compile(r"""["'“‘«‹„(\[{¿¡「『（《*_]*+""")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}'’]++")
_LAST_TOKEN = regex.compile(r"[^\s(\[\"“„«]+$")
_ENUMERATOR = regex.compile(r"[(\[]?(?:\p{N}{1,3}|\p{L}|[ivxIVX]{1,4})[.)\]]+")
_LIST_ITEM = regex.compile(r"[^\S\n]*(?:[-*+•‣▪◦·–—]|[(\[]?(?:\p{N}{1,3}|[a-zA-Z])[.)\]])[^\S\n]")
_INITIAL = regex.compile(r"\p{Lu}")
_DOTTED = regex.compile(r"(?:\p{L}\.)+\p{L}")
_UNSPACED = regex.compile(r"[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]")
_MARK = regex.compile(r"[\p{M}\u200d]")

_LONGEST_TOKEN = 24
# A line this short that is followed by a capital is a title, an address or verse, not wrapped text.
_SHORT_LINE = 50


@dataclass(frozen=True, slots=True)
class Piece:
    start: int
    end: int
    ending: Ending

    def __len__(self) -> int:
        return self.end - self.start


class Guard:
    """Keeps spans in one piece."""

    def __init__(self, spans: Sequence[Span] = ()) -> None:
        self._spans = sorted(spans, key=lambda span: span.start)
        self._starts = [span.start for span in self._spans]

    def forbids(self, position: int) -> bool:
        before = bisect_left(self._starts, position) - 1
        return before >= 0 and position < self._spans[before].end

    def within(self, start: int, end: int) -> list[Span]:
        return self._spans[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for gap in _PARAGRAPH_BREAK.finditer(text, start, end):
        yield from _if_any(text, start, gap.start())
        start = gap.end()
    yield from _if_any(text, start, end)


def sentences(text: str, start: int, end: int, *, language: str, guard: Guard) -> Iterator[Piece]:
    """The sentences of one paragraph."""
    judge = _Judge(text, start, end, language)
    for found in _BOUNDARY.finditer(text, start, end):
        stop = found.end()
        if stop >= end:
            break
        if stop <= start or guard.forbids(stop) or not judge.ends_at(found, start):
            continue
        ending = Ending.LINE if judge.is_line_end(stop, found) else Ending.SENTENCE
        for lo, hi in _if_any(text, start, stop):
            yield Piece(lo, hi, ending)
        start = stop
    for lo, hi in _if_any(text, start, end):
        yield Piece(lo, hi, Ending.PARAGRAPH)


def _if_any(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    lo, hi = trimmed(text, start, end)
    if lo < hi:
        yield lo, hi


class _Judge:
    """Whether a sentence ends where its punctuation says so."""

    def __init__(self, text: str, start: int, end: int, language: str) -> None:
        self.text, self.start, self.end = text, start, end
        self.leading = abbreviations.leading(language)
        self.trailing = abbreviations.trailing(language)
        self.has_ordinal_stops = base_language(language) in abbreviations.ORDINAL_STOP_LANGUAGES

    def ends_at(self, found: "regex.Match[str]", sentence_start: int) -> bool:
        stop = found.end()
        if stop < self.end and _MARK.match(self.text, stop):
            return False
        if found["line"] is not None:
            return self._ends_line(found.start(), sentence_start)
        if found["wide"] is not None:
            return True
        if not self._is_followed_by_space(stop, found.group()):
            return False
        if found.group().startswith(".") and not found.group().startswith(".."):
            return self._full_stop_ends(found.start(), stop, sentence_start)
        return not self._next_is_lower(stop)

    def is_line_end(self, stop: int, found: "regex.Match[str]") -> bool:
        if found["line"] is not None:
            return True
        rest = self.text[stop : min(stop + 3, self.end)]
        newline = rest.find("\n")
        return newline >= 0 and not rest[:newline].strip()

    def _is_followed_by_space(self, stop: int, mark: str) -> bool:
        if stop >= self.end or self.text[stop].isspace():
            return True
        return not mark.startswith(".") and bool(_UNSPACED.match(self.text, stop))

    def _full_stop_ends(self, dot: int, stop: int, sentence_start: int) -> bool:
        if _ENUMERATOR.fullmatch(self.text[sentence_start:stop].strip()[:9]) and stop < self.end:
            return False
        if self._next_is_lower(stop):
            return False
        token = self._token_before(dot)
        if token.isdigit() and len(token) <= 2 and self.has_ordinal_stops:
            return not self._next_word(stop)
        return not token or self._token_ends(token, stop)

    def _token_ends(self, token: str, stop: int) -> bool:
        lowered, following = token.lower(), self._next_word(stop)
        if lowered in abbreviations.BEFORE_NUMBERS and following[:1].isdigit():
            return False
        if _INITIAL.fullmatch(token) or (_DOTTED.fullmatch(token) and lowered not in self.leading):
            return not following or following in abbreviations.STARTERS or self._is_clock(lowered, following)
        if lowered in self.leading:
            return not following
        if lowered in self.trailing and following:
            return following in abbreviations.STARTERS or lowered in ("etc", "usw", "ecc", "enz")
        return True

    def _is_clock(self, lowered: str, following: str) -> bool:
        """`at 5 p.m. Anna left`, but `at 5 p.m. EST`."""
        return lowered in ("a.m", "p.m") and not following.isupper()

    def _ends_line(self, newline: int, sentence_start: int) -> bool:
        if _LIST_ITEM.match(self.text, newline + 1, self.end):
            return True
        line_start = max(sentence_start, self.text.rfind("\n", max(0, newline - 200), newline) + 1)
        is_short = newline - line_start < _SHORT_LINE
        if _LIST_ITEM.match(self.text, line_start, newline):
            return True
        return is_short and not self._next_is_lower(newline + 1)

    def _next_is_lower(self, stop: int) -> bool:
        return self._next_word(stop)[:1].islower()

    def _next_word(self, stop: int) -> str:
        position = stop
        while position < self.end and self.text[position].isspace():
            position += 1
        opened = _OPENERS.match(self.text, position, self.end)
        word = _WORD.match(self.text, opened.end() if opened else position, self.end)
        return word.group()[:_LONGEST_TOKEN] if word else ""

    def _token_before(self, dot: int) -> str:
        found = _LAST_TOKEN.search(self.text[max(self.start, dot - _LONGEST_TOKEN) : dot])
        return found.group() if found else ""
