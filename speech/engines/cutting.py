# ruff: noqa: RUF001 - full-width punctuation is meant
"""Phonemes that are more than a model takes at once, cut where one would pause."""

from collections.abc import Iterator

SENTENCE_ENDS = ".!?…。！？"
CLAUSE_ENDS = ",;:—、，；："


def cut(phonemes: str, *, limit: int) -> Iterator[str]:
    """Pieces of at most `limit` symbols that together hold every symbol but the spaces at the cuts."""
    rest = phonemes.strip()
    while len(rest) > limit:
        at = _place(rest, limit=limit)
        yield rest[:at].strip()
        rest = rest[at:].strip()
    if rest:
        yield rest


def pause_after_seconds(piece: str) -> float:
    if piece[-1:] in SENTENCE_ENDS:
        return 0.25
    return 0.12 if piece[-1:] in CLAUSE_ENDS else 0.0


def _place(phonemes: str, *, limit: int) -> int:
    # Not too early: a piece of a few words is spoken in another manner than its neighbours.
    for marks in (SENTENCE_ENDS, CLAUSE_ENDS, " "):
        for at in range(limit, limit // 3, -1):
            if phonemes[at - 1] in marks:
                return at
    return limit
