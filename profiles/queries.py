"""Reading voice profiles."""

import uuid
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, UUIDField

from common.errors import InvalidInput
from profiles.models import NAME_MAX_CHARACTERS, Profile, Sample
from speech.names import folded


def profiles_of(user: Any, *, search: str = "") -> QuerySet[Profile]:
    """By name, each with its lexicon, its `sample_count`, its `reference_clip_id` and its `avatar_sha256`."""
    profiles = Profile.objects.for_user(user).filter(deleted_at=None)
    return _named_like(_shown(profiles), search).order_by("name_folded", "id")


def default_of(user: Any) -> Profile | None:
    return profiles_of(user).filter(is_default=True).first()


def default_id_of(user: Any) -> uuid.UUID | None:
    found = Profile.objects.for_user(user).filter(deleted_at=None, is_default=True)
    return found.values_list("pk", flat=True).first()


def _shown(profiles: QuerySet[Profile]) -> QuerySet[Profile]:
    enabled = Sample.objects.filter(profile=OuterRef("pk"), is_enabled=True).order_by("position")
    return profiles.select_related("lexicon").annotate(
        sample_count=Count("samples"),
        reference_clip_id=Subquery(enabled.values("clip_id")[:1], output_field=UUIDField()),
        avatar_sha256=F("avatar__sha256"),
    )


def _named_like(profiles: QuerySet[Profile], search: str) -> QuerySet[Profile]:
    search = folded(search.strip())
    if len(search) > NAME_MAX_CHARACTERS:
        raise InvalidInput(f"Search for {NAME_MAX_CHARACTERS} characters at most.", param="q")
    if "\x00" in search:
        raise InvalidInput("The search has a character in it that no name can have.", param="q")
    return profiles.filter(name_folded__contains=search) if search else profiles
