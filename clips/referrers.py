"""What uses a clip: every row of any app that points at it. New apps are found by themselves.

A field that becomes empty when its clip goes (`on_delete=SET_NULL`) says that its row can do without: it
uses the clip, and does not hold it against its owner.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
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


def sentence(found: list[Referrer]) -> str:
    """`1 composition track and 2 history entries`."""
    *most, last = [str(referrer) for referrer in found]
    return f"{', '.join(most)} and {last}" if most else last


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
    return ((relation.related_model, relation.field.name) for relation in _relations())


def _holding_fields() -> Iterator[tuple[Any, str]]:
    return (
        (relation.related_model, relation.field.name)
        for relation in _relations()
        if relation.on_delete is not models.SET_NULL
    )


def _relations() -> Iterator[Any]:
    # Hidden relations count too: a field with related_name="+" uses its clip all the same.
    for relation in Clip._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        # The table behind a many-to-many would be counted beside the field itself.
        if not relation.related_model._meta.auto_created:
            yield relation
