"""Reading presets."""

from typing import Any

from django.db.models import QuerySet

from clips.models import Clip
from clips.queries import clips_of
from profiles.effects.builtin import BUILTIN_PRESETS, BuiltinPreset
from profiles.models import EffectPreset

CLIPS_TO_HEAR = 20


def presets_of(user: Any) -> QuerySet[EffectPreset]:
    """A person's own, in the order they gave them."""
    own = EffectPreset.objects.for_user(user).filter(deleted_at=None)
    return own.order_by("position", "created_at", "id")


def all_presets_of(user: Any) -> list[BuiltinPreset | EffectPreset]:
    """Everybody's first."""
    return [*BUILTIN_PRESETS.values(), *presets_of(user)]


def clips_to_hear(user: Any) -> QuerySet[Clip]:
    """What a chain can be heard on: the newest, takes and recordings."""
    there = clips_of(user).filter(missing_at=None).only("title", "duration_seconds", "created_at")
    return there.order_by("-created_at", "id")[:CLIPS_TO_HEAR]
