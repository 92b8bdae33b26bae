"""A person and an id in, that person's preset or 404 out."""

import uuid
from typing import Any

from common.errors import Conflict, NotFound
from profiles.effects.builtin import BUILTIN_PRESETS, BuiltinPreset
from profiles.effects.queries import presets_of
from profiles.models import EffectPreset


def preset_for(user: Any, preset_id: uuid.UUID) -> EffectPreset:
    preset = presets_of(user).filter(id=preset_id).first()
    if preset is None:
        raise NotFound("There is no such preset.")
    return preset


def builtin_preset(slug: str) -> BuiltinPreset:
    try:
        return BUILTIN_PRESETS[slug]
    except KeyError:
        raise NotFound("There is no such preset.") from None


def builtin_refusal(slug: str) -> Conflict:
    """Of everything that would change it."""
    name = builtin_preset(slug).name
    return Conflict(
        f"“{name}” is a preset that everybody has: it can't be changed. Save its effects as one of your own.",
        code="builtin_preset",
    )


def discarded_preset_for(user: Any, preset_id: uuid.UUID) -> EffectPreset:
    found = EffectPreset.objects.for_user(user).filter(id=preset_id).exclude(deleted_at=None).first()
    if found is None:
        raise NotFound("This preset is gone for good, or was never deleted.")
    return found
