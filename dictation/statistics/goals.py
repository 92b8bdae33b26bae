"""The daily goal, and how far today and the days before have come."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from common.errors import InvalidInput
from dictation.models import GOAL_AT_MOST, PracticePreferences
from dictation.statistics.days import practice_days, today_in
from dictation.statistics.streaks import streaks_of
from history.asking import zone_of

USUAL_GOAL = 10
# Most streaks are short: to look at all days a person ever had takes as long as they have attempts.
DAYS_LOOKED_AT = (60, 400, None)


@dataclass(frozen=True)
class Today:
    """Attempts done today, of how many; and the days in a row, which today's first attempt adds to."""

    day: date
    done: int
    goal: int
    streak_days: int

    @property
    def is_met(self) -> bool:
        return self.done >= self.goal

    @property
    def left(self) -> int:
        return max(self.goal - self.done, 0)


def goal_of(user: Any) -> int:
    found = PracticePreferences.objects.filter(owner=user).values_list("daily_goal", flat=True).first()
    return USUAL_GOAL if found is None else found


def change_goal(*, user: Any, daily_goal: int) -> None:
    if not 1 <= daily_goal <= GOAL_AT_MOST:
        raise InvalidInput(f"A goal is from 1 to {GOAL_AT_MOST} attempts a day.", param="daily_goal")
    PracticePreferences.objects.update_or_create(owner=user, defaults={"daily_goal": daily_goal})


def today_of(user: Any) -> Today:
    zone = zone_of(user)
    today = today_in(zone)
    days: dict[date, int] = {}
    streak_days = 0
    for looked_at in DAYS_LOOKED_AT:
        days = practice_days(user, zone, since=_days_before(today, looked_at, zone))
        streak_days = streaks_of(days, today=today).current_days
        if looked_at is None or streak_days < looked_at:
            break
    return Today(today, days.get(today, 0), goal_of(user), streak_days)


def _days_before(today: date, count: int | None, zone: ZoneInfo) -> datetime | None:
    return None if count is None else datetime.combine(today - timedelta(days=count), time.min, zone)
