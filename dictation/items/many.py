"""Many items at once: those that were ticked."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count

from common.errors import InvalidInput, NotFound
from dictation.audio.services import refresh_many
from dictation.items.cleaning import clean_tags
from dictation.items.services import discard_items, restore_item
from dictation.items.tags import TagBook
from dictation.models import TAGS_AT_MOST, Item, Tag

AT_ONCE = 500


def ids_sent(given: Sequence[str]) -> list[UUID]:
    """As a form ticks them."""
    if not given:
        raise InvalidInput("Tick some items first.", param="id")
    if len(given) > AT_ONCE:
        raise InvalidInput(f"{AT_ONCE} items are the most at once.", param="id")
    try:
        return [UUID(each) for each in given]
    except ValueError:
        raise InvalidInput("That is not the id of an item.", param="id") from None


def tag_items(*, user: Any, item_ids: Collection[UUID], names: Any) -> int:
    """These tags, too; how many items wear them now."""
    names = _named(names)
    with transaction.atomic():
        book = TagBook(user)  # locks the person
        tags = book.tags_named(names)
        book.save()
        items = _own(user, item_ids)
        _wear(items, tags)
        _require_few(item_ids)
    return len(items)


def untag_items(*, user: Any, item_ids: Collection[UUID], names: Any) -> int:
    """How many wore one of them."""
    names = _named(names)
    with transaction.atomic():
        book = TagBook(user)
        known = [tag for tag in map(book.named, names) if tag is not None]
        worn = Item.tags.through.objects.filter(item__in=_own(user, item_ids), tag__in=known)
        count = worn.values("item").distinct().count()
        worn.delete()
    return count


def refresh_items(*, user: Any, item_ids: Collection[UUID]) -> int:
    """Their sound is made anew, in the voice that would say them now."""
    items = _own(user, item_ids)
    refresh_many(items=items)
    return len(items)


def discard_some(*, user: Any, item_ids: Collection[UUID]) -> tuple[datetime, int]:
    """The moment, by which `restore_some` finds them again, and how many there were."""
    found = discard_items(user=user, item_ids=item_ids)
    moment = Item.objects.filter(pk__in=found[:1]).values_list("deleted_at", flat=True).first()
    if moment is None:
        raise NotFound("There is none of these items any more.", param="id")
    return moment, len(found)


def restore_some(*, user: Any, moment: datetime) -> int:
    with transaction.atomic():
        discarded = list(Item.objects.for_user(user).filter(deleted_at=moment))
        for item in discarded:
            restore_item(item=item)
    return len(discarded)


def _own(user: Any, item_ids: Collection[UUID]) -> list[Item]:
    items = list(Item.objects.for_user(user).filter(pk__in=item_ids, deleted_at=None).select_related("owner"))
    if not items:
        raise NotFound("There is none of these items any more.", param="id")
    return items


def _wear(items: Sequence[Item], tags: Sequence[Tag]) -> None:
    through = Item.tags.through
    rows = [through(item_id=item.pk, tag_id=tag.pk) for item in items for tag in tags]
    through.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)


def _require_few(item_ids: Collection[UUID]) -> None:
    worn = Item.objects.filter(pk__in=item_ids).annotate(tag_count=Count("tags"))
    over = worn.filter(tag_count__gt=TAGS_AT_MOST).first()
    if over is not None:
        raise InvalidInput(f"“{over}” would have more than {TAGS_AT_MOST} tags.", param="tags")


def _named(names: Any) -> list[str]:
    cleaned = clean_tags(names)
    if not cleaned:
        raise InvalidInput("Write a tag, or several parted by commas.", param="tags")
    return cleaned
