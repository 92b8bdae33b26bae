"""The daily goal, and how far today and the days before have come."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from common.errors import InvalidInput
from dictation.models import GOAL_AT_MOST, PracticePreferences
from dictation.statistics.days import practice_days, today_in
from dictation.statistics.streaks import streaks_of
from history.asking import zone_of

USUAL_GOAL = 10
# Most streaks are shorter: to look at all days a person has would take as long as all their attempts.
DAYS_LOOKED_AT = 60


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
    since = datetime.combine(today - timedelta(days=DAYS_LOOKED_AT), time.min, zone)
    days = practice_days(user, zone, since=since)
    streak_days = streaks_of(days, today=today).current_days
    if streak_days >= DAYS_LOOKED_AT:
        streak_days = streaks_of(practice_days(user, zone), today=today).current_days
    return Today(today, days.get(today, 0), goal_of(user), streak_days)
