"""`/api/dictation/attempts`."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from dictation.models import Attempt, Item, Membership, PracticeGroup
from tests.answers import error_of
from tests.dictation.builders import make_attempt, make_item, make_list

pytestmark = pytest.mark.django_db
URL = "/api/dictation/attempts"
NOON = datetime(2026, 3, 10, 12, tzinfo=UTC)


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


def send(api, item, text="", **fields):
    return api.post(URL, {"item_id": str(item.pk), "text": text, **fields}, format="json")


def test_an_answer_is_told_its_score_and_its_alignment(api, alice):
    item = make_item(alice, text="Hello, small world!")
    answer = send(api, item, "hello world", replays=3, practice_seconds=7.5)
    body = answer.json()
    assert answer.status_code == 201
    assert (body["percentage"], body["wer"]) == (67, pytest.approx(1 / 3))
    assert (body["words_total"], body["words_correct"], body["deletions"]) == (3, 2, 1)
    assert body["alignment"] == [
        {"op": "equal", "expected": "Hello", "given": "hello"},
        {"op": "delete", "expected": "small", "given": ""},
        {"op": "equal", "expected": "world", "given": "world"},
    ]
    assert (body["item_id"], body["kind"], body["replays"]) == (str(item.pk), "typed", 3)
    assert body["due_at"] > body["practised_at"]
    assert api.get(answer.headers["Location"]).json() == body


def test_the_error_rate_is_shown_clamped_and_stored_as_it_is(api, alice):
    body = send(api, make_item(alice, text="yes"), "well yes of course it is").json()
    assert (body["wer"], body["percentage"]) == (1.0, 0)
    assert Attempt.objects.get().wer == 5.0


def test_what_is_sent_again_is_answered_200_with_the_same_attempt(api, alice):
    item = make_item(alice)
    first = send(api, item, "the quick", client_key="k")
    again = send(api, item, "the quick", client_key="k")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert send(api, item, "another", client_key="k").status_code == 409
    Item.objects.filter(pk=item.pk).delete()
    after = send(api, item, "the quick", client_key="k")
    assert (after.status_code, after.json()["id"]) == (200, first.json()["id"])


def test_an_answer_of_another_day_is_stored_under_that_day(api, alice):
    then = (timezone.now() - timedelta(days=3)).replace(microsecond=0)
    body = send(api, make_item(alice), "x", practised_at=then.isoformat()).json()
    assert datetime.fromisoformat(body["practised_at"]) == then


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"item_id": "no id"}, (400, "item_id")),
        ({"item_id": None}, (400, "item_id")),
        ({"item_id": 5}, (400, "item_id")),
        ({"item_id": "6f1c9c1e-8b0f-4b7e-9a55-0d5c1f0a4d11"}, (404, None)),
        ({"text": 5}, (400, "text")),
        ({"text": "x" * 10_001}, (400, "text")),
        ({"practice_seconds": -1}, (400, "practice_seconds")),
        ({"replays": "two"}, (400, "replays")),
        ({"practised_at": "soon"}, (400, "practised_at")),
        ({"scor": 100}, (400, "scor")),
    ],
)
def test_what_is_wrong_is_told(api, alice, changed, expected):
    sent = {"item_id": str(make_item(alice).pk), "text": "x"} | changed
    assert error_of(api.post(URL, sent, format="json"))[::2] == expected
    assert Attempt.objects.count() == 0


def test_a_body_that_is_no_object_is_told(api):
    assert api.post(URL, [1], format="json").status_code == 400
    assert api.post(URL, "{", content_type="application/json").status_code == 400


def test_nul_characters_and_control_signs_are_left_out(api, alice):
    body = send(api, make_item(alice, text="one two"), "one\x00 \x07two").json()
    assert (body["text"], body["percentage"]) == ("one two", 100)


def test_attempts_are_ones_own(api, bob):
    others = make_attempt(bob, make_item(bob))
    assert api.get(f"{URL}/{others.pk}").status_code == 404
    assert api.get(f"{URL}/{uuid4()}").status_code == 404
    assert api.get(URL).json()["total"] == 0
    assert send(api, others.item, "x").status_code == 404


def test_a_shared_item_may_be_answered(api, alice, bob):
    item = make_item(bob, text="one two")
    group = PracticeGroup.objects.create(owner=bob, name="Class")
    group.lists.add(make_list(bob, item))
    assert send(api, item, "one two").status_code == 404
    Membership.objects.create(group=group, member=alice)
    answer = send(api, item, "one two")
    assert (answer.status_code, answer.json()["percentage"]) == (201, 100)
    assert Attempt.objects.get().owner == alice


def test_the_list_has_the_last_practised_first_in_pages(api, alice):
    item = make_item(alice)
    made = [make_attempt(alice, item, practised_at=NOON + timedelta(hours=hour)) for hour in range(5)]
    body = api.get(URL, {"page": 2, "per_page": 2}).json()
    assert [each["id"] for each in body["items"]] == [str(made[2].pk), str(made[1].pk)]
    assert (body["total"], body["page"], body["per_page"], body["total_pages"]) == (5, 2, 2, 3)
    assert "alignment" not in body["items"][0]


def test_the_list_is_filtered_by_item_kind_and_time(api, alice):
    one, other = make_item(alice), make_item(alice)
    early = make_attempt(alice, one, practised_at=NOON)
    late = make_attempt(alice, one, practised_at=NOON + timedelta(days=1), kind="spoken")
    make_attempt(alice, other, practised_at=NOON + timedelta(days=2))

    def listed(**query):
        return [each["id"] for each in api.get(URL, query).json()["items"]]

    assert listed(item_id=one.pk) == [str(late.pk), str(early.pk)]
    assert listed(kind="spoken") == [str(late.pk)]
    assert listed(since="2026-03-10T12:00:00Z", until="2026-03-11T12:00:00Z") == [str(early.pk)]
    one_id = one.pk
    one.delete()
    assert len(listed(item_id=one_id)) == 2


def test_days_are_the_persons(api, alice):
    alice.time_zone = "Pacific/Auckland"
    alice.save()
    attempt = make_attempt(alice, make_item(alice), practised_at=NOON)  # the 11th there
    query = {"since": "2026-03-11", "until": "2026-03-11"}
    assert [each["id"] for each in api.get(URL, query).json()["items"]] == [str(attempt.pk)]


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ({"item_id": "x"}, "item_id"),
        ({"kind": "sung"}, "kind"),
        ({"since": "yesterday"}, "since"),
        ({"until": "2026-13-01"}, "until"),
        ({"since": "2026-03-11", "until": "2026-03-10"}, "since"),
        ({"page": "0"}, "page"),
        ({"per_page": "101"}, "per_page"),
        ({"per_page": "ten"}, "per_page"),
        ({"itemid": "x"}, "itemid"),
    ],
)
def test_a_filter_that_is_wrong_is_told(api, query, param):
    assert error_of(api.get(URL, query))[::2] == (400, param)


def test_the_list_asks_the_database_as_often_for_many(api, alice, django_assert_max_num_queries):
    item = make_item(alice)
    for _ in range(30):
        make_attempt(alice, item)
    with django_assert_max_num_queries(8):
        assert len(api.get(URL, {"per_page": 30}).json()["items"]) == 30


def test_the_ends_of_the_calendar_are_no_trouble(api, alice):
    alice.time_zone = "Pacific/Auckland"
    alice.save()
    for query in ({"since": "0001-01-01"}, {"until": "9999-12-31"}, {"until": "9999-12-31T23:59:59-12:00"}):
        assert api.get(URL, query).status_code in (200, 400), query


def test_who_is_not_known_gets_nothing(stranger, alice, api_of):
    assert stranger.get(URL).status_code in (401, 403)
    assert api_of(alice, ["speech"]).get(URL).status_code == 403
