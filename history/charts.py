"""Statistics as a picture: a bar for each day."""

from datetime import date
from zoneinfo import ZoneInfo

from clips.templatetags.durations import duration
from common.charts import Chart, Value, bar_chart, day_told, days_of, edges_of
from history.statistics import Share, Statistics


def chart_of(statistics: Statistics, *, zone: ZoneInfo) -> Chart:
    """By how much sound there was."""
    days = days_of(statistics.since, statistics.until, zone=zone)
    by_day = {share.name: share for share in statistics.by_day}
    return bar_chart([_value(day, by_day.get(day.isoformat())) for day in days], **edges_of(days))


def _value(day: date, share: Share | None) -> Value:
    if share is None:
        return Value(None, f"{day_told(day)}: nothing")
    entries = "1 entry" if share.count == 1 else f"{share.count:,} entries"
    return Value(share.duration_seconds, f"{day_told(day)}: {entries}, {duration(share.duration_seconds)}")
