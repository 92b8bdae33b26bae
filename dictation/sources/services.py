"""Items are made of pieces of a text, all in one way."""

from collections.abc import Sequence
from typing import Any

from common.errors import AppError
from dictation.items.services import ItemDraft, create_items
from dictation.models import Item
from dictation.sources.splitting import require_some


def make_items(*, user: Any, texts: Sequence[str], **common: Any) -> list[Item | AppError]:
    """`common` are fields of an `ItemDraft` that all of them have. What became of each, in their order."""
    require_some(list(texts))
    return create_items(user=user, drafts=[ItemDraft(text=text, **common) for text in texts])


def known_texts(user: Any, texts: Sequence[str]) -> set[str]:
    """Of them, those that are items of the person already."""
    mine = Item.objects.for_user(user).filter(deleted_at=None, text__in=texts)
    return set(mine.values_list("text", flat=True))
