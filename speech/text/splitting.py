# ruff: noqa: RUF001 - signs of many scripts are what this is about
"""Sentences made the right size: short ones joined, long ones cut where it hurts least."""

from collections.abc import Callable, Iterable, Iterator

import regex

from speech.text.chunking import Guard, Piece, trimmed
from speech.text.passages import Ending

# Voices sound unsure about a word or two alone.
SHORT_WIDTH = 20
JOINED_WIDTH = 200
# The first passage makes the wait: a clause will do for it, where both parts are long enough to sound sure.
FIRST_UNCUT = 50
FIRST_LONGEST = 100
FIRST_SHORTEST = 25
# Safe for a voice that takes up to 0.45 s for a second of sound.
GROWTH = 1.25

_CLOSERS = r"""["'”’»)\]』」）】]"""
_CLAUSE_END = regex.compile(
    rf"[,;:،؛—–…)]{_CLOSERS}*+(?=\s)(?!\s[\p{{M}}\u200d])|[，、；：]{_CLOSERS}*+(?![\p{{M}}\u200d])"
)
_SPACE = regex.compile(r"(?<!\s)\s(?![\p{M}\u200d])")
_CLUSTER = regex.compile(r"\X")
_WIDE = regex.compile(r"[\p{East_Asian_Width=W}\p{East_Asian_Width=F}]")


def width(text: str, piece: Piece) -> int:
    """Characters, where one of Chinese counts as two."""
    written = text[piece.start : piece.end]
    return len(written) + len(_WIDE.findall(written))


def joined(text: str, pieces: Iterable[Piece], *, most: int, wanted: int = 0) -> Iterator[Piece]:
    """Sentences of a paragraph: too short ones with their neighbours, others as far as `wanted`."""
    held: Piece | None = None
    for piece in pieces:
        if held is None:
            held = piece
        elif _belong_together(text, held, piece, most, wanted):
            held = Piece(held.start, piece.end, piece.ending)
        else:
            yield held
            held = piece
    if held is not None:
        yield held


def _belong_together(text: str, left: Piece, right: Piece, most: int, wanted: int) -> bool:
    together = right.end - left.start
    if left.ending != Ending.SENTENCE or together > min(most, max(wanted, JOINED_WIDTH)):
        return False
    # Hardly longer than all before it: while that is heard, this can be made, and nobody waits in between.
    if together <= min(wanted, left.start * GROWTH):
        return True
    is_short = width(text, left) < SHORT_WIDTH or width(text, right) < SHORT_WIDTH
    return is_short and together <= JOINED_WIDTH


def split_first(text: str, piece: Piece, guard: Guard) -> Iterator[Piece]:
    """A long first sentence begins with a clause of its own, if it has one early enough."""
    if len(piece) <= FIRST_UNCUT:
        yield piece
        return
    latest = min(piece.start + FIRST_LONGEST, piece.end - FIRST_SHORTEST)
    for found in _CLAUSE_END.finditer(text, piece.start + FIRST_SHORTEST, latest):
        if not guard.forbids(found.end()):
            yield Piece(piece.start, found.end(), Ending.CLAUSE)
            yield Piece(trimmed(text, found.end(), piece.end)[0], piece.end, piece.ending)
            return
    yield piece


def split_long(text: str, piece: Piece, *, most: int, guard: Guard) -> Iterator[Piece]:
    """Pieces of at most so many characters: at clauses, else between words, else between characters."""
    start = piece.start
    while piece.end - start > most:
        cut, ending = _best_cut(text, start, piece.end, most, guard)
        lo, hi = trimmed(text, start, cut)
        if lo < hi:
            yield Piece(lo, hi, ending)
        start = cut
        while start < piece.end and text[start].isspace():
            start += 1
    if start < piece.end:
        yield Piece(start, piece.end, piece.ending)


def middle_space(text: str, piece: Piece, guard: Guard) -> int | None:
    """Where to cut a piece in two whose spoken form is too long."""
    middle = (piece.start + piece.end) // 2
    places = [found.start() for found in _SPACE.finditer(text, piece.start, piece.end)]
    allowed = [place for place in places if not guard.forbids(place)]
    return min(allowed, key=lambda place: abs(place - middle), default=None)


def _best_cut(text: str, start: int, end: int, most: int, guard: Guard) -> tuple[int, Ending]:
    # Parts of like length, rather than full ones and a crumb.
    parts = -(-(end - start) // most)
    wanted = start + -(-(end - start) // parts)
    least = start + max(1, most // 3)
    clauses = (found.end() for found in _CLAUSE_END.finditer(text, least, start + most))
    spaces = (found.start() for found in _SPACE.finditer(text, least, start + most + 1))
    for places, ending in ((clauses, Ending.CLAUSE), (spaces, Ending.CUT)):
        place = _nearest(places, wanted, lambda place: start < place <= start + most, guard)
        if place is not None:
            return place, ending
    return _hard_cut(text, start, start + most, guard), Ending.CUT


def _nearest(
    places: Iterable[int], wanted: int, is_possible: Callable[[int], bool], guard: Guard
) -> int | None:
    allowed = [place for place in places if is_possible(place) and not guard.forbids(place)]
    return min(allowed, key=lambda place: abs(place - wanted), default=None)


def _hard_cut(text: str, start: int, limit: int, guard: Guard) -> int:
    """Between two characters as people see them; within one only if it is longer than all the room."""
    best = safe = start
    # A little beyond the limit, or the last cluster would look finished there.
    for cluster in _CLUSTER.finditer(text, start, limit + 64):
        if cluster.end() > limit:
            break
        best = cluster.end()
        safe = safe if guard.forbids(best) else best
    if safe > start:
        return safe
    return best if best > start else limit
