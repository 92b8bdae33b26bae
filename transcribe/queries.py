"""Reading transcripts. What is read begins with the person it belongs to."""

import uuid
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Left

from common.errors import InvalidInput
from history.models import Kind
from transcribe.models import Transcript

SEARCH_MAX_CHARACTERS = 200
# A card shows the beginning; the transcript's own page the whole.
PREVIEW_CHARACTERS = 1_500


def transcripts_of(user: Any) -> QuerySet[Transcript]:
    """The newest first."""
    found = Transcript.objects.for_user(user).filter(entry__deleted_at=None, entry__kind=Kind.STT)
    found = found.select_related("entry", "entry__clip", "job").defer("entry__clip__peaks")
    return found.order_by("-entry__created_at", "id")


def listed_transcripts_of(
    user: Any, *, search: str = "", job_id: uuid.UUID | None = None
) -> QuerySet[Transcript]:
    if len(search) > SEARCH_MAX_CHARACTERS or "\x00" in search:
        raise InvalidInput(f"Search for {SEARCH_MAX_CHARACTERS} printable characters at most.", param="q")
    found = transcripts_of(user).defer("entry__timings", "original_text", "entry__clip__peaks")
    if search := search.strip():
        found = found.filter(Q(entry__title__icontains=search) | Q(entry__text__icontains=search))
    return found.filter(job_id=job_id) if job_id else found


def previewed(found: QuerySet[Transcript]) -> QuerySet[Transcript]:
    """With the beginning of the text as `preview`, and not hours of it."""
    return found.annotate(preview=Left("entry__text", PREVIEW_CHARACTERS)).defer(
        "entry__text", "entry__timings", "original_text", "entry__clip__peaks"
    )
