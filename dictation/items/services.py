"""Making, changing and removing items. Pages and API both come through here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone

from common.errors import AppError, InvalidInput, NotFound
from common.owned import lock_owner
from common.undo import UNDO_WITHIN
from dictation.audio.services import drop_unused, want_audio
from dictation.items.cleaning import (
    CleanItem,
    ItemDraft,
    clean_changes,
    clean_difficulty,
    clean_tags,
    difficulty_columns,
    judged,
)
from dictation.items.tags import TagBook
from dictation.limits import ITEMS_AT_MOST
from dictation.models import Item, Tag

__all__ = [
    "ItemDraft",
    "change_difficulty",
    "change_item",
    "change_tags",
    "change_text",
    "create_item",
    "create_items",
    "create_missing_items",
    "delete_item",
    "discard_item",
    "discard_items",
    "purge_discarded",
    "restore_item",
]

# What is heard of an item.
SPOKEN = {"text", "locale"}
# A statement of SQLite takes so many values.
_ROWS_AT_ONCE = 200


def create_item(*, user: Any, draft: ItemDraft) -> Item:
    [made] = create_items(user=user, drafts=[draft])
    if isinstance(made, AppError):
        raise made
    return made


def create_items(*, user: Any, drafts: Sequence[ItemDraft]) -> list[Item | AppError]:
    """What became of each, in their order. One that is wrong keeps none of the others from being made."""
    return _create(_Maker, user, drafts)[0]


def create_missing_items(
    *, user: Any, drafts: Sequence[ItemDraft]
) -> tuple[list[Item | AppError], Sequence[Item]]:
    """Of what the person has already, the same text in the same language, that item; and which are new."""
    return _create(_MakerOfMissing, user, drafts)


def _create(
    maker_class: type["_Maker"], user: Any, drafts: Sequence[ItemDraft]
) -> tuple[list[Item | AppError], Sequence[Item]]:
    cleaned = judged(drafts)
    with transaction.atomic():
        maker = maker_class(user, [clean for clean in cleaned if isinstance(clean, CleanItem)])
        made = [clean if isinstance(clean, AppError) else maker.made(clean) for clean in cleaned]
        maker.save()
    return made, maker.items


class _Maker:
    """Items and their tags, stored together at the end: in a transaction."""

    def __init__(self, user: Any, cleaned: Sequence[CleanItem]) -> None:
        self._owner = user
        self._book = TagBook(user)  # locks the person, before what they have is counted
        self._room = ITEMS_AT_MOST - _count_of(user)
        self.items: list[Item] = []
        self._worn: list[tuple[Item, Tag]] = []

    def made(self, clean: CleanItem) -> Item | AppError:
        try:
            if self._room <= len(self.items):
                raise _no_room()
            tags = self._book.tags_named(clean.tags)
        except AppError as error:
            return error
        item = Item(owner=self._owner, **clean.columns)
        self.items.append(item)
        self._worn += [(item, tag) for tag in tags]
        return item

    def save(self) -> None:
        self._book.save()
        Item.objects.bulk_create(self.items, batch_size=_ROWS_AT_ONCE)
        _wear(self._worn)
        want_audio(items=self.items)


class _MakerOfMissing(_Maker):
    """Also of two in the same file one is made."""

    def __init__(self, user: Any, cleaned: Sequence[CleanItem]) -> None:
        super().__init__(user, cleaned)
        texts = {clean.columns["text"] for clean in cleaned}
        there = Item.objects.for_user(user).filter(deleted_at=None, text__in=texts)
        self._known = {(item.locale, item.text): item for item in there}

    def made(self, clean: CleanItem) -> Item | AppError:
        key = clean.columns["locale"], clean.columns["text"]
        if key in self._known:
            return self._known[key]
        made = super().made(clean)
        if isinstance(made, Item):
            self._known[key] = made
        return made


def change_item(*, item: Item, **changes: Any) -> Item:
    """All that is sent of it, or nothing of it."""
    text = {name: value for name, value in changes.items() if name not in ("difficulty", "tags")}
    with transaction.atomic():
        if text:
            item = change_text(item=item, **text)
        if "difficulty" in changes:
            item = change_difficulty(item=item, difficulty=changes["difficulty"])
        if "tags" in changes:
            item = change_tags(item=item, tags=changes["tags"])
    return item


def change_text(*, item: Item, **changes: Any) -> Item:
    """Of `text`, `locale`, `alternatives` and `is_strict`: what is left out stays. Its difficulty follows,
    unless its author gave one, and so does its sound."""
    columns = clean_changes(changes)
    with _changing(item) as locked:
        for name, value in columns.items():
            setattr(locked, name, value)
        if "text" in columns and not locked.is_difficulty_given:
            columns |= _set(locked, difficulty_columns(None, locked.text))
        locked.save(update_fields=[*columns, "updated_at"])
        if columns.keys() & SPOKEN:
            want_audio(items=[locked])
    return locked


def change_difficulty(*, item: Item, difficulty: Any) -> Item:
    """None: that of its text again."""
    given = clean_difficulty(difficulty)
    with _changing(item) as locked:
        columns = _set(locked, difficulty_columns(given, locked.text))
        locked.save(update_fields=[*columns, "updated_at"])
    return locked


def change_tags(*, item: Item, tags: Any) -> Item:
    """These instead of what it has."""
    names = clean_tags(tags)
    with _changing(item) as locked:
        book = TagBook(locked.owner)
        worn = book.tags_named(names)
        book.save()
        locked.tags.set(worn)
        locked.save(update_fields=["updated_at"])
    return locked


def discard_item(*, item: Item) -> None:
    """Out of sight at once; `restore_item` brings it back until it is purged."""
    if not discard_items(user=item.owner, item_ids=[item.pk]):
        raise NotFound("There is no such item. It may have been deleted.")


def discard_items(*, user: Any, item_ids: Iterable[Any]) -> list[Any]:
    """Those of the person's that were there; their ids."""
    with transaction.atomic():
        lock_owner(user.pk)
        there = Item.objects.for_user(user).filter(pk__in=list(item_ids), deleted_at=None)
        found = list(there.values_list("pk", flat=True))
        Item.objects.filter(pk__in=found).update(deleted_at=timezone.now())
    return found


def restore_item(*, item: Item) -> Item:
    with transaction.atomic():
        lock_owner(item.owner_id)
        discarded = Item.objects.select_for_update().filter(pk=item.pk).first()
        if discarded is None:
            raise NotFound("This item is gone for good.")
        if discarded.deleted_at is not None:
            if _count_of(discarded.owner) >= ITEMS_AT_MOST:
                raise _no_room()
            discarded.deleted_at = None
            discarded.save(update_fields=["deleted_at", "updated_at"])
    return discarded


def delete_item(*, item: Item) -> None:
    """For good, with its sound where no other item says the same. Attempts at it stay."""
    with transaction.atomic():
        lock_owner(item.owner_id)
        _delete(Item.objects.filter(pk=item.pk))


def purge_discarded() -> int:
    """Deletes for good what was discarded and not brought back; how many."""
    count = 0
    late = Item.objects.filter(deleted_at__lt=timezone.now() - UNDO_WITHIN)
    while owner_id := late.values_list("owner_id", flat=True).first():
        with transaction.atomic():
            lock_owner(owner_id)
            count += _delete(late.filter(owner_id=owner_id)[:_ROWS_AT_ONCE])
    return count


def _delete(items: Any) -> int:
    found = list(items.values_list("pk", "audio_id"))
    Item.objects.filter(pk__in=[pk for pk, _ in found]).delete()
    drop_unused(audio_ids={audio_id for _, audio_id in found if audio_id})
    return len(found)


@contextmanager
def _changing(item: Item) -> Iterator[Item]:
    """It as it is now, locked after its owner."""
    with transaction.atomic():
        lock_owner(item.owner_id)
        locked = Item.objects.select_for_update().filter(pk=item.pk, deleted_at=None).first()
        if locked is None:
            raise NotFound("There is no such item. It may have been deleted.")
        yield locked


def _set(item: Item, columns: Mapping[str, Any]) -> dict[str, Any]:
    for name, value in columns.items():
        setattr(item, name, value)
    return dict(columns)


def _wear(worn: Sequence[tuple[Item, Tag]]) -> None:
    rows = [Item.tags.through(item_id=item.pk, tag_id=tag.pk) for item, tag in worn]
    Item.tags.through.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE)


def _count_of(user: Any) -> int:
    return Item.objects.for_user(user).filter(deleted_at=None).count()


def _no_room() -> InvalidInput:
    return InvalidInput(
        f"A person has {ITEMS_AT_MOST:,} items at most. Delete some first.", code="too_many_items"
    )
