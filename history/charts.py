"""Statistics as pictures: a bar for each day, drawn where the page is made."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from history.statistics import Statistics

WIDTH, HEIGHT = 600, 120
GAP = 0.25  # of a day's room, between two bars
DAYS_MOST = 366


@dataclass(frozen=True)
class Bar:
    day: date
    count: int
    seconds: float
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Chart:
    bars: list[Bar]
    most_seconds: float
    width: int = WIDTH
    height: int = HEIGHT


def chart_of(statistics: Statistics, *, zone: ZoneInfo) -> Chart:
    """By how much sound there was. Days without any have their room: left out, they would look like work."""
    days = _days(statistics, zone)
    by_day = {share.name: share for share in statistics.by_day}
    shares = [by_day.get(day.isoformat()) for day in days]
    most = max((share.duration_seconds for share in shares if share), default=0.0)
    room = WIDTH / max(len(days), 1)
    bars = []
    for at, (day, share) in enumerate(zip(days, shares, strict=True)):
        seconds = share.duration_seconds if share else 0.0
        height = _height(seconds, most, has_any=share is not None)
        bars.append(
            Bar(
                day=day,
                count=share.count if share else 0,
                seconds=seconds,
                x=round(at * room + room * GAP / 2, 2),
                y=round(HEIGHT - height, 2),
                width=round(room * (1 - GAP), 2),
                height=round(height, 2),
            )
        )
    return Chart(bars, most)


def _height(seconds: float, most: float, *, has_any: bool) -> float:
    """What was made is seen, however short."""
    if not has_any:
        return 0.0
    return max(HEIGHT * seconds / most if most else 0.0, 2.0)


def _days(statistics: Statistics, zone: ZoneInfo) -> list[date]:
    """Those of the span; of a longer one, its last."""
    first, last = statistics.since.astimezone(zone).date(), statistics.until.astimezone(zone).date()
    count = min((last - first).days + 1, DAYS_MOST)
    return [last - timedelta(days=back) for back in range(count - 1, -1, -1)]
