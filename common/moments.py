"""Moments as addresses name them."""

from datetime import UTC, datetime

from django.utils.dateparse import parse_datetime


def moment_of(text: str) -> datetime | None:
    """In UTC. None where there is none: near the ends of the calendar one of another zone has none here."""
    try:
        moment = parse_datetime(text)
        return moment and moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
