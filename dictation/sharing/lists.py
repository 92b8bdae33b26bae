"""Making, filling, ordering and removing lists. Pages and API both come through here."""

import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from common.errors import InvalidInput, NotFound
from common.owned import lock_owner
from common.places import put_in_places
from dictation.models import NAME_MAX_CHARACTERS, Item, ItemList, ListedItem
from dictation.queries import own_lists_of
from dictation.sharing.limits import LIST_ITEMS_AT_MOST, LISTS_AT_MOST
from speech.names import clean_name


def create_list(*, owner: Any, name: Any, item_ids: Sequence[uuid.UUID] = ()) -> ItemList:
    name = _named(name)
    with transaction.atomic():
        _require_room_for_one_more(owner)
        item_list = ItemList.objects.create(owner=owner, name=name)
        _append(item_list, item_ids)
    return item_list


def rename_list(*, item_list: ItemList, name: Any) -> ItemList:
    name = _named(name)
    with _changing(item_list) as locked:
        locked.name = name
    return locked


def discard_list(*, item_list: ItemList) -> None:
    """Out of sight at once, also of the groups it is shared with; `restore_list` brings it back until it is
    purged. Its items stay."""
    with _changing(item_list) as locked:
        locked.deleted_at = timezone.now()


def restore_list(*, item_list: ItemList) -> None:
    with transaction.atomic():
        _require_room_for_one_more(item_list.owner)
        if not ItemList.objects.filter(pk=item_list.pk).update(deleted_at=None):
            raise NotFound("This list is gone for good.")


def add_items(*, item_list: ItemList, item_ids: Sequence[uuid.UUID]) -> int:
    """At its end; how many are new in it."""
    with _changing(item_list) as locked:
        return _append(locked, item_ids)


def set_items(*, item_list: ItemList, item_ids: Sequence[uuid.UUID]) -> None:
    """These, in this order, and no others."""
    wanted = list(dict.fromkeys(item_ids))
    with _changing(item_list) as locked:
        locked.listed.exclude(item_id__in=wanted).delete()
        _append(locked, wanted)
        rows = dict(locked.listed.values_list("item_id", "pk"))
        put_in_places(locked.listed.all(), [rows[item_id] for item_id in wanted])


def remove_item(*, item_list: ItemList, item_id: uuid.UUID) -> int:
    """The item stays. Its place, to put it back into."""
    with _changing(item_list) as locked:
        listed = locked.listed.filter(item_id=item_id).first()
        if listed is None:
            raise NotFound("This item is not in the list.")
        listed.delete()
        _close_gaps(locked)
    return listed.position


def move_item(*, item_list: ItemList, item_id: uuid.UUID, position: int) -> None:
    """To its place among those that are there, from 1; beyond the end is the end."""
    with _changing(item_list) as locked:
        rows = list(_in_order(locked).values_list("pk", "item_id", "item__deleted_at"))
        moved = next((pk for pk, listed_id, _ in rows if listed_id == item_id), None)
        if moved is None:
            raise NotFound("This item is not in the list.")
        others = [pk for pk, _, _ in rows if pk != moved]
        seen = [pk for pk, _, deleted_at in rows if pk != moved and deleted_at is None]
        place = others.index(seen[position - 1]) if position <= len(seen) else len(others)
        put_in_places(locked.listed.all(), [*others[:place], moved, *others[place:]])


@contextmanager
def _changing(item_list: ItemList) -> Iterator[ItemList]:
    """The list as it is now: whoever else changes it waits."""
    with transaction.atomic():
        lock_owner(item_list.owner_id)
        locked = ItemList.objects.select_for_update().there().filter(pk=item_list.pk).first()
        if locked is None:
            raise NotFound("There is no such list.")
        yield locked
        locked.save(update_fields=["name", "deleted_at", "updated_at"])


def _append(locked: ItemList, item_ids: Sequence[uuid.UUID]) -> int:
    """In their order, those that are not in it yet."""
    wanted = list(dict.fromkeys(item_ids))
    _require_own(locked.owner_id, wanted)
    there = set(locked.listed.values_list("item_id", flat=True))
    added = [item_id for item_id in wanted if item_id not in there]
    if len(there) + len(added) > LIST_ITEMS_AT_MOST:
        raise InvalidInput(
            f"A list has {LIST_ITEMS_AT_MOST:,} items at most. Begin another one.",
            param="item_ids",
            code="too_many_items",
        )
    last = locked.listed.aggregate(last=Max("position"))["last"] or 0
    ListedItem.objects.bulk_create(
        ListedItem(item_list=locked, item_id=item_id, position=position)
        for position, item_id in enumerate(added, last + 1)
    )
    return len(added)


def _require_own(owner_id: Any, item_ids: Sequence[uuid.UUID]) -> None:
    """What is shared with a group is its teacher's own."""
    if len(item_ids) > LIST_ITEMS_AT_MOST:
        raise InvalidInput(f"{LIST_ITEMS_AT_MOST:,} items are the most at once.", param="item_ids")
    own = Item.objects.filter(owner_id=owner_id, deleted_at=None, pk__in=item_ids)
    missing = set(item_ids) - set(own.values_list("pk", flat=True))
    if missing:
        raise NotFound(f"There is no item {next(iter(missing))}.", param="item_ids")


def _close_gaps(locked: ItemList) -> None:
    put_in_places(locked.listed.all(), list(_in_order(locked).values_list("pk", flat=True)))


def _in_order(locked: ItemList) -> Any:
    return locked.listed.order_by("position", "pk")


def _named(name: Any) -> str:
    return clean_name(name, of="list", most=NAME_MAX_CHARACTERS)


def _require_room_for_one_more(owner: Any) -> None:
    lock_owner(owner.pk)
    if own_lists_of(owner).count() >= LISTS_AT_MOST:
        raise InvalidInput(
            f"A person has {LISTS_AT_MOST:,} lists at most. Delete one first.", code="too_many_lists"
        )
