"""`/api/dictation/items` and `/tags`: the payloads, the statuses, what is refused and where."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from dictation.models import Item, Membership, PracticeGroup, Tag
from tests.answers import error_of
from tests.dictation.builders import TEXT, make_attempt, make_item, make_list, make_tag

URL = "/api/dictation/items"
TAGS = "/api/dictation/tags"


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


def sent(text: object = TEXT, **fields: object) -> dict[str, object]:
    return {"locale": "en-GB", "text": text, **fields}


def test_an_item_is_made_read_changed_deleted_and_restored(api):
    made = api.post(URL, sent(tags=["animals"], alternatives=["A fox."]), format="json")
    item = made.json()
    address = f"{URL}/{item['id']}"
    assert (made.status_code, made["Location"]) == (202, address)
    assert item | {"id": "", "created_at": "", "updated_at": ""} == {
        **{"id": "", "locale": "en-GB", "text": TEXT, "alternatives": ["A fox."], "is_strict": False},
        **{"difficulty": 1, "is_difficulty_given": False, "tags": ["animals"], "tts_status": "pending"},
        **{"tts_error": "", "audio_url": None, "duration_ms": None, "attempts_count": 0},
        **{"practised": False, "last_practised_at": None, "best_percentage": None, "due_at": None},
        **{"is_own": True, "created_at": "", "updated_at": ""},
    }
    assert api.get(address).json() == item
    changed = api.patch(address, {"text": "Another text.", "is_strict": True}, format="json").json()
    assert (changed["text"], changed["is_strict"], changed["tags"]) == ("Another text.", True, ["animals"])
    assert api.delete(address).status_code == 204
    assert error_of(api.get(address)) == (404, "not_found", None)
    assert error_of(api.delete(address)) == (404, "not_found", None)
    assert api.post(f"{address}/restore").json()["text"] == "Another text."


def test_an_item_that_is_ready_says_where_it_is_heard(alice, api):
    item = make_item(alice, is_ready=True)
    make_attempt(alice, item, percentage=80)
    shown = api.get(f"{URL}/{item.pk}").json()
    assert shown["tts_status"] == "ready"
    assert shown["audio_url"] == f"{URL}/{item.pk}/audio"
    assert shown["duration_ms"] == 300
    assert (shown["attempts_count"], shown["practised"], shown["best_percentage"]) == (1, True, 80)
    assert api.get(shown["audio_url"]).status_code == 200


def test_what_was_given_can_be_sent_back(alice, api):
    item = make_item(alice, tags=["news"])
    shown = api.get(f"{URL}/{item.pk}").json()
    again = api.patch(f"{URL}/{item.pk}", shown, format="json")
    assert again.status_code == 200
    assert again.json()["tags"] == ["news"]


@pytest.mark.parametrize(
    ("body", "param", "code"),
    [
        ({"locale": "en"}, "text", "invalid"),
        ({"text": TEXT}, "locale", "invalid"),
        (sent(""), "text", "no_words"),
        (sent(" \x00 "), "text", "no_words"),
        (sent("a" * 10_001), "text", "text_too_long"),
        (sent(["a"]), "text", "invalid"),
        (sent(locale="xx-XX"), "locale", "unspoken_locale"),
        (sent(difficulty=6), "difficulty", "invalid"),
        (sent(difficulty="hard"), "difficulty", "invalid"),
        (sent(tags=["a"] * 2), "tags.1", "invalid"),
        (sent(is_strict="yes"), "is_strict", "invalid"),
        (sent(language="en"), "language", "unknown_parameter"),
        ([], None, "invalid"),
        ("text", None, "invalid"),
    ],
)
def test_what_is_wrong_with_an_item_is_named(api, body, param, code):
    assert error_of(api.post(URL, body, format="json")) == (400, code, param)
    assert not Item.objects.exists()


@pytest.mark.parametrize(
    "body", ["{", '{"text": NaN}', '{"text": "\\ud800", "locale": "en"}', '{"a":' * 5000]
)
def test_what_is_no_json_is_refused(api, body):
    assert api.post(URL, body, content_type="application/json").status_code == 400


def test_null_is_the_default(api):
    item = api.post(
        URL, sent(difficulty=None, tags=None, alternatives=None, is_strict=None), format="json"
    ).json()
    assert (item["tags"], item["alternatives"], item["is_strict"]) == ([], [], False)
    made = api.patch(f"{URL}/{item['id']}", {"difficulty": 5, "tags": ["a"]}, format="json").json()
    assert (made["difficulty"], made["is_difficulty_given"], made["tags"]) == (5, True, ["a"])
    back = api.patch(f"{URL}/{item['id']}", {"difficulty": None, "tags": None}, format="json").json()
    assert (back["difficulty"], back["is_difficulty_given"], back["tags"]) == (1, False, [])


def test_of_many_each_is_answered(api):
    items = [sent("One."), sent("?"), "no item", sent("Two.", tags=["t"]), {"text": "Three."}]
    made = api.post(f"{URL}/bulk", {"items": items}, format="json")
    answer = made.json()
    assert made.status_code == 202
    assert [item["text"] for item in answer["created_items"]] == ["One.", "Two."]
    assert (answer["total_created"], answer["total_failed"]) == (2, 3)
    assert [(failed["index"], failed["error"]["param"]) for failed in answer["failed_items"]] == [
        (1, "text"),
        (2, None),
        (4, "locale"),
    ]


@pytest.mark.parametrize("items", [[], [sent("One.")] * 101, "no list", None, {"text": "One."}])
def test_a_bulk_is_of_1_to_100(api, items):
    assert error_of(api.post(f"{URL}/bulk", {"items": items}, format="json")) == (400, "invalid", "items")
    assert not Item.objects.exists()


def test_a_hundred_at_once_are_made(api, django_assert_max_num_queries):
    items = [sent(f"Sentence {number}.", tags=[f"t{number % 20}"]) for number in range(100)]
    with django_assert_max_num_queries(80):
        answer = api.post(f"{URL}/bulk", {"items": items}, format="json").json()
    assert (answer["total_created"], answer["total_failed"]) == (100, 0)


def test_the_list_comes_in_pages(alice, api):
    for number in range(5):
        make_item(alice, text=f"Text {number}", tags=["t"], difficulty=number % 5 + 1)
    page = api.get(URL, {"page": 2, "per_page": 2, "sort": "oldest"}).json()
    assert [item["text"] for item in page["items"]] == ["Text 2", "Text 3"]
    assert {name: page[name] for name in ("total", "page", "per_page", "total_pages")} == {
        **{"total": 5, "page": 2, "per_page": 2, "total_pages": 3}
    }
    assert api.get(URL, {"page": 9}).json()["items"] == []
    assert api.get(URL, {"difficulty": "2..3", "tags": "t", "practised": "false"}).json()["total"] == 2


def test_an_empty_list_has_no_pages(api):
    assert api.get(URL).json() == {"items": [], "total": 0, "page": 1, "per_page": 20, "total_pages": 0}


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ({"page": 0}, "page"),
        ({"page": "x"}, "page"),
        ({"page": 10**30}, "page"),
        ({"per_page": 101}, "per_page"),
        ({"per_page": 0}, "per_page"),
        ({"difficulty": "2..9"}, "difficulty"),
        ({"sort": "random"}, "sort"),
        ({"language": "en"}, "language"),
        ({"shared": "perhaps"}, "shared"),
    ],
)
def test_a_wrong_question_is_an_error(api, query, param):
    response = api.get(URL, query)
    assert (response.status_code, response.json()["error"]["param"]) == (400, param)


def test_a_list_asks_as_often_for_many_as_for_few(alice, api, django_assert_max_num_queries):
    for number in range(30):
        make_attempt(alice, make_item(alice, text=f"item {number}", is_ready=number < 3, tags=["a", "b"]))
    with django_assert_max_num_queries(6):
        assert len(api.get(URL, {"per_page": 100}).json()["items"]) == 30


def test_difficulty_and_tags_have_doors_of_their_own(alice, api):
    address = f"{URL}/{make_item(alice).pk}"
    assert api.patch(f"{address}/difficulty", {"difficulty": 3}, format="json").json()["difficulty"] == 3
    shown = api.patch(f"{address}/tags", {"tags": ["b", "A"]}, format="json").json()
    assert shown["tags"] == ["A", "b"]
    for door, body in {"difficulty": {"difficulty": 0}, "tags": {"tags": ["a", "A"]}}.items():
        assert api.patch(f"{address}/{door}", body, format="json").status_code == 400
        assert error_of(api.patch(f"{address}/{door}", {}, format="json")) == (400, "invalid", door)
    assert api.get(address).json()["tags"] == ["A", "b"]


def test_what_is_shared_is_read_and_not_changed(alice, bob, api_of):
    item = make_item(alice)
    group = PracticeGroup.objects.create(owner=alice, name="Class")
    Membership.objects.create(group=group, member=bob)
    group.lists.add(make_list(alice, item))
    api = api_of(bob)
    assert api.get(f"{URL}/{item.pk}").json()["is_own"] is False
    assert api.get(URL).json()["total"] == 0
    assert api.get(URL, {"shared": "true"}).json()["total"] == 1
    assert api.patch(f"{URL}/{item.pk}", {"text": "Mine."}, format="json").status_code == 404
    assert api.delete(f"{URL}/{item.pk}").status_code == 404


def test_tags_are_made_listed_renamed_and_removed(alice, api):
    item = make_item(alice, tags=["sport"])
    make_item(alice, tags=["sport"], deleted_at=timezone.now() - timedelta(seconds=5))
    made = api.post(TAGS, {"name": " News "}, format="json")
    assert (made.status_code, made.json()["name"], made.json()["item_count"]) == (201, "News", 0)
    assert api.get(made["Location"]).json() == made.json()
    listed = api.get(TAGS).json()
    assert [(tag["name"], tag["item_count"]) for tag in listed["items"]] == [("News", 0), ("sport", 1)]
    assert api.get(TAGS, {"search": "POR"}).json()["total"] == 1
    renamed = api.patch(f"{TAGS}/{listed['items'][1]['id']}", {"name": "Sport"}, format="json")
    assert renamed.json()["name"] == "Sport"
    assert api.get(f"{URL}/{item.pk}").json()["tags"] == ["Sport"]
    assert api.delete(f"{TAGS}/{listed['items'][1]['id']}").status_code == 204
    assert api.get(f"{URL}/{item.pk}").json()["tags"] == []


def test_a_tag_is_there_once_whatever_its_case(alice, api):
    tag = make_tag(alice, "Übung")
    assert error_of(api.post(TAGS, {"name": "ÜBUNG"}, format="json")) == (409, "tag_exists", "name")
    other = make_tag(alice, "other")
    assert error_of(api.patch(f"{TAGS}/{other.pk}", {"name": "übung"}, format="json")) == (
        *(409, "tag_exists", "name"),
    )
    assert api.patch(f"{TAGS}/{tag.pk}", {"name": "übung"}, format="json").status_code == 200


@pytest.mark.parametrize("name", ["", " ", "a" * 51, "a,b", None, 5, ["a"], "\x00"])
def test_a_tag_has_a_short_name(api, name):
    assert error_of(api.post(TAGS, {"name": name}, format="json")) == (400, "invalid", "name")
    assert not Tag.objects.exists()


def test_anothers_tags_are_not_there(bob, api):
    tag = make_tag(bob, "news")
    assert api.get(TAGS).json()["total"] == 0
    assert api.post(TAGS, {"name": "news"}, format="json").status_code == 201
    for url in (f"{TAGS}/{tag.pk}", f"{TAGS}/{uuid.uuid4()}"):
        assert api.delete(url).status_code == 404


def test_the_limits_are_told(db, stranger):
    limits = stranger.get("/api/metadata").json()["limits"]
    assert limits["dictation_text_characters"] == 10_000
    assert (limits["dictation_items_at_once"], limits["dictation_tags_per_item"]) == (100, 20)
