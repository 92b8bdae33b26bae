"""What speaks with an own voice: rows of any app that name it as their voice. They stay without it."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from common.referrers import Referrer
from speech.own_voices.models import OwnVoice

# Counting walks through all that is counted: beyond this it only matters that there are many.
COUNTED_AT_MOST = 1_000


def used_by(voice: OwnVoice) -> list[Referrer]:
    found = [(model, _naming(model, voice)) for model in _models_with_a_voice()]
    return [Referrer(model, count) for model, count in found if count]


def _naming(model: Any, voice: OwnVoice) -> int:
    rows = model._base_manager.filter(owner=voice.owner_id, voice=str(voice.pk))
    if "deleted_at" in _fields(model):
        rows = rows.filter(deleted_at=None)
    return int(rows.values("pk")[:COUNTED_AT_MOST].count())


def _models_with_a_voice() -> Iterator[Any]:
    return (model for model in apps.get_models() if {"owner", "voice"} <= _fields(model))


def _fields(model: Any) -> set[str]:
    return {field.name for field in model._meta.concrete_fields}
