"""`/api/dictation/stats` and the daily goal: what a person practised, in numbers."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from dictation.models import PracticePreferences
from tests.dictation.builders import make_attempt, make_item
from tests.dictation.statistics.builders import at

STATS = "/api/dictation/stats"
GOAL = "/api/dictation/goal"


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


def test_a_summary_is_of_ones_own_attempts_in_a_span(api, alice, bob):
    first, second = make_item(alice), make_item(alice, locale="de-DE")
    for item, percentage, day in ((first, 100, 1), (first, 40, 2), (second, 70, 3)):
        make_attempt(
            alice, item, percentage=percentage, practised_at=at(f"2026-03-0{day}"), practice_seconds=2.5
        )
    make_attempt(bob, make_item(bob), percentage=10, practised_at=at("2026-03-02"))
    body = api.get(f"{STATS}/summary").json()
    assert body == {
        "total_attempts": 3,
        "unique_items_practised": 2,
        "average_score": 70.0,
        "best_score": 100,
        "worst_score": 40,
        "practice_seconds": 7.5,
        "current_streak": 0,
        "longest_streak": 3,
    }
    assert api.get(f"{STATS}/summary", {"since": "2026-03-02"}).json()["average_score"] == 55.0
    assert api.get(f"{STATS}/summary", {"until": "2026-03-01"}).json()["total_attempts"] == 1
    assert api.get(f"{STATS}/summary", {"locale": "de"}).json()["total_attempts"] == 1
    assert api.get(f"{STATS}/summary", {"locale": "en-US"}).json()["average_score"] is None


def test_nothing_is_counted_as_nothing(api):
    body = api.get(f"{STATS}/summary").json()
    assert (body["total_attempts"], body["average_score"], body["practice_seconds"]) == (0, None, 0.0)
    assert api.get(f"{STATS}/practice-log").json()["items"] == []
    assert api.get(f"{STATS}/difficulty").json() == []
    assert {day["attempts"] for day in api.get(f"{STATS}/progress").json()["days"]} == {0}


@pytest.mark.parametrize("name", ["summary", "practice-log", "progress", "difficulty"])
@pytest.mark.parametrize(
    ("query", "param"),
    [
        ({"since": "2026-03-02", "until": "2026-03-01"}, "since"),
        ({"since": "2026-03-01T08:00Z", "until": "2026-03-01T08:00Z"}, "since"),
        ({"since": "never"}, "since"),
        ({"until": "2026-02-30"}, "until"),
        ({"until": "\x00"}, "until"),
        ({"days": "3"}, "days"),
        ({"locale": "not a language"}, "locale"),
        ({"locale": "x" * 500}, "locale"),
        ({"since": ["2026-03-01", "2026-03-02"]}, "since"),
    ],
)
def test_a_span_that_is_none_is_an_error(api, name, query, param):
    answer = api.get(f"{STATS}/{name}", query)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


@pytest.mark.parametrize("name", ["summary", "practice-log", "progress", "difficulty"])
@pytest.mark.parametrize(
    "query",
    [
        {"until": "0001-01-01"},
        {"since": "9999-12-31"},
        {"since": "0001-01-01", "until": "9999-12-30"},
        {"since": "0001-01-01T00:00Z"},
        {"until": "9999-12-31T23:59:59Z"},
    ],
)
def test_the_ends_of_the_calendar_are_no_accident(api, alice, name, query):
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        alice.time_zone = zone
        alice.save()
        assert api.get(f"{STATS}/{name}", query).status_code in (200, 400)


def test_the_log_tells_item_by_item_what_was_made_of_it(api, alice):
    older = make_item(alice, text="Older", tags=("news", "b"), difficulty=3)
    newer = make_item(alice, text="Newer", locale="de-DE")
    make_attempt(alice, older, percentage=50, practised_at=at("2026-03-01T10:00"))
    make_attempt(alice, older, percentage=100, practised_at=at("2026-03-02T10:00"))
    make_attempt(alice, newer, percentage=20, practised_at=at("2026-03-03T10:00"))
    body = api.get(f"{STATS}/practice-log").json()
    assert (body["total"], body["page"], body["per_page"], body["total_pages"]) == (2, 1, 20, 1)
    assert [row["text"] for row in body["items"]] == ["Newer", "Older"]
    row = body["items"][1]
    assert {**row, "tags": sorted(row["tags"])} == {
        "item_id": str(older.pk),
        "is_there": True,
        "locale": "en-GB",
        "text": "Older",
        "difficulty": 3,
        "tags": ["b", "news"],
        "attempt_count": 2,
        "first_attempt_at": "2026-03-01T10:00:00Z",
        "last_practised_at": "2026-03-02T10:00:00Z",
        "average_score": 75.0,
        "best_score": 100,
        "worst_score": 50,
        "average_wer": 0.25,
    }


def test_the_log_is_paged_by_number(api, alice):
    for number in range(5):
        make_attempt(alice, make_item(alice), practised_at=at(f"2026-03-0{number + 1}"))
    pages = [
        api.get(f"{STATS}/practice-log", {"page": n, "per_page": 2}).json()["items"] for n in (1, 2, 3, 4)
    ]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert len({row["item_id"] for page in pages for row in page}) == 5
    for query in ({"per_page": 101}, {"per_page": 0}, {"page": 0}, {"page": "x"}):
        answer = api.get(f"{STATS}/practice-log", query)
        assert (answer.status_code, answer.json()["error"]["param"]) == (400, next(iter(query)))


def test_what_is_deleted_keeps_its_attempts_and_its_text(api, alice):
    item = make_item(alice, text="Gone for good", difficulty=4)
    make_attempt(alice, item)
    item_id = str(item.pk)
    item.delete()
    [row] = api.get(f"{STATS}/practice-log").json()["items"]
    assert (row["item_id"], row["text"], row["is_there"], row["difficulty"]) == (
        item_id,
        "Gone for good",
        False,
        4,
    )
    assert api.get(f"{STATS}/items/{item_id}").json()["attempt_count"] == 1


def test_of_a_shared_item_it_tells_the_text_that_was_written_down(api, alice, bob):
    item = make_item(bob, text="As it was", tags=("secret",))
    make_attempt(alice, item)
    item.text = "Changed since"
    item.save()
    [row] = api.get(f"{STATS}/practice-log").json()["items"]
    assert (row["text"], row["tags"]) == ("As it was", [])


def test_one_item_has_its_curve(api, alice):
    item = make_item(alice)
    for day, percentage in ((3, 100), (1, 30), (2, 60)):
        make_attempt(alice, item, percentage=percentage, practised_at=at(f"2026-03-0{day}"))
    body = api.get(f"{STATS}/items/{item.pk}").json()
    assert [attempt["percentage"] for attempt in body["attempts"]] == [30, 60, 100]
    assert (body["attempt_count"], body["average_score"]) == (3, 63.33)
    later = api.get(f"{STATS}/items/{item.pk}", {"since": "2026-03-02"}).json()
    assert [attempt["percentage"] for attempt in later["attempts"]] == [60, 100]


def test_an_item_that_was_never_practised_has_no_numbers_yet(api, alice):
    body = api.get(f"{STATS}/items/{make_item(alice, tags=('new',)).pk}").json()
    assert (body["attempt_count"], body["average_score"], body["attempts"]) == (0, None, [])
    assert body["tags"] == ["new"]


def test_somebody_elses_item_is_none(api, bob):
    item = make_item(bob)
    make_attempt(bob, item)
    for item_id in (item.pk, uuid.UUID(int=3)):
        assert api.get(f"{STATS}/items/{item_id}").status_code == 404
        assert api.get(f"{STATS}/progress", {"item_id": item_id}).status_code == 404


def test_progress_has_each_day_in_it(api, alice):
    alice.time_zone = "Asia/Kolkata"
    alice.save()
    item = make_item(alice)
    make_attempt(alice, item, percentage=50, practised_at=at("2026-03-01T18:29"), practice_seconds=3)
    make_attempt(alice, item, percentage=100, practised_at=at("2026-03-01T18:30"))
    body = api.get(f"{STATS}/progress", {"since": "2026-02-28", "until": "2026-03-02"}).json()
    assert body["time_zone"] == "Asia/Kolkata"
    assert [(day["day"], day["attempts"], day["average_score"]) for day in body["days"]] == [
        ("2026-02-28", 0, None),
        ("2026-03-01", 1, 50.0),
        ("2026-03-02", 1, 100.0),
    ]
    assert body["days"][1]["practice_seconds"] == 3.0


def test_progress_may_be_of_one_item(api, alice):
    one, other = make_item(alice), make_item(alice)
    make_attempt(alice, one)
    make_attempt(alice, other)
    days = api.get(f"{STATS}/progress", {"item_id": str(one.pk)}).json()["days"]
    assert (len(days), days[-1]["attempts"]) == (30, 1)
    assert api.get(f"{STATS}/progress", {"item_id": "7"}).status_code == 400


def test_ten_years_are_the_most_at_once(api):
    answer = api.get(f"{STATS}/progress", {"since": "1990-01-01", "until": "2020-01-01"})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "since")
    assert (
        len(api.get(f"{STATS}/progress", {"since": "2010-01-01", "until": "2020-01-01"}).json()["days"])
        == 3653
    )


def test_scores_by_difficulty(api, alice):
    for level, percentage in ((1, 100), (1, 50), (4, 10)):
        make_attempt(alice, make_item(alice, difficulty=level), percentage=percentage)
    assert api.get(f"{STATS}/difficulty").json() == [
        {"difficulty": 1, "attempts": 2, "unique_items": 2, "average_score": 75.0},
        {"difficulty": 4, "attempts": 1, "unique_items": 1, "average_score": 10.0},
    ]


def test_a_goal_is_ten_a_day_until_it_is_changed(api, alice):
    make_attempt(alice, make_item(alice))
    body = api.get(GOAL).json()
    assert (body["daily_goal"], body["done_today"], body["is_met"], body["current_streak"]) == (
        10,
        1,
        False,
        1,
    )
    body = api.patch(GOAL, {"daily_goal": 1}, format="json").json()
    assert (body["daily_goal"], body["is_met"]) == (1, True)
    assert PracticePreferences.objects.get(owner=alice).daily_goal == 1


@pytest.mark.parametrize(
    "sent", [{"daily_goal": 0}, {"daily_goal": 501}, {"daily_goal": "7"}, {}, [], {"goal": 3}]
)
def test_a_goal_that_is_none_is_refused(api, alice, sent):
    assert api.patch(GOAL, sent, format="json").status_code == 400
    assert not PracticePreferences.objects.filter(owner=alice).exists()


def test_a_row_of_days_is_counted_however_long(api, alice):
    item = make_item(alice)
    now = timezone.now()
    for days in range(75):
        make_attempt(alice, item, practised_at=now - timedelta(days=days))
    assert api.get(GOAL).json()["current_streak"] == 75


@pytest.mark.parametrize("name", ["summary", "practice-log", "progress", "difficulty"])
def test_it_asks_as_often_for_many_attempts_as_for_few(api, alice, bob, name, django_assert_max_num_queries):
    def make(count):
        for number in range(count):
            make_attempt(alice, make_item(alice, tags=(f"tag {number}",)))
            make_attempt(alice, make_item(bob))

    make(2)
    with django_assert_max_num_queries(100) as few:
        api.get(f"{STATS}/{name}")
    make(8)
    with django_assert_max_num_queries(len(few)):
        api.get(f"{STATS}/{name}")
