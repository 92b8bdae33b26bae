"""All that a person practised, in a few numbers."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from dictation.statistics.asking import Span
from dictation.statistics.days import practice_days, today_in
from dictation.statistics.streaks import Streaks, streaks_of
from dictation.statistics.sums import SCORES, SECONDS, UNIQUE_ITEMS, rounded


@dataclass(frozen=True)
class Summary:
    """Scores are percentages; None where nothing was practised. Streaks are of all days, up to today."""

    total_attempts: int
    unique_items_practised: int
    average_score: float | None
    best_score: int | None
    worst_score: int | None
    practice_seconds: float
    current_streak: int
    longest_streak: int


@dataclass(frozen=True)
class OfDifficulty:
    difficulty: int
    attempts: int
    unique_items: int
    average_score: float


def summary_of(user: Any, span: Span, *, streaks: Streaks | None = None) -> Summary:
    """`streaks`: where they are known already."""
    streaks = streaks or streaks_of(practice_days(user, span.zone), today=today_in(span.zone))
    sums = span.attempts_of(user).aggregate(
        total_attempts=Count("pk"),
        unique_items_practised=UNIQUE_ITEMS,
        practice_seconds=SECONDS,
        **SCORES,
    )
    return Summary(**rounded(sums), current_streak=streaks.current_days, longest_streak=streaks.longest_days)


def by_difficulty(user: Any, span: Span) -> list[OfDifficulty]:
    """As hard as the items were then. Those that were not practised are left out."""
    rows = span.attempts_of(user).values("difficulty").order_by("difficulty")
    summed: QuerySet[Any, Any] = rows.annotate(
        attempts=Count("pk"),
        unique_items=UNIQUE_ITEMS,
        average_score=SCORES["average_score"],
    )
    return [OfDifficulty(**rounded(row)) for row in summed]
