"""Reading compositions and their versions."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from clips.models import Clip
from studio.compositions.timeline import Timeline, kept_timeline
from studio.models import Composition, CompositionVersion
from studio.naming import found_by_name


def compositions_of(user: Any, *, search: str = "") -> QuerySet[Composition]:
    """The last changed first, each with its render."""
    compositions = Composition.objects.for_user(user).filter(deleted_at=None)
    found = found_by_name(compositions, search, param="q", also="tags")
    return found.select_related("render").defer("render__peaks").order_by("-updated_at", "id")


def versions_of(composition: Composition) -> QuerySet[CompositionVersion]:
    """The newest first, without their timelines."""
    return composition.versions.defer("timeline").order_by("-number")


def clips_named(owner_id: Any, clip_ids: Iterable[UUID]) -> dict[UUID, Clip]:
    """Of those ids, the owner's clips that are there."""
    found = Clip.objects.filter(owner_id=owner_id, deleted_at=None).defer("peaks")
    return found.in_bulk(list(clip_ids))


def timeline_of(composition: Composition) -> Timeline:
    return kept_timeline(composition.timeline, rate_hz=composition.sample_rate_hz)
