"""What an address asks for, read from its query: each name once, numbers and moments as they are written."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_date

from common.api import message_and_param
from common.errors import InvalidInput
from common.moments import moment_of


def single(query: Any) -> dict[str, str]:
    for name, values in query.lists():
        if len(values) > 1:
            raise InvalidInput(f"{name[:80]} is there {len(values)} times; send it once.", param=name[:80])
    return {name: query[name] for name in query}


def filled(query: Any) -> dict[str, str]:
    """A field that a form sends empty asks for nothing."""
    return {name: value for name, value in single(query).items() if value != ""}


def checked(serializer_class: Any, data: dict[str, str]) -> Any:
    """The serializer with what it found. What is wrong is told alike by a page and to a program."""
    serializer = serializer_class(data=data)
    if not serializer.is_valid():
        message, param = message_and_param(serializer.errors)
        raise InvalidInput(message, param=param)
    return serializer


def whole_number(given: str, name: str, *, usual: int, least: int, most: int) -> int:
    if not given:
        return usual
    if not (given.isascii() and given.isdigit() and len(given) < 9 and least <= int(given) <= most):
        raise InvalidInput(f"{name} must be a whole number from {least} to {most:,}.", param=name)
    return int(given)


def moment_asked(given: str, name: str, zone: ZoneInfo, *, is_end: bool = False) -> datetime | None:
    """A day of the person's, or a moment. A day that is an end counts to its own end."""
    if not given:
        return None
    moment = _day(given, zone, is_end=is_end) if len(given) <= 10 else _with_zone(given, zone)
    if moment is None:
        raise InvalidInput(
            f"{name} must be a day such as 2026-11-21, or a moment such as 2026-11-21T08:00:00Z.", param=name
        )
    return moment


def _day(given: str, zone: ZoneInfo, *, is_end: bool) -> datetime | None:
    try:
        day: date | None = parse_date(given)
        if day is None:
            return None
        moment = datetime.combine(day + timedelta(days=is_end), time.min, zone)
        return moment.astimezone(UTC).astimezone(zone)  # or it is one that the database has not
    except (ValueError, OverflowError):
        return None


def _with_zone(given: str, zone: ZoneInfo) -> datetime | None:
    """A moment without a zone is one of the person's own."""
    try:
        bare = datetime.fromisoformat(given)
        moment = moment_of(given if bare.tzinfo else bare.replace(tzinfo=zone).isoformat())
        return moment and moment.astimezone(zone)
    except (ValueError, OverflowError):
        return None
