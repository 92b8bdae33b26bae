"""The practice page: what it offers first, what it takes, what it answers."""

from uuid import uuid4

import pytest

from dictation.models import Attempt, Item
from tests.dictation.builders import make_item


@pytest.fixture
def page(alice, client_of):
    return client_of(alice)


def check(page, item, text, **fields):
    sent = {"item": str(item.pk), "text": text, **fields}
    return page.post("/practice/check/", sent, headers={"HX-Request": "true"})


def test_who_has_nothing_yet_is_offered_examples(page, alice):
    assert "Add example sentences" in page.get("/practice/").content.decode()
    page.post("/practice/examples/")
    assert Item.objects.for_user(alice).filter(tags__name="example").exists()
    html = page.get("/practice/").content.decode()
    assert "<practice-desk" in html
    assert "Add example sentences" not in html


def test_examples_are_added_once(page, alice):
    page.post("/practice/examples/")
    count = Item.objects.for_user(alice).count()
    page.post("/practice/examples/")
    assert Item.objects.for_user(alice).count() == count


def test_the_text_is_not_on_the_page_before_it_is_written(page, alice):
    make_item(alice, text="Extraordinary weather.")
    assert "xtraordinary" not in page.get("/practice/").content.decode()


def test_a_filter_that_finds_nothing_leads_back_to_everything(page, alice):
    make_item(alice)
    html = page.get("/practice/", {"locale": "fr"}, headers={"HX-Request": "true"}).content.decode()
    assert "Nothing to practise here" in html
    assert "<html" not in html


def test_an_answer_is_scored_and_its_difference_shown(page, alice):
    item = make_item(alice, text="The train leaves at seven.")
    html = check(
        page, item, "the rain leaves seven", replays="2", hints="1", practice_seconds="12.5"
    ).content.decode()
    assert 'data-percentage="60"' in html
    assert "diff__word--substitute" in html
    assert "diff__word--delete" in html
    assert "1 of 10 today" in html.replace('<strong class="numbers">1</strong>', "1")
    attempt = Attempt.objects.get(owner=alice)
    assert (attempt.replays, attempt.hints, attempt.practice_seconds) == (2, 1, 12.5)


def test_an_answer_that_arrives_twice_is_stored_once(page, alice):
    item = make_item(alice)
    answers = [check(page, item, "the quick", client_key="k1").content for _ in range(2)]
    assert Attempt.objects.count() == 1
    assert [b"data-percentage" in each for each in answers] == [True, True]


def test_an_empty_answer_scores_nothing(page, alice):
    assert 'data-percentage="0"' in check(page, make_item(alice), "").content.decode()


def test_without_scripts_the_result_is_a_page(page, alice):
    html = page.post("/practice/check/", {"item": str(make_item(alice).pk), "text": "the"}).content.decode()
    assert "<html" in html
    assert "result__score" in html


@pytest.mark.parametrize("sent", ["", "x", "null"])
def test_an_item_has_to_be_named(page, sent):
    assert page.post("/practice/check/", {"item": sent, "text": "a"}).status_code == 400


def test_items_of_others_are_not_there(page, bob):
    item = make_item(bob, text="his")
    assert check(page, item, "his").status_code == 404
    assert page.get("/practice/text/", {"item": str(item.pk)}).status_code == 404
    assert page.post("/practice/aloud/", {"item": str(item.pk)}).status_code == 404


def test_bad_numbers_are_refused_with_a_sentence(page, alice):
    response = check(page, make_item(alice), "a", practice_seconds="nan")
    assert response.status_code == 400
    assert "practice_seconds" in response["HX-Trigger"]


def test_reading_aloud_needs_a_recording(page, alice):
    response = page.post(
        "/practice/aloud/", {"item": str(make_item(alice).pk)}, headers={"HX-Request": "true"}
    )
    assert response.status_code == 400
    assert "recording" in response["HX-Trigger"]


def test_sounds_are_asked_for_by_id(page, alice):
    item = make_item(alice, is_ready=True)
    told = page.get("/practice/sounds/", {"item": [str(item.pk)]}).json()
    assert told[str(item.pk)]["state"] == "ready"
    assert page.get(told[str(item.pk)]["src"]).status_code == 200
    assert page.get("/practice/sounds/", {"item": "nonsense"}).status_code == 400
    assert page.get("/practice/sounds/", {"item": str(uuid4())}).json() == {}
