"""Reading attempts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from common.errors import InvalidInput
from dictation.filters import id_sent
from dictation.models import Attempt, AttemptKind, Repetition
from dictation.moments import Window, window_of

FILTERS = ("item_id", "kind", "since", "until")


@dataclass(frozen=True)
class AttemptFilters:
    item_id: UUID | None = None
    kind: str = ""
    window: Window = field(default_factory=Window)


def attempt_filters_of(params: Mapping[str, Any]) -> AttemptFilters:
    """Of an address. What is empty asks for nothing."""
    item_id, kind = params.get("item_id"), params.get("kind") or ""
    if kind and kind not in AttemptKind.values:
        raise InvalidInput(f"kind must be one of {', '.join(AttemptKind.values)}.", param="kind")
    return AttemptFilters(id_sent(item_id, "item_id") if item_id else None, kind, window_of(params))


def attempts_of(user: Any, filters: AttemptFilters | None = None) -> QuerySet[Attempt]:
    """The last practised first, each with `due_at` of its item."""
    asked = filters or AttemptFilters()
    found = Attempt.objects.for_user(user).filter(**asked.window.within("practised_at"))
    if asked.item_id is not None:
        found = found.filter(item_ref=asked.item_id)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    due = Repetition.objects.filter(owner=user, item=OuterRef("item")).values("due_at")
    return found.annotate(due_at=Subquery(due[:1])).order_by("-practised_at", "id")
