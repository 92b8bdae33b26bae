"""What uses a clip: every row of any app that points at it. New apps are found by themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models.fields.reverse_related import ForeignObjectRel

from clips.models import Clip


@dataclass(frozen=True)
class Referrer:
    model: type[models.Model]
    count: int

    def __str__(self) -> str:
        meta = self.model._meta
        return f"{self.count} {meta.verbose_name if self.count == 1 else meta.verbose_name_plural}"


def referrers(clip: Clip) -> list[Referrer]:
    counts: dict[type[models.Model], int] = {}
    for model, field_name in _pointing_fields():
        count = model._base_manager.filter(**{field_name: clip.pk}).count()
        counts[model] = counts.get(model, 0) + count
    return [Referrer(model, count) for model, count in counts.items() if count]


def is_referred_to(clip: Clip) -> bool:
    return any(
        model._base_manager.filter(**{field_name: clip.pk}).exists()
        for model, field_name in _pointing_fields()
    )


def sentence(found: list[Referrer]) -> str:
    """`1 composition track and 2 history entries`."""
    *most, last = [str(referrer) for referrer in found]
    return f"{', '.join(most)} and {last}" if most else last


def _pointing_fields() -> Iterator[tuple[Any, str]]:
    # Hidden relations count too: a field with related_name="+" keeps its clip all the same.
    for relation in Clip._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        # The table behind a many-to-many would be counted beside the field itself.
        if not relation.related_model._meta.auto_created:
            yield relation.related_model, relation.field.name
