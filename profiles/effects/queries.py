"""Reading presets."""

from typing import Any

from django.db.models import QuerySet

from profiles.effects.builtin import BUILTIN_PRESETS, BuiltinPreset
from profiles.models import EffectPreset


def presets_of(user: Any) -> QuerySet[EffectPreset]:
    """A person's own, in the order they gave them."""
    own = EffectPreset.objects.for_user(user).filter(deleted_at=None)
    return own.order_by("position", "created_at", "id")


def all_presets_of(user: Any) -> list[BuiltinPreset | EffectPreset]:
    """Everybody's first."""
    return [*BUILTIN_PRESETS.values(), *presets_of(user)]
