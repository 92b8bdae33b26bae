"""The Statistics page of practice, the one of an item, the goal, and the word notebook."""

import json
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from dictation.models import LearntWord, PracticePreferences
from dictation.statistics.goals import goal_of
from tests.dictation.builders import make_attempt, make_item
from tests.dictation.statistics.builders import at, miss

PAGE = "/practice/statistics/"
WORDS = "/practice/words/"
HTMX = {"headers": {"HX-Request": "true"}}
KETTLE = "locale=en-GB&word=kettle"


@pytest.fixture
def client(alice, client_of):
    return client_of(alice)


def shown(client, url=PAGE, **extra) -> str:
    return unescape(client.get(url, **extra).content.decode())


def test_nobody_is_shown_charts_of_nothing(client):
    page = shown(client)
    assert "Nothing practised yet" in page
    assert '<svg class="chart' not in page


def test_what_was_practised_is_drawn_day_by_day(client, alice):
    item = make_item(alice, text="The kettle is on.")
    make_attempt(alice, item, percentage=40, practised_at=timezone.now() - timedelta(days=2))
    make_attempt(alice, item, percentage=80, practice_seconds=90)
    page = shown(client)
    assert page.count("chart__bar") == 30
    assert page.count("chart__dot") == 2
    assert "80 % of 1 attempt" in page
    assert "60 %" in page
    assert "40 to 80 %" in page
    assert "1:30" in page
    assert page.count("heat__day") >= 52 * 7
    assert "Level 1" in page
    assert "The kettle is on." in page


def test_a_span_and_a_language_narrow_it(client, alice):
    make_attempt(alice, make_item(alice), percentage=40, practised_at=at("2026-03-01T10:00"))
    make_attempt(
        alice, make_item(alice, locale="de-DE", text="Guten Tag"), practised_at=at("2026-03-02T10:00")
    )
    part = shown(client, f"{PAGE}?since=2026-03-01&until=2026-03-02", **HTMX)
    assert part.count("chart__bar") == 2
    assert 'value="2026-03-02"' in part
    assert "<html" not in part
    german = shown(client, f"{PAGE}?since=2026-03-01&until=2026-03-02&locale=de-DE", **HTMX)
    assert german.count("chart__dot") == 1
    assert "Guten Tag" in german
    assert "quick brown" not in german
    assert client.get(f"{PAGE}?since=nonsense").status_code == 400


def test_the_items_are_paged(client, alice):
    for number in range(12):
        make_attempt(alice, make_item(alice, text=f"Item number {number}"))
    assert shown(client).count("Item number") == 10
    assert shown(client, f"{PAGE}?page=2").count("Item number") == 2


def test_an_item_has_a_page_of_its_own(client, client_of, alice, bob):
    item = make_item(alice, text="The kettle is on.")
    for percentage in (20, 60):
        make_attempt(alice, item, percentage=percentage, text="The cattle is on.")
    page = shown(client, f"{PAGE}items/{item.pk}/")
    assert page.count("chart__dot") == 2
    assert "The cattle is on." in page
    assert client_of(bob).get(f"{PAGE}items/{item.pk}/").status_code == 404


def test_what_was_written_is_not_markup(client, alice):
    item = make_item(alice, text="<script>alert(1)</script>")
    make_attempt(alice, item, text="<img src=x>")
    miss(alice, item, "<b>bold", "<i>")
    for url in (PAGE, f"{PAGE}items/{item.pk}/", WORDS):
        raw = client.get(url).content.decode()
        assert "<script>alert(1)" not in raw
        assert "<img src=x" not in raw
        assert "<b>bold" not in raw
        assert "<i>" not in raw


def test_the_goal_is_set_and_shown(client, alice):
    make_attempt(alice, make_item(alice))
    assert client.post(f"{PAGE}goal", {"daily_goal": "1"}).status_code == 302
    assert goal_of(alice) == 1
    page = shown(client)
    assert "goal reached" in page
    assert "1 day in a row" in page


@pytest.mark.parametrize("sent", ["", "0", "501", "many", "1e3", "9" * 400])
def test_a_goal_that_is_none_is_told_beside_the_field(client, alice, sent):
    answer = client.post(f"{PAGE}goal", {"daily_goal": sent})
    assert answer.status_code == 422
    assert "field__error" in answer.content.decode()
    assert not PracticePreferences.objects.filter(owner=alice).exists()


def test_the_notebook_tells_what_was_written_instead_and_how_it_sounds(client, alice):
    item = make_item(alice)
    miss(alice, item, "kettle", "cattle")
    miss(alice, item, "kettle")
    page = shown(client, WORDS)
    assert "missed 2 times" in page
    assert "cattle" in page
    assert "left out" in page
    assert f"/practice/words/audio?{KETTLE}" in page


def test_an_empty_notebook_says_what_it_is_for(client):
    assert "No word to learn" in shown(client, WORDS)


def test_a_long_notebook_goes_on_where_it_ends(client, alice):
    item = make_item(alice)
    for number in range(35):
        miss(alice, item, f"word{number}")
    first = shown(client, WORDS)
    assert first.count('class="rows__item missed"') == 30
    assert "page=2" in first
    rest = shown(client, f"{WORDS}?page=2", **HTMX)
    assert rest.count('class="rows__item missed"') == 5
    assert "page=3" not in rest
    assert "<section" not in rest


def test_a_word_is_crossed_out_and_comes_back(client, alice):
    miss(alice, make_item(alice))
    answer = client.post(f"{WORDS}learn?{KETTLE}", **HTMX)
    assert (answer.status_code, answer.content) == (200, b"")
    toast = json.loads(answer["HX-Trigger"])["toast"]
    assert "“kettle”" in toast["text"]
    assert "No word to learn" in shown(client, WORDS)
    undone = client.post(toast["undo_url"], **HTMX)
    assert "notebook-changed" in undone["HX-Trigger"]
    assert "missed 1 time" in shown(client, WORDS)
    assert not LearntWord.objects.exists()


def test_undo_leaves_crossed_out_what_was_so_before(client, alice):
    item = make_item(alice)
    now = timezone.now()
    miss(alice, item, practised_at=now - timedelta(days=3))
    LearntWord.objects.create(owner=alice, locale="en-GB", word="kettle", learnt_at=now - timedelta(days=2))
    miss(alice, item, practised_at=now - timedelta(days=1))
    toast = json.loads(client.post(f"{WORDS}learn?{KETTLE}", **HTMX)["HX-Trigger"])["toast"]
    client.post(toast["undo_url"], **HTMX)
    assert "missed 1 time" in shown(client, WORDS)


def test_it_works_without_scripts(client, alice):
    miss(alice, make_item(alice))
    page = client.post(f"{WORDS}learn?{KETTLE}", follow=True).content.decode()
    action = unescape(page).split('action="/practice/words/unlearn?')[1].split('"')[0]
    client.post(f"/practice/words/unlearn?{action}")
    assert "missed 1 time" in shown(client, WORDS)


@pytest.mark.parametrize("query", ["", "locale=en-GB", "locale=en-GB&word=never", "locale=en-GB&word=%00"])
def test_a_word_that_is_none_is_not_crossed_out(client, query):
    assert client.post(f"{WORDS}learn?{query}", **HTMX).status_code in (400, 404)
    assert not LearntWord.objects.exists()


@pytest.mark.parametrize("before", ["nonsense", "0001-01-01T00:00:00-10:00"])
def test_an_undo_that_was_tampered_with_breaks_nothing(client, alice, before):
    miss(alice, make_item(alice))
    client.post(f"{WORDS}learn?{KETTLE}", **HTMX)
    assert client.post(f"{WORDS}unlearn?{KETTLE}&before={before}", **HTMX).status_code == 204


def test_a_word_is_practised_with_the_items_it_is_in(client, alice, bob):
    one, other, strange = make_item(alice), make_item(alice), make_item(bob)
    miss(alice, one, practised_at=at("2026-03-01"))
    miss(alice, other, practised_at=at("2026-03-02"))
    miss(alice, strange)
    miss(alice, make_item(alice), "fox")
    answer = client.get(f"{WORDS}practise?{KETTLE}")
    assert answer.url == f"/practice/?ids={other.pk}%2C{one.pk}"
    assert "/practice/?which=missed" in shown(client, WORDS)


def test_a_word_whose_items_are_gone_can_not_be_practised(client, alice):
    item = make_item(alice)
    miss(alice, item)
    item.delete()
    assert client.get(f"{WORDS}practise?{KETTLE}").status_code == 404


def test_the_pages_ask_as_often_for_many_as_for_few(client, alice, django_assert_max_num_queries):
    def make(count):
        for number in range(count):
            miss(alice, make_item(alice, tags=(f"tag {number}",)), f"word {number}", "other")

    for url in (PAGE, WORDS):
        make(2)
        with django_assert_max_num_queries(100) as few:
            client.get(url)
        make(9)
        with django_assert_max_num_queries(len(few)):
            client.get(url)
