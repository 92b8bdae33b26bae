"""What points at a row: every row of any app that does. New apps are found by themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models.fields.reverse_related import ForeignObjectRel


@dataclass(frozen=True)
class Referrer:
    model: type[models.Model]
    count: int

    def __str__(self) -> str:
        return f"{self.count} {self.name}"

    @property
    def name(self) -> str:
        meta = self.model._meta
        return str(meta.verbose_name if self.count == 1 else meta.verbose_name_plural)


def relations_to(model: type[models.Model]) -> Iterator[Any]:
    # Hidden relations count too: a field with related_name="+" points at its row all the same.
    for relation in model._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel):
            continue
        # The table behind a many-to-many would be counted beside the field itself.
        if not relation.related_model._meta.auto_created:
            yield relation


def sentence(found: list[Referrer]) -> str:
    """`1 composition track and 2 history entries`."""
    *most, last = [str(referrer) for referrer in found]
    return f"{', '.join(most)} and {last}" if most else last
