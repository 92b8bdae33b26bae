"""Numbers as pictures, drawn where the page is made. Each mark says in `told` what it stands for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as date_format

WIDTH, HEIGHT = 600, 120
GAP = 0.25  # of a mark's room, between two bars
LEAST_HEIGHT = 2.0
DAYS_MOST = 366
DAYS_OF_WEEK = 7
CELL, CELL_ROOM = 10, 12
MONTHS_HEIGHT = 14
LEVELS = 4


@dataclass(frozen=True)
class Value:
    """None: there is nothing here, which is not the same as zero."""

    number: float | None
    told: str


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    told: str


@dataclass(frozen=True)
class Dot:
    x: float
    y: float
    told: str


@dataclass(frozen=True)
class Chart:
    """Of bars, or of dots with a line through them. `first` and `last` are what its edges are called."""

    first: str
    last: str
    bars: tuple[Bar, ...] = ()
    dots: tuple[Dot, ...] = ()
    most: float = 0.0
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def middle(self) -> float:
        return self.height / 2

    @property
    def line(self) -> str:
        return " ".join(f"{dot.x},{dot.y}" for dot in self.dots)


@dataclass(frozen=True)
class Cell:
    x: int
    y: int
    level: int
    told: str


@dataclass(frozen=True)
class Month:
    x: int
    name: str


@dataclass(frozen=True)
class HeatMap:
    cells: tuple[Cell, ...]
    months: tuple[Month, ...]
    width: int
    cell: int = CELL
    height: int = MONTHS_HEIGHT + DAYS_OF_WEEK * CELL_ROOM


def day_told(day: date) -> str:
    return date_format(day, "j M Y")


def edges_of(days: Sequence[date]) -> dict[str, str]:
    """As a chart of them takes them."""
    return {"first": day_told(days[0]), "last": day_told(days[-1])} if days else {"first": "", "last": ""}


def days_of(since: datetime, until: datetime, *, zone: ZoneInfo, most: int = DAYS_MOST) -> list[date]:
    """Those of the span, which ends before `until`; of a longer one, its last."""
    if until <= since:
        return []
    first = since.astimezone(zone).date()
    last = last_day_of(until, zone=zone)
    count = min((last - first).days + 1, most)
    return [last - timedelta(days=back) for back in range(count - 1, -1, -1)]


def last_day_of(until: datetime, *, zone: ZoneInfo) -> date:
    """Of a span that ends before `until`: at midnight, that is the day before."""
    here = until.astimezone(zone)
    is_midnight = here.time() == time.min and here.date() > date.min
    return here.date() - timedelta(days=is_midnight)


def bar_chart(values: Sequence[Value], *, first: str, last: str) -> Chart:
    """What has none keeps its room: left out, the others would look like neighbours."""
    most = max((value.number for value in values if value.number), default=0.0)
    room = WIDTH / max(len(values), 1)
    bars = []
    for at, value in enumerate(values):
        height = _height(value.number, most)
        bars.append(
            Bar(
                x=round(at * room + room * GAP / 2, 2),
                y=round(HEIGHT - height, 2),
                width=round(room * (1 - GAP), 2),
                height=round(height, 2),
                told=value.told,
            )
        )
    return Chart(first, last, bars=tuple(bars), most=most)


def line_chart(values: Sequence[Value], *, most: float, first: str, last: str) -> Chart:
    """From zero to `most`. The line goes straight over what has none."""
    room = WIDTH / max(len(values), 1)
    dots = tuple(
        Dot(round((at + 0.5) * room, 2), round(HEIGHT * (1 - value.number / most), 2), value.told)
        for at, value in enumerate(values)
        if value.number is not None
    )
    return Chart(first, last, dots=dots, most=most)


def heat_map(days: Sequence[date], values: Sequence[Value]) -> HeatMap:
    """A column for each week, from Monday; the darker, the more. `days` are in a row."""
    most = max((value.number for value in values if value.number), default=0.0)
    before = days[0].weekday()
    cells = tuple(
        Cell(
            x=(at + before) // DAYS_OF_WEEK * CELL_ROOM,
            y=MONTHS_HEIGHT + day.weekday() * CELL_ROOM,
            level=_level(value.number, most),
            told=value.told,
        )
        for at, (day, value) in enumerate(zip(days, values, strict=True))
    )
    months = tuple(
        Month(cell.x, date_format(day, "M")) for day, cell in zip(days, cells, strict=True) if day.day == 1
    )
    return HeatMap(cells, months, width=cells[-1].x + CELL_ROOM)


def _height(number: float | None, most: float) -> float:
    """What there was is seen, however little."""
    if number is None:
        return 0.0
    return max(HEIGHT * number / most if most else 0.0, LEAST_HEIGHT)


def _level(number: float | None, most: float) -> int:
    """0 for nothing, else 1 to 4: the quarter of the most that it lies in."""
    return -int(-LEVELS * number // most) if number and most else 0
