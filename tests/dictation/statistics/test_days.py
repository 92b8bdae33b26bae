"""A day is a day of the person's: where clocks change, at the ends of months, beside the date line."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from dictation.statistics.asking import PracticeSpanSerializer, Window, asked_in
from dictation.statistics.days import practice_days, progress_of
from dictation.statistics.streaks import streaks_of
from tests.dictation.builders import make_attempt, make_item
from tests.dictation.statistics.builders import at


@pytest.fixture
def practised(alice):
    item = make_item(alice)
    return lambda *moments: [make_attempt(alice, item, practised_at=at(moment)) for moment in moments]


def window_of(zone_name, since, until):
    from django.http import QueryDict

    query = QueryDict(mutable=True)
    query.update({"since": since, "until": until})
    return asked_in(PracticeSpanSerializer, query).window(ZoneInfo(zone_name))


def counted(alice, window: Window):
    return {day.day.isoformat(): day.attempts for day in progress_of(alice, window)}


def test_the_day_on_which_clocks_go_forward_has_23_hours(alice, practised):
    # Helsinki, 2026-03-29: from +2 to +3.
    practised("2026-03-28T21:59", "2026-03-28T22:00", "2026-03-29T20:59", "2026-03-29T21:00")
    found = counted(alice, window_of("Europe/Helsinki", "2026-03-28", "2026-03-30"))
    assert found == {"2026-03-28": 1, "2026-03-29": 2, "2026-03-30": 1}


def test_the_day_on_which_clocks_go_back_has_25_hours(alice, practised):
    # New York, 2026-11-01: from -4 to -5.
    practised("2026-11-01T03:59", "2026-11-01T04:00", "2026-11-02T04:59", "2026-11-02T05:00")
    found = counted(alice, window_of("America/New_York", "2026-10-31", "2026-11-02"))
    assert found == {"2026-10-31": 1, "2026-11-01": 2, "2026-11-02": 1}


def test_clocks_that_change_by_half_an_hour(alice, practised):
    # Lord Howe, 2026-04-05: from +11 to +10:30.
    practised("2026-04-04T12:59", "2026-04-04T13:00", "2026-04-05T13:29", "2026-04-05T13:30")
    found = counted(alice, window_of("Australia/Lord_Howe", "2026-04-04", "2026-04-06"))
    assert found == {"2026-04-04": 1, "2026-04-05": 2, "2026-04-06": 1}


def test_a_midnight_that_is_skipped_begins_its_day_an_hour_later(alice, practised):
    # Beirut, 2026-03-29: at midnight it is one o'clock.
    practised("2026-03-28T21:59", "2026-03-28T22:00", "2026-03-29T20:59")
    found = counted(alice, window_of("Asia/Beirut", "2026-03-28", "2026-03-29"))
    assert found == {"2026-03-28": 1, "2026-03-29": 2}


def test_a_month_has_its_own_days_and_no_more(alice, practised):
    practised("2024-01-31T18:29", "2024-01-31T18:30", "2024-02-29T18:29", "2024-02-29T18:30")
    found = progress_of(alice, window_of("Asia/Kolkata", "2024-02-01", "2024-02-29"))
    assert [found[0].day, found[-1].day, len(found)] == [date(2024, 2, 1), date(2024, 2, 29), 29]
    assert [found[0].attempts, found[-1].attempts] == [1, 1]
    assert sum(day.attempts for day in found) == 2


def test_days_differ_with_the_zone(alice, practised):
    practised("2026-06-30T11:00")
    assert list(practice_days(alice, ZoneInfo("Pacific/Kiritimati"))) == [date(2026, 7, 1)]
    assert list(practice_days(alice, ZoneInfo("Pacific/Pago_Pago"))) == [date(2026, 6, 30)]
    assert list(practice_days(alice, ZoneInfo("UTC"))) == [date(2026, 6, 30)]


def days_before(today, *back):
    return [today - timedelta(days=days) for days in back]


@pytest.mark.parametrize(
    ("back", "current", "longest"),
    [
        ((), 0, 0),
        ((0,), 1, 1),
        ((1,), 1, 1),
        ((2,), 0, 1),
        ((0, 1, 2), 3, 3),
        ((1, 2), 2, 2),
        ((0, 2, 3, 4), 1, 3),
        ((0, 1, 10, 11, 12, 13, 20), 2, 4),
    ],
)
def test_a_row_of_days_ends_today_or_yesterday(back, current, longest):
    today = date(2024, 3, 1)
    found = streaks_of(days_before(today, *back), today=today)
    assert (found.current_days, found.longest_days) == (current, longest)


def test_a_row_of_days_goes_on_over_a_leap_day_and_a_new_year():
    assert streaks_of([date(2024, 2, 28), date(2024, 2, 29)], today=date(2024, 3, 1)).current_days == 2
    assert streaks_of([date(2023, 12, 31), date(2024, 1, 1)], today=date(2024, 1, 1)).current_days == 2
