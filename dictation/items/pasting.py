"""Pasted text as items: each line of it, each sentence, or all of it as one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from common.errors import AppError, InvalidInput
from dictation.items.cleaning import ItemDraft, judged
from dictation.items.services import create_items
from dictation.models import Item
from dictation.sources.splitting import LINES, SENTENCES, pieces_of, require_some
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
    pasted = text_of(text, param="text")
    pieces = _pieces(pasted, way, str(like.locale))
    require_some(pieces)
    return [replace(like, text=piece) for piece in pieces]


def looked_at(drafts: Sequence[ItemDraft]) -> list[Piece]:
    """Nothing is made of them yet."""
    return [_piece(draft, found) for draft, found in zip(drafts, judged(drafts), strict=True)]


def make(*, user: Any, drafts: Sequence[ItemDraft]) -> Made:
    """Those that are right; the others are told, to be mended."""
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


def _pieces(text: str, way: str, locale: str) -> list[str]:
    if way not in WAYS:
        raise InvalidInput(f"Send one of {', '.join(WAYS)}.", param="way")
    if way == WHOLE:
        return [text] if text else []
    return pieces_of(text, locale=locale, by=way)
