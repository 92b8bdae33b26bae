"""Reading conversions, each with what is known of its sound."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from clips.models import Clip
from history.models import Entry
from speak.conversions.states import settle
from speak.models import Conversion


def conversions_of(user: Any, *, status: str = "") -> QuerySet[Conversion]:
    """The newest first. Without a `duration_seconds` there is nothing to be heard of it."""
    own = Conversion.objects.for_user(user)
    settle(own)
    found = own.filter(state=status) if status else own
    return found.annotate(**_sound()).order_by("-created_at", "id")


def clips_of(conversions: QuerySet[Conversion]) -> QuerySet[Clip]:
    """What is to be heard of them."""
    gone = Entry.objects.filter(clip=OuterRef("pk")).exclude(deleted_at=None)
    there = Clip.objects.filter(pk__in=conversions.values("clip_id"), deleted_at=None, missing_at=None)
    return there.exclude(Exists(gone), kept=False)


def _sound() -> dict[str, Any]:
    there = Clip.objects.filter(pk=OuterRef("clip_id"), deleted_at=None, missing_at=None)
    return {
        "duration_seconds": Subquery(there.values("duration_seconds")[:1]),
        "bytes": Subquery(there.values("bytes")[:1]),
        "sample_rate_hz": Subquery(there.values("sample_rate_hz")[:1]),
    }
