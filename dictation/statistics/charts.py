"""A person's practice as pictures."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils.dateformat import format as date_format
from django.utils.timezone import localtime

from common.charts import Chart, HeatMap, Value, bar_chart, day_told, edges_of, heat_map, line_chart
from dictation.models import Attempt
from dictation.statistics.days import Day

BEST_SCORE = 100
WEEKS_SHOWN = 53


def score_chart(days: Sequence[Day]) -> Chart:
    values = [Value(day.average_score, _score_told(day)) for day in days]
    return line_chart(values, most=BEST_SCORE, **_edges(days))


def attempts_chart(days: Sequence[Day]) -> Chart:
    values = [
        Value(day.attempts or None, f"{day_told(day.day)}: {attempts_told(day.attempts)}") for day in days
    ]
    return bar_chart(values, **_edges(days))


def practice_map(attempts: dict[date, int], *, today: date) -> HeatMap:
    """Of the weeks up to this one, which is not over."""
    first = today - timedelta(days=today.weekday() + 7 * (WEEKS_SHOWN - 1))
    days = [first + timedelta(days=at) for at in range((today - first).days + 1)]
    values = [
        Value(attempts.get(day), f"{day_told(day)}: {attempts_told(attempts.get(day, 0))}") for day in days
    ]
    return heat_map(days, values)


def item_chart(attempts: Sequence[Attempt]) -> Chart:
    """One dot for each, however far apart they were."""
    values = [Value(attempt.percentage, _attempt_told(attempt)) for attempt in attempts]
    return line_chart(
        values, most=BEST_SCORE, **edges_of([localtime(attempt.practised_at).date() for attempt in attempts])
    )


def attempts_told(count: int) -> str:
    return "no practice" if not count else "1 attempt" if count == 1 else f"{count:,} attempts"


def _edges(days: Sequence[Day]) -> dict[str, str]:
    return edges_of([day.day for day in days])


def _score_told(day: Day) -> str:
    if day.average_score is None:
        return ""
    return f"{day_told(day.day)}: {round(day.average_score)} % of {attempts_told(day.attempts)}"


def _attempt_told(attempt: Attempt) -> str:
    return f"{date_format(localtime(attempt.practised_at), 'j M Y, H:i')}: {attempt.percentage} %"
