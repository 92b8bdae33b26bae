"""Reading compositions and their versions."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from clips.models import Clip
from common.errors import InvalidInput
from speech.names import folded
from studio.models import NAME_MAX_CHARACTERS, Composition, CompositionVersion


def compositions_of(user: Any, *, search: str = "") -> QuerySet[Composition]:
    """The last changed first, each with its render."""
    compositions = Composition.objects.for_user(user).filter(deleted_at=None)
    found = _named_like(compositions, search)
    return found.select_related("render").defer("render__peaks").order_by("-updated_at", "id")


def versions_of(composition: Composition) -> QuerySet[CompositionVersion]:
    """The newest first, without their timelines."""
    return composition.versions.defer("timeline").order_by("-number")


def clips_named(owner_id: Any, clip_ids: Iterable[UUID]) -> dict[UUID, Clip]:
    """Of those ids, the owner's clips that are there."""
    found = Clip.objects.filter(owner_id=owner_id, deleted_at=None).defer("peaks")
    return found.in_bulk(list(clip_ids))


def _named_like(compositions: QuerySet[Composition], search: str) -> QuerySet[Composition]:
    """A person has a thousand at most: names are compared here, since SQLite lowers ASCII alone."""
    search = folded(search.strip())
    if len(search) > NAME_MAX_CHARACTERS:
        raise InvalidInput(f"Search for {NAME_MAX_CHARACTERS} characters at most.", param="q")
    if not search:
        return compositions
    rows = compositions.order_by().values_list("pk", "name", "tags")
    return compositions.filter(pk__in=[pk for pk, name, tags in rows if _is_like(search, name, tags)])


def _is_like(search: str, name: str, tags: list[str]) -> bool:
    return any(search in folded(text) for text in (name, *tags))
