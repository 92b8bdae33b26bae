"""Practice by days of the person's: how much, how well, which ones."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from common.charts import days_of
from dictation.models import Attempt
from dictation.statistics.asking import DAYS_AT_MOST, Span, Window
from dictation.statistics.sums import SCORES, SECONDS, UNIQUE_ITEMS, rounded


@dataclass(frozen=True)
class Day:
    """Scores are percentages; None: nothing was practised."""

    day: date
    attempts: int = 0
    unique_items: int = 0
    average_score: float | None = None
    best_score: int | None = None
    worst_score: int | None = None
    practice_seconds: float = 0.0


def progress_of(user: Any, window: Window, *, item_id: UUID | None = None) -> list[Day]:
    """One for each day of the window, those without practice among them."""
    attempts = window.attempts_of(user)
    if item_id is not None:
        attempts = attempts.filter(item_ref=item_id)
    rows = _by_day(attempts, window.zone).annotate(
        attempts=Count("pk"),
        unique_items=UNIQUE_ITEMS,
        practice_seconds=SECONDS,
        **SCORES,
    )
    found = {row["day"]: Day(**rounded(row)) for row in rows}
    days = days_of(window.since, window.until, zone=window.zone, most=DAYS_AT_MOST)
    return [found.get(day) or Day(day) for day in days]


def practice_days(user: Any, zone: ZoneInfo, *, since: datetime | None = None) -> dict[date, int]:
    """How many attempts there were on each day that had any."""
    rows = _by_day(Span(zone, since=since).attempts_of(user), zone).annotate(attempts=Count("pk"))
    return {row["day"]: row["attempts"] for row in rows}


def today_in(zone: ZoneInfo) -> date:
    return timezone.now().astimezone(zone).date()


def _by_day(attempts: QuerySet[Attempt], zone: ZoneInfo) -> Any:
    return attempts.values(day=TruncDate("practised_at", tzinfo=zone)).order_by("day")
