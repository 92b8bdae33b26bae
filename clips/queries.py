"""Reading clips."""

from typing import Any

from django.db.models import Q, QuerySet, Sum

from clips.models import Clip, Source
from common.errors import InvalidInput

ORDERINGS = {
    "-created": ("-created_at", "id"),
    "created": ("created_at", "id"),
    "title": ("title", "id"),
    "-title": ("-title", "id"),
    "duration": ("duration_seconds", "id"),
    "-duration": ("-duration_seconds", "id"),
}
NEWEST_FIRST = "-created"
SEARCH_MAX_CHARACTERS = 200


def clips_of(user: Any) -> QuerySet[Clip]:
    """All that has not been deleted, kept or not."""
    return Clip.objects.for_user(user).filter(deleted_at=None)


def library_of(
    user: Any, *, search: str = "", source: str = "", ordering: str = NEWEST_FIRST
) -> QuerySet[Clip]:
    """What the person keeps. The outlines stay in the database: a page draws them one by one."""
    if source and source not in Source.values:
        raise InvalidInput(f"source must be one of {', '.join(Source.values)}.", param="source")
    if ordering not in ORDERINGS:
        raise InvalidInput(f"ordering must be one of {', '.join(ORDERINGS)}.", param="ordering")
    if len(search) > SEARCH_MAX_CHARACTERS:
        # Beyond some length SQLite refuses to match at all.
        raise InvalidInput(f"Search for {SEARCH_MAX_CHARACTERS} characters at most.", param="q")
    if "\x00" in search:
        raise InvalidInput("The search has a character in it that no title can have.", param="q")
    clips = clips_of(user).filter(kept=True).defer("peaks").order_by(*ORDERINGS[ordering])
    if search := search.strip():
        clips = clips.filter(Q(title__icontains=search) | Q(original_name__icontains=search))
    return clips.filter(source=source) if source else clips


def storage_used_bytes(user: Any) -> int:
    """Deleted clips count until they are purged: their files are still there, and may come back."""
    return Clip.objects.for_user(user).aggregate(total=Sum("bytes"))["total"] or 0
