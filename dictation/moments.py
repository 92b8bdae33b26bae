"""Moments and stretches of time as they are sent. One without a zone is in the person's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from common.errors import InvalidInput

_EXAMPLE = "such as 2026-03-29T08:30:00+01:00 or 2026-03-29"


@dataclass(frozen=True)
class Window:
    """From `since` up to `until`, which is no part of it. None: without an end there."""

    since: datetime | None = None
    until: datetime | None = None

    def within(self, column: str) -> dict[str, datetime]:
        """As filters of a query."""
        ends = {f"{column}__gte": self.since, f"{column}__lt": self.until}
        return {name: moment for name, moment in ends.items() if moment is not None}


def window_of(params: Mapping[str, Any]) -> Window:
    """Of `since` and `until`, each of which may be left out."""
    since, until = (
        moment_sent(params[name], param=name) if params.get(name) not in (None, "") else None
        for name in ("since", "until")
    )
    if since is not None and until is not None and since >= until:
        raise InvalidInput("since must be before until.", param="since")
    return Window(since, until)


def moment_sent(value: Any, *, param: str) -> datetime:
    """In UTC. A day is its first moment."""
    moment = _read(value) if isinstance(value, str) else None
    if moment is None:
        raise InvalidInput(f"{param} must be a moment or a day, {_EXAMPLE}.", param=param)
    return moment


def _read(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text) or _begin_of_day(text)
        if moment is not None and timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        return moment and moment.astimezone(UTC)
    except (ValueError, OverflowError):  # no such day, or one near the ends of the calendar
        return None


def _begin_of_day(text: str) -> datetime | None:
    day = parse_date(text)
    return day and datetime(day.year, day.month, day.day)
