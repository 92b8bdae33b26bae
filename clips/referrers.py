"""What uses a clip: every row of any app that points at it. New apps are found by themselves.

A field that becomes empty when its clip goes (`on_delete=SET_NULL`) says that its row can do without: it
uses the clip, and does not hold it against its owner.
"""

from collections.abc import Iterator
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from clips.models import Clip
from common.referrers import Referrer, relations_to


def referrers(clip: Clip) -> list[Referrer]:
    """All that use it."""
    return _counted(clip, _pointing_fields())


def holders(clip: Clip) -> list[Referrer]:
    """Of them, those that can't do without it."""
    return _counted(clip, _holding_fields())


def is_held(clip: Clip) -> bool:
    return _is_pointed_at(clip, _holding_fields())


def is_referred_to(clip: Clip) -> bool:
    return _is_pointed_at(clip, _pointing_fields())


def unreferred(clips: QuerySet[Clip]) -> QuerySet[Clip]:
    """Those of them that nothing uses."""
    return clips.exclude(_pointing_at("pk"))


def used_elsewhere(model: type[models.Model], field_name: str) -> Q:
    """Of rows of `model`: those whose clip, in that field, is used by any other row, of whatever app."""
    return _pointing_at(f"{field_name}_id", but=(model, field_name))


def _counted(clip: Clip, fields: Iterator[tuple[Any, str]]) -> list[Referrer]:
    counts: dict[type[models.Model], int] = {}
    for model, field_name in fields:
        count = model._base_manager.filter(**{field_name: clip.pk}).count()
        counts[model] = counts.get(model, 0) + count
    return [Referrer(model, count) for model, count in counts.items() if count]


def _is_pointed_at(clip: Clip, fields: Iterator[tuple[Any, str]]) -> bool:
    return any(model._base_manager.filter(**{field_name: clip.pk}).exists() for model, field_name in fields)


def _pointing_at(column: str, *, but: tuple[Any, str] | None = None) -> Q:
    found = Q()
    for model, field_name in _pointing_fields():
        rows = model._base_manager.filter(**{field_name: OuterRef(column)})
        if (model, field_name) == but:
            rows = rows.exclude(pk=OuterRef("pk"))
        found |= Q(Exists(rows))
    return found


def _pointing_fields() -> Iterator[tuple[Any, str]]:
    return ((relation.related_model, relation.field.name) for relation in relations_to(Clip))


def _holding_fields() -> Iterator[tuple[Any, str]]:
    return (
        (relation.related_model, relation.field.name)
        for relation in relations_to(Clip)
        if relation.on_delete is not models.SET_NULL
    )
