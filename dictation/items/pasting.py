"""Pasted text as items: each line of it, each sentence, or all of it as one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from common.errors import AppError, InvalidInput, TooLarge
from dictation.items.cleaning import ItemDraft, judged
from dictation.items.services import create_items
from dictation.models import Item
from dictation.sources.splitting import LINES, PIECES_AT_MOST, SENTENCES, split
from dictation.sources.splitting import SOURCE_MAX_CHARACTERS as PASTED_MAX_CHARACTERS
from speech.names import text_of

WHOLE = "whole"
WAYS = {LINES: "Each line", SENTENCES: "Each sentence", WHOLE: "All as one"}


@dataclass(frozen=True)
class Piece:
    """What would be an item, and why it can't be one."""

    text: str
    problem: str = ""


@dataclass(frozen=True)
class Made:
    items: Sequence[Item]
    failed: Sequence[Piece]


def drafts_in(text: Any, *, way: str, like: ItemDraft) -> list[ItemDraft]:
    """`like` has all but the text."""
    return [replace(like, text=piece) for piece in pieces_in(text, way=way, locale=str(like.locale))]


def pieces_in(text: Any, *, way: str, locale: str) -> list[str]:
    pasted = text_of(text, param="text")
    if len(pasted) > PASTED_MAX_CHARACTERS:
        raise TooLarge(f"{PASTED_MAX_CHARACTERS:,} characters are the most at once.", param="text")
    if way not in WAYS:
        raise InvalidInput(f"Send one of {', '.join(WAYS)}.", param="way")
    pieces = [piece for piece in _split(pasted, way, locale) if piece]
    if len(pieces) > PIECES_AT_MOST:
        raise InvalidInput(
            f"This is {len(pieces):,} items; {PIECES_AT_MOST} are the most at once.", param="text"
        )
    return pieces


def looked_at(drafts: Sequence[ItemDraft]) -> list[Piece]:
    """Nothing is made of them yet."""
    return [_piece(draft, found) for draft, found in zip(drafts, judged(drafts), strict=True)]


def make(*, user: Any, drafts: Sequence[ItemDraft]) -> Made:
    """Those that are right; the others are told, to be mended."""
    if not drafts:
        raise InvalidInput("Write or paste what is to be written down by ear.", param="text")
    with transaction.atomic():
        outcomes = create_items(user=user, drafts=drafts)
    items = [made for made in outcomes if isinstance(made, Item)]
    failed = [
        _piece(draft, made)
        for draft, made in zip(drafts, outcomes, strict=True)
        if isinstance(made, AppError)
    ]
    return Made(items, failed)


def _piece(draft: ItemDraft, found: Any) -> Piece:
    return Piece(draft.text, found.message if isinstance(found, AppError) else "")


def _split(text: str, way: str, locale: str) -> Iterable[str]:
    if way == WHOLE:
        return [text]
    return (" ".join(piece.split()) for piece in split(text, locale=locale, by=way))
