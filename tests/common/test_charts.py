"""Numbers as pictures: each mark in its place, and nothing where there is nothing."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from common.charts import HEIGHT, WIDTH, Value, bar_chart, days_of, heat_map, last_day_of, line_chart

KOLKATA = ZoneInfo("Asia/Kolkata")


def values(*numbers):
    return [Value(number, f"{number}") for number in numbers]


def test_the_highest_bar_is_as_high_as_the_chart_and_the_others_in_proportion():
    chart = bar_chart(values(5, 10, None, 0), first="a", last="b")
    assert [bar.height for bar in chart.bars] == [HEIGHT / 2, HEIGHT, 0, 2]
    assert [bar.y for bar in chart.bars] == [HEIGHT / 2, 0, HEIGHT, HEIGHT - 2]
    assert chart.most == 10


def test_bars_have_equal_rooms_side_by_side():
    bars = bar_chart(values(1, 2, 3), first="", last="").bars
    assert bars[1].x - bars[0].x == bars[2].x - bars[1].x == WIDTH / 3
    assert bars[-1].x + bars[-1].width < WIDTH


def test_a_line_has_no_dot_where_there_is_nothing():
    chart = line_chart(values(0, None, 50, 100), most=100, first="", last="")
    assert [(dot.x, dot.y) for dot in chart.dots] == [(75, HEIGHT), (375, HEIGHT / 2), (525, 0)]
    assert chart.line == f"75.0,{HEIGHT}.0 375.0,{HEIGHT / 2} 525.0,0.0"


def test_nothing_is_drawn_of_nothing():
    assert bar_chart([], first="", last="").bars == ()
    assert line_chart([], most=100, first="", last="").dots == ()
    assert [bar.height for bar in bar_chart(values(None, 0), first="", last="").bars] == [0, 2]


def test_weeks_are_columns_from_monday():
    days = [date(2026, 2, 26) + timedelta(days=at) for at in range(7)]  # a Thursday
    cells = heat_map(days, values(*[None] * 3, 1, 2, 3, 4)).cells
    assert [cell.x for cell in cells] == [0] * 4 + [12] * 3
    assert cells[4].y < cells[0].y < cells[3].y
    assert [cell.level for cell in cells] == [0, 0, 0, 1, 2, 3, 4]


def test_months_are_named_where_they_begin():
    days = [date(2026, 2, 26) + timedelta(days=at) for at in range(7)]
    [month] = heat_map(days, values(*[1] * 7)).months
    assert (month.x, month.name) == (0, "Mar")


def test_the_days_of_a_span_are_the_persons():
    since, until = datetime(2026, 3, 1, 18, 30, tzinfo=UTC), datetime(2026, 3, 3, 18, 30, tzinfo=UTC)
    assert days_of(since, until, zone=KOLKATA) == [date(2026, 3, 2), date(2026, 3, 3)]
    assert days_of(since, until, zone=ZoneInfo("UTC"))[-1] == date(2026, 3, 3)
    assert days_of(since, until, zone=KOLKATA, most=1) == [date(2026, 3, 3)]
    assert days_of(until, since, zone=KOLKATA) == []


def test_a_span_that_ends_at_midnight_ends_with_the_day_before():
    assert last_day_of(datetime(2026, 3, 1, tzinfo=UTC), zone=ZoneInfo("UTC")) == date(2026, 2, 28)
    assert last_day_of(datetime(2026, 3, 1, 0, 1, tzinfo=UTC), zone=ZoneInfo("UTC")) == date(2026, 3, 1)
    assert last_day_of(datetime.min.replace(tzinfo=UTC), zone=ZoneInfo("UTC")) == date(1, 1, 1)
