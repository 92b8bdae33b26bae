"""Making, renaming and removing tags, and finding those of names. Two names are one if people would say so,
whatever their case."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower

from common.errors import Conflict, InvalidInput, NotFound
from common.owned import lock_owner
from dictation.items.cleaning import clean_tag
from dictation.limits import TAGS_OF_A_PERSON_AT_MOST
from dictation.models import TAG_MAX_CHARACTERS, Item, Tag
from speech.names import folded, line_of


def tags_of(user: Any) -> QuerySet[Tag]:
    """By name, each with its `item_count`."""
    worn: Any = Item.tags.through.objects.filter(tag=OuterRef("pk"), item__deleted_at=None).order_by()
    count = Subquery(
        worn.values("tag").annotate(count=Count("pk")).values("count"), output_field=IntegerField()
    )
    tags = Tag.objects.for_user(user).annotate(item_count=Coalesce(count, Value(0)))
    return tags.order_by(Lower("name"))


def found_tags(user: Any, *, search: str) -> QuerySet[Tag]:
    """A person has a thousand at most: they are compared here, since SQLite lowers ASCII alone."""
    wanted = folded(line_of(search, param="search"))
    if len(wanted) > TAG_MAX_CHARACTERS:
        raise InvalidInput(f"Search for {TAG_MAX_CHARACTERS} characters at most.", param="search")
    tags = tags_of(user)
    if not wanted:
        return tags
    named = Tag.objects.for_user(user).order_by().values_list("pk", "name")
    return tags.filter(pk__in=[pk for pk, name in named if wanted in folded(name)])


def create_tag(*, user: Any, name: Any) -> Tag:
    name = clean_tag(name, param="name")
    with transaction.atomic():
        book = TagBook(user)
        _require_free(book, name)
        [tag] = book.tags_named([name])
        book.save()
    return tag


def rename_tag(*, tag: Tag, name: Any) -> Tag:
    """Of everything that wears it."""
    name = clean_tag(name, param="name")
    with transaction.atomic():
        _require_free(TagBook(tag.owner), name, except_for=tag)
        locked = _locked(tag)
        locked.name = name
        locked.save(update_fields=["name", "updated_at"])
    return locked


def delete_tag(*, tag: Tag) -> None:
    """The items stay, without it."""
    with transaction.atomic():
        lock_owner(tag.owner_id)
        _locked(tag).delete()


class TagBook:
    """All that a person has, by name: in a transaction, which it lets nobody else of that person into."""

    def __init__(self, user: Any) -> None:
        lock_owner(user.pk)
        self._owner = user
        self._known = {folded(tag.name): tag for tag in Tag.objects.for_user(user)}
        self._new: list[Tag] = []

    def named(self, name: str) -> Tag | None:
        return self._known.get(folded(name))

    def tags_named(self, names: Iterable[str]) -> list[Tag]:
        """A new one where there is none, which `save` stores. All of them or none."""
        names = list(names)
        missing = [name for name in names if self.named(name) is None]
        if missing and len(self._known) + len(missing) > TAGS_OF_A_PERSON_AT_MOST:
            raise InvalidInput(
                f"A person has {TAGS_OF_A_PERSON_AT_MOST:,} tags at most. Delete one first.",
                param="tags",
                code="too_many_tags",
            )
        for name in missing:
            tag = Tag(owner=self._owner, name=name)
            self._known[folded(name)] = tag
            self._new.append(tag)
        return [self._known[folded(name)] for name in names]

    def save(self) -> None:
        Tag.objects.bulk_create(self._new)
        self._new = []


def _require_free(book: TagBook, name: str, *, except_for: Tag | None = None) -> None:
    found = book.named(name)
    if found is not None and found != except_for:
        raise Conflict(f"There is a tag “{found.name}” already.", param="name", code="tag_exists")


def _locked(tag: Tag) -> Tag:
    locked = Tag.objects.select_for_update().filter(pk=tag.pk).first()
    if locked is None:
        raise NotFound("There is no such tag.")
    return locked
