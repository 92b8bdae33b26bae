"""Who uses a voice profile. Deleting it takes nothing from them: what they keep of it is their own."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import QuerySet

from common.referrers import Referrer, relations_to
from profiles.models import Profile

# Counting walks through all that is counted: beyond this it only matters that there are many.
COUNTED_AT_MOST = 1_000
AT_ONCE = 500


def used_by(profile: Profile) -> list[Referrer]:
    """Rows that do without it (`on_delete=SET_NULL`) use it. What goes with it is a part of it."""
    counts: Counter[type[models.Model]] = Counter()
    for model, field_name in _using_fields():
        found = _there(model._base_manager.filter(**{field_name: profile.pk}))
        counts[model] += found.values("pk")[:COUNTED_AT_MOST].count()
    return [Referrer(model, min(count, COUNTED_AT_MOST)) for model, count in counts.items() if count]


def let_go(profile: Profile) -> None:
    """Before it is deleted, a batch at a time: others who write wait for one, not for a whole history."""
    for model, field_name in _using_fields():
        rows = model._base_manager.filter(**{field_name: profile.pk}).values_list("pk", flat=True)
        while ids := list(rows[:AT_ONCE]):
            model._base_manager.filter(pk__in=ids).update(**{field_name: None})


def _using_fields() -> Iterator[tuple[Any, str]]:
    return (
        (relation.related_model, relation.field.name)
        for relation in relations_to(Profile)
        if relation.on_delete is models.SET_NULL
    )


def _there(rows: QuerySet) -> QuerySet:
    """What was deleted uses nothing, even while it could come back; nor does what will go with it."""
    if _can_come_back(rows.model):
        rows = rows.filter(deleted_at=None)
    for field in rows.model._meta.concrete_fields:
        is_part = isinstance(field, models.ForeignKey) and field.remote_field.on_delete is models.CASCADE
        if is_part and _can_come_back(field.related_model):
            rows = rows.filter(**{f"{field.name}__deleted_at": None})
    return rows


def _can_come_back(model: Any) -> bool:
    try:
        model._meta.get_field("deleted_at")
    except FieldDoesNotExist:
        return False
    return True
