"""From words side by side to differences, and which of them no recogniser makes up by itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from speech.proofing.aligning import Pair
from speech.proofing.base import Kind
from speech.proofing.words import Token

MISSING_WORDS, MISSING_LETTERS = 3, 10
REPEATED_WORDS, REPEATED_LETTERS = 2, 7
EXTRA_WORDS, EXTRA_LETTERS = 4, 14
GARBLED_WORDS, GARBLED_LETTERS = 4, 16
# How far from itself a clause is said again.
REPEATED_WITHIN = 16
# Of a clause said twice some words are misheard, and stand between the others.
TOGETHER_WITHIN, TOGETHER_WORDS, TOGETHER_LETTERS = 3, 5, 14


@dataclass(frozen=True)
class Found:
    """`written[first:last]` beside `heard[begin:end]`: words that are not the same."""

    kind: Kind
    first: int
    last: int
    begin: int
    end: int

    @property
    def errors(self) -> int:
        return max(self.last - self.first, self.end - self.begin)


def found_in(pairs: Sequence[Pair]) -> list[Found]:
    """Neighbours of one kind are one difference."""
    found: list[Found] = []
    written = heard = 0  # how far both are
    for kind, run in groupby(pairs, key=_kind):
        members = list(run)
        last = max([pair.written + 1 for pair in members if pair.written is not None], default=written)
        end = max([pair.heard + 1 for pair in members if pair.heard is not None], default=heard)
        if kind is not None:
            found.append(Found(kind, written, last, heard, end))
        written, heard = last, end
    return found


def grave_in(found: Sequence[Found], written: Sequence[Token], heard: Sequence[Token]) -> list[Found]:
    return [
        each
        for each in found
        if is_grave(each, written, heard) or is_grave_together(each, found, written, heard)
    ]


def is_grave_together(
    found: Found, all_found: Sequence[Found], written: Sequence[Token], heard: Sequence[Token]
) -> bool:
    """Words too few by themselves, with more of their kind beside them."""
    near = [
        each for each in all_found if each.kind is found.kind and _distance(each, found) <= TOGETHER_WITHIN
    ]
    if found.kind is Kind.CHANGED or len(near) == 1:
        return False
    tokens = [
        token for each in near for token in (*written[each.first : each.last], *heard[each.begin : each.end])
    ]
    return _is_long(tokens, TOGETHER_WORDS, TOGETHER_LETTERS)


def _distance(one: Found, other: Found) -> int:
    """Words between them."""
    return max(one.first - other.last, other.first - one.last, one.begin - other.end, other.begin - one.end)


def is_grave(found: Found, written: Sequence[Token], heard: Sequence[Token]) -> bool:
    """A sentence left out, a clause said twice, another number, or no word right where several are."""
    lacking, said = written[found.first : found.last], heard[found.begin : found.end]
    if found.kind is Kind.MISSING:
        return _has_number(lacking) or _is_long(lacking, MISSING_WORDS, MISSING_LETTERS)
    if found.kind is Kind.EXTRA:
        if _is_long(said, EXTRA_WORDS, EXTRA_LETTERS):
            return True
        return _is_long(said, REPEATED_WORDS, REPEATED_LETTERS) and repeats(found, written, heard)
    # A number that was heard as no number is a word misheard: “eighteen” as “aching”.
    is_miscounted = _has_number(lacking) and _has_number(said)
    return is_miscounted or _is_long(lacking, GARBLED_WORDS, GARBLED_LETTERS)


def repeats(found: Found, written: Sequence[Token], heard: Sequence[Token]) -> bool:
    """Whether what is too much stands in the text beside it."""
    said = [token.key for token in heard[found.begin : found.end]]
    near = [
        token.key for token in written[max(0, found.first - REPEATED_WITHIN) : found.last + REPEATED_WITHIN]
    ]
    return any(near[at : at + len(said)] == said for at in range(len(near) - len(said) + 1))


def _kind(pair: Pair) -> Kind | None:
    if pair.is_alike:
        return None
    if pair.heard is None:
        return Kind.MISSING
    return Kind.EXTRA if pair.written is None else Kind.CHANGED


def _has_number(tokens: Sequence[Token]) -> bool:
    return any(token.is_number for token in tokens)


def _is_long(tokens: Sequence[Token], words: int, letters: int) -> bool:
    return len(tokens) >= words and sum(token.letters for token in tokens) >= letters
