"""What was practised, item by item."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Max, Min, OuterRef, QuerySet, Subquery

from dictation.access import practisable_item_for
from dictation.models import Attempt, Item
from dictation.paging import PageAsked
from dictation.statistics.asking import Span
from dictation.statistics.sums import SCORES, rounded

CURVE_AT_MOST = 500


@dataclass(frozen=True)
class OfItem:
    """Scores are percentages. `is_there` is false of an item that was deleted; its attempts stay."""

    item_id: UUID
    is_there: bool
    locale: str
    text: str
    difficulty: int
    tags: list[str]
    attempt_count: int
    first_attempt_at: datetime | None
    last_practised_at: datetime | None
    average_score: float | None
    best_score: int | None
    worst_score: int | None
    average_wer: float | None


_SUMS: dict[str, Any] = {
    "attempt_count": Count("pk"),
    "first_attempt_at": Min("practised_at"),
    "last_practised_at": Max("practised_at"),
    "average_wer": Avg("wer"),
    **SCORES,
}


def practice_log(user: Any, span: Span, page: PageAsked) -> tuple[list[OfItem], int]:
    """Those practised last come first. With how many there are on all pages."""
    attempts = span.attempts_of(user)
    total = attempts.aggregate(total=Count("item_ref", distinct=True))["total"]
    rows = _summed(attempts).order_by("-last_practised_at", "item_ref")
    return _told(user, list(rows[page.rows])), total


def statistics_of_item(user: Any, span: Span, item_id: UUID) -> OfItem:
    """Of an item that may be practised, or was."""
    rows = list(_summed(span.attempts_of(user).filter(item_ref=item_id)))
    known = _known_of(user, [item_id]).get(item_id) or _Known.of_item(practisable_item_for(user, item_id))
    return _of_item(item_id, known, rows[0] if rows else Attempt.objects.none().aggregate(**_SUMS))


def _summed(attempts: QuerySet[Attempt]) -> QuerySet[Any, Any]:
    return attempts.values("item_ref").annotate(**_SUMS)


def require_known_item(user: Any, item_id: UUID) -> None:
    if not Attempt.objects.for_user(user).filter(item_ref=item_id).exists():
        practisable_item_for(user, item_id)


def curve_of(user: Any, span: Span, item_id: UUID) -> list[Attempt]:
    """Its attempts as they came; of very many, the last."""
    attempts = span.attempts_of(user).filter(item_ref=item_id).defer("alignment")
    return list(attempts.order_by("-practised_at", "id")[:CURVE_AT_MOST])[::-1]


@dataclass(frozen=True)
class _Known:
    is_there: bool
    locale: str
    text: str
    difficulty: int
    tags: list[str]

    @classmethod
    def of_item(cls, item: Item) -> "_Known":
        tags = [tag.name for tag in item.tags.all()]
        return cls(item.deleted_at is None, item.locale, item.text, item.difficulty, tags)

    @classmethod
    def of_attempt(cls, attempt: Attempt) -> "_Known":
        """As it was then: it is deleted, or somebody else's, who may have changed it since."""
        item = attempt.item
        is_there = item is not None and item.deleted_at is None
        return cls(is_there, attempt.locale, attempt.expected, attempt.difficulty, [])


def _told(user: Any, rows: list[dict[str, Any]]) -> list[OfItem]:
    known = _known_of(user, [row["item_ref"] for row in rows])
    return [_of_item(row["item_ref"], known[row["item_ref"]], row) for row in rows]


def _of_item(item_id: UUID, known: _Known, sums: dict[str, Any]) -> OfItem:
    numbers = {name: value for name, value in rounded(sums).items() if name in _SUMS}
    return OfItem(item_id=item_id, **vars(known), **numbers)


def _known_of(user: Any, item_ids: list[UUID]) -> dict[UUID, _Known]:
    own = Item.objects.for_user(user).filter(pk__in=item_ids).prefetch_related("tags")
    known = {item.pk: _Known.of_item(item) for item in own}
    others = [item_id for item_id in item_ids if item_id not in known]
    return known | {attempt.item_ref: _Known.of_attempt(attempt) for attempt in _latest(user, others)}


def _latest(user: Any, item_ids: list[UUID]) -> Iterable[Attempt]:
    own = Attempt.objects.for_user(user)
    newest = own.filter(item_ref=OuterRef("item_ref")).order_by("-practised_at", "id")
    found = own.filter(item_ref__in=item_ids, pk=Subquery(newest.values("pk")[:1]))
    return found.select_related("item").defer("alignment")
