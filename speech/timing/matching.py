"""Two tellings of the same words, one of them timed: times for the other."""

import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import accumulate, pairwise
from typing import NamedTuple

import regex

Span = tuple[float, float]  # from one second to another

_WIDE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}]")
_UNHEARD = regex.compile(r"[^\p{L}\p{M}\p{N}]+")
# A digit is said as a word ("nine"), a sign of Chinese as a syllable.
LETTERS_OF_A_DIGIT, LETTERS_OF_A_SIGN = 4.0, 2.5


class Timed(NamedTuple):
    text: str
    start_seconds: float
    end_seconds: float


def spoken_length(word: str) -> float:
    """How long it takes to say, in letters."""
    digits = sum(letter.isdigit() for letter in word)
    wide = len(_WIDE.findall(word))
    plain = sum(letter.isalpha() for letter in word) - wide
    return max(1.0, digits * LETTERS_OF_A_DIGIT + wide * LETTERS_OF_A_SIGN + plain)


def shared(weights: Sequence[float], start: float, end: float) -> list[Span]:
    """The time between, cut in proportion."""
    total = sum(weights) or 1.0
    marks = [start + (end - start) * part / total for part in accumulate(weights, initial=0.0)]
    return list(pairwise(marks))


def times_of(words: Sequence[str], timed: Sequence[Timed]) -> list[Span]:
    """A span for each of `words`: monotonic, none over the other."""
    spans: list[Span | None] = [None] * len(words)
    matcher = SequenceMatcher(
        None, [_folded(word) for word in words], [_folded(word.text) for word in timed], autojunk=False
    )
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag in ("equal", "replace"):
            spans[i1:i2] = _matched(words[i1:i2], timed[j1:j2])
    return _in_order(filled(words, spans))


def filled(words: Sequence[str], spans: Sequence[Span | None]) -> list[Span]:
    """Those without a span share the gap between their neighbours."""
    found: list[Span] = []
    for index, span in enumerate(spans):
        if span is not None:
            found.append(span)
        elif len(found) == index:
            missing = _until_known(spans, index)
            following = next((later[0] for later in spans[missing:] if later), None)
            before = found[-1][1] if found else following or 0.0
            weights = [spoken_length(word) for word in words[index:missing]]
            found += shared(weights, before, max(before, following if following is not None else before))
    return found


def _until_known(spans: Sequence[Span | None], index: int) -> int:
    while index < len(spans) and spans[index] is None:
        index += 1
    return index


def _folded(word: str) -> str:
    folded = unicodedata.normalize("NFKC", word).casefold()
    return _UNHEARD.sub("", folded) or folded


def _matched(words: Sequence[str], timed: Sequence[Timed]) -> Iterator[Span]:
    """Of runs of any length: one to one, one of several, or several in one."""
    lengths, heard = [spoken_length(word) for word in words], [spoken_length(word.text) for word in timed]
    if len(words) <= len(timed):
        for start, end in _parts(heard, lengths):
            yield timed[start].start_seconds, timed[end - 1].end_seconds
        return
    for (start, end), whole in zip(_parts(lengths, heard), timed, strict=True):
        yield from shared(lengths[start:end], whole.start_seconds, whole.end_seconds)


def _parts(many: Sequence[float], few: Sequence[float]) -> Iterator[tuple[int, int]]:
    """`many` cut into as many runs as `few` has, none empty, as long as theirs in proportion."""
    ends = list(accumulate(many))
    scale = ends[-1] / sum(few)
    start = 0
    for number, mark in enumerate(accumulate(few), start=1):
        last = len(many) - (len(few) - number)  # one at least is left for each that follows
        nearest = min(range(start + 1, last + 1), key=lambda end: abs(ends[end - 1] - mark * scale))
        end = len(many) if number == len(few) else nearest
        yield start, end
        start = end


def _in_order(spans: Sequence[Span]) -> list[Span]:
    ordered, latest = [], 0.0
    for start, end in spans:
        first = max(start, latest)
        latest = max(end, first)
        ordered.append((first, latest))
    return ordered
