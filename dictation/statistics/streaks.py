"""Days in a row."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Streaks:
    current_days: int
    longest_days: int


def streaks_of(days: Collection[date], *, today: date) -> Streaks:
    """The current one may end yesterday: today is not over."""
    ends: dict[date, int] = {}
    for day in sorted(days):
        ends[day] = ends.get(day - ONE_DAY, 0) + 1
    return Streaks(
        current_days=ends.get(today) or ends.get(today - ONE_DAY, 0),
        longest_days=max(ends.values(), default=0),
    )
