"""A person and an id in, an item or a tag that they may see or 404 out."""

import uuid
from typing import Any

from common.errors import NotFound
from dictation.models import Item, Tag
from dictation.queries import discarded_items_of, items_of, items_shown_to


def item_for(user: Any, item_id: uuid.UUID) -> Item:
    """Their own."""
    return _first(items_of(user).filter(pk=item_id))


def practisable_item_for(user: Any, item_id: uuid.UUID) -> Item:
    """Their own, or one of a list that is shared with a group of theirs."""
    return _first(items_shown_to(user).filter(pk=item_id))


def discarded_item_for(user: Any, item_id: uuid.UUID) -> Item:
    item = discarded_items_of(user).filter(pk=item_id).first()
    if item is None:
        raise NotFound("This item is gone for good, or was never deleted.")
    return item


def tag_for(user: Any, tag_id: uuid.UUID) -> Tag:
    tag = Tag.objects.for_user(user).filter(pk=tag_id).first()
    if tag is None:
        raise NotFound("There is no such tag.")
    return tag


def _first(found: Any) -> Item:
    item = found.first()
    if item is None:
        raise NotFound("There is no such item. It may have been deleted.")
    return item
