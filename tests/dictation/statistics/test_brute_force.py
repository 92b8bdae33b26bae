"""What SQL sums up against the same, counted one by one, over thousands of attempts of chance."""

from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from statistics import mean
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from dictation.models import Attempt, Miss
from dictation.paging import PageAsked
from dictation.statistics.asking import Span, Window
from dictation.statistics.days import practice_days, progress_of
from dictation.statistics.goals import today_of
from dictation.statistics.logs import practice_log, statistics_of_item
from dictation.statistics.notebook import missed_words
from dictation.statistics.summaries import by_difficulty, summary_of
from tests.dictation.statistics.builders import random_attempts

# Clocks that change by an hour; that never change, half an hour beside; that change by half an hour.
ZONES = ("America/New_York", "Asia/Kolkata", "Australia/Lord_Howe")
ATTEMPTS = 5_000
DAYS = 800


@pytest.fixture(params=ZONES)
def zone(request):
    return ZoneInfo(request.param)


@pytest.fixture
def attempts(alice, bob, zone):
    alice.time_zone = zone.key
    alice.save()
    random_attempts(bob, 50, days=DAYS, seed=2)
    return random_attempts(alice, ATTEMPTS, days=DAYS, seed=1)


def here(attempt: Attempt, zone: ZoneInfo) -> date:
    return attempt.practised_at.astimezone(zone).date()


def scores(attempts):
    percentages = [attempt.percentage for attempt in attempts]
    if not percentages:
        return None, None, None
    return pytest.approx(mean(percentages), abs=0.0051), max(percentages), min(percentages)


def longest_row(days: set[date]) -> int:
    return max(row_ending(day, days) for day in days)


def row_ending(day: date, days: set[date]) -> int:
    count = 0
    while day - timedelta(days=count) in days:
        count += 1
    return count


def windows(zone: ZoneInfo):
    """Days of the person's: a month, more than two years with every change of the clocks, one day."""
    today = timezone.now().astimezone(zone).date()
    for first, last in ((29, 0), (790, 3), (45, 45)):
        since = datetime.combine(today - timedelta(days=first), time.min, zone)
        yield Window(zone, since, datetime.combine(today - timedelta(days=last - 1), time.min, zone))


def within(attempts, window):
    first = window.since.date()
    last = window.until.date() - timedelta(days=1)
    return [attempt for attempt in attempts if first <= here(attempt, window.zone) <= last]


def test_it_is_what_counting_one_by_one_gives(alice, zone, attempts):
    assert len(attempts) == ATTEMPTS
    check_summary(alice, zone, attempts)
    check_streaks(alice, zone, attempts)
    for window in windows(zone):
        asked = within(attempts, window)
        check_progress(alice, window, asked)
        check_difficulties(alice, window, asked)
        check_log(alice, window, asked)
        check_words(alice, window, asked)


def check_summary(alice, zone, attempts):
    found = summary_of(alice, Span(zone))
    assert found.total_attempts == len(attempts)
    assert found.unique_items_practised == len({attempt.item_ref for attempt in attempts})
    assert (found.average_score, found.best_score, found.worst_score) == scores(attempts)
    assert found.practice_seconds == pytest.approx(sum(attempt.practice_seconds for attempt in attempts))


def check_streaks(alice, zone, attempts):
    counted = Counter(here(attempt, zone) for attempt in attempts)
    assert practice_days(alice, zone) == counted
    today = timezone.now().astimezone(zone).date()
    row = row_ending(today, set(counted)) or row_ending(today - timedelta(days=1), set(counted))
    found = summary_of(alice, Span(zone))
    assert (found.current_streak, found.longest_streak) == (row, longest_row(set(counted)))
    assert (today_of(alice).streak_days, today_of(alice).done) == (row, counted[today])


def check_progress(alice, window, attempts):
    by_day = defaultdict(list)
    for attempt in attempts:
        by_day[here(attempt, window.zone)].append(attempt)
    progress = progress_of(alice, window)
    first = window.since.date()
    assert [day.day for day in progress] == [first + timedelta(days=at) for at in range(len(progress))]
    assert progress[-1].day == window.until.date() - timedelta(days=1)
    for day in progress:
        of_day = by_day[day.day]
        assert (day.attempts, day.unique_items) == (len(of_day), len({one.item_ref for one in of_day}))
        assert (day.average_score, day.best_score, day.worst_score) == scores(of_day)
        assert day.practice_seconds == pytest.approx(sum(one.practice_seconds for one in of_day), abs=0.001)


def check_difficulties(alice, window, attempts):
    found = {row.difficulty: row for row in by_difficulty(alice, window)}
    assert set(found) == {attempt.difficulty for attempt in attempts}
    for level, row in found.items():
        of_level = [attempt for attempt in attempts if attempt.difficulty == level]
        assert (row.attempts, row.average_score) == (len(of_level), scores(of_level)[0])
        assert row.unique_items == len({attempt.item_ref for attempt in of_level})


def check_log(alice, window, attempts):
    by_item = defaultdict(list)
    for attempt in attempts:
        by_item[attempt.item_ref].append(attempt)
    rows = []
    for page in range(1, 6):
        found, total = practice_log(alice, window, PageAsked(page, 10))
        assert total == len(by_item)
        rows += found
    assert {row.item_id for row in rows} == set(by_item)
    assert len(rows) == len(by_item)
    assert [row.last_practised_at for row in rows] == sorted(
        (row.last_practised_at for row in rows), reverse=True
    )
    for row in rows:
        of_item = by_item[row.item_id]
        moments = [attempt.practised_at for attempt in of_item]
        assert (row.attempt_count, row.first_attempt_at, row.last_practised_at) == (
            len(of_item),
            min(moments),
            max(moments),
        )
        assert (row.average_score, row.best_score, row.worst_score) == scores(of_item)
        assert row.average_wer == pytest.approx(mean(attempt.wer for attempt in of_item), abs=0.0001)
        assert row.tags == (["all"] if row.is_there else [])
    if rows:
        assert statistics_of_item(alice, window, rows[0].item_id) == rows[0]


def check_words(alice, window, attempts):
    ids = {attempt.pk for attempt in attempts}
    misses = [miss for miss in Miss.objects.select_related("attempt") if miss.attempt_id in ids]
    counted = Counter((miss.locale, miss.word) for miss in misses)
    found, total = missed_words(alice, window, PageAsked(1, 100))
    assert {(word.locale, word.word): word.misses for word in found} == counted
    assert total == len(counted)
    assert [word.misses for word in found] == sorted(counted.values(), reverse=True)
    for word in found:
        of_word = [miss for miss in misses if (miss.locale, miss.word) == (word.locale, word.word)]
        assert {instead.given: instead.count for instead in word.instead} == Counter(
            miss.given for miss in of_word
        )
        assert word.last_missed_at == max(miss.attempt.practised_at for miss in of_word)
