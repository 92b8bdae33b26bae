"""Lists, groups and files for programs."""

import json
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from dictation.models import Item, ItemList
from dictation.sharing import groups, joining
from tests.dictation.builders import make_attempt, make_item, make_list

pytestmark = pytest.mark.django_db
API = "/api/dictation"


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


@pytest.fixture
def bobs(bob, api_of):
    return api_of(bob)


@pytest.fixture
def lesson(alice):
    return make_list(alice, *(make_item(alice, text=text) for text in ("One.", "Two.", "Three.")))


@pytest.fixture
def group(alice, lesson):
    made = groups.create_group(owner=alice, name="Evening class")
    groups.share_list(group=made, item_list=lesson)
    return made


def texts_in(api, lesson) -> list[str]:
    return [item["text"] for item in api.get(f"{API}/lists/{lesson.pk}/items").json()["items"]]


def test_a_list_is_made_filled_ordered_renamed_and_deleted(api, alice):
    first, second = make_item(alice, text="One."), make_item(alice, text="Two.")
    made = api.post(f"{API}/lists", {"name": "Lesson", "item_ids": [str(first.pk)]}, format="json")
    assert made.status_code == 201
    url = f"{API}/lists/{made.json()['id']}"
    added = api.post(f"{url}/items", {"item_ids": [str(second.pk), str(first.pk)]}, format="json")
    assert added.json() == {"added": 1}
    assert api.patch(f"{url}/items/{second.pk}", {"position": 1}, format="json").status_code == 204
    lesson = ItemList.objects.get()
    assert texts_in(api, lesson) == ["Two.", "One."]
    ordered = api.put(f"{url}/items", {"item_ids": [str(first.pk)]}, format="json").json()
    assert ordered["item_count"] == 1
    assert api.delete(f"{url}/items/{first.pk}").status_code == 204
    renamed = api.patch(url, {"name": "Lesson 2"}, format="json").json()
    assert (renamed["name"], renamed["item_count"], renamed["is_own"], renamed["owner"]) == (
        "Lesson 2",
        0,
        True,
        "alice",
    )
    assert api.delete(url).status_code == 204
    assert api.get(url).status_code == 404
    assert api.post(f"{url}/restore").json() == api.get(url).json()


@pytest.mark.parametrize(
    "sent",
    [{}, [], {"name": ""}, {"name": 7}, {"name": "x" * 121}, {"name": "a", "more": 1}, {"name": "\x00"}]
    + [{"name": "a", "item_ids": ids} for ids in ("one", ["x"], [None], [7])],
)
def test_what_is_no_list_is_refused(api, sent):
    assert api.post(f"{API}/lists", sent, format="json").status_code == 400
    assert not ItemList.objects.exists()


def test_an_item_that_is_not_ones_own_is_not_there(api, bob):
    for foreign in (make_item(bob).pk, uuid.uuid4()):
        sent = {"name": "Lesson", "item_ids": [str(foreign)]}
        assert api.post(f"{API}/lists", sent, format="json").status_code == 404
    assert not ItemList.objects.exists()


def test_lists_are_told_page_by_page_ones_own_or_shared(api, bobs, bob, lesson, group):
    joining.join(user=bob, code=group.code, shows_scores=False)
    make_list(bob, name="Bob's")
    for scope, names in (("all", ["Bob's", "Lesson 1"]), ("own", ["Bob's"]), ("shared", ["Lesson 1"])):
        body = bobs.get(f"{API}/lists", {"scope": scope}).json()
        assert [each["name"] for each in body["items"]] == names
        assert body["total"] == len(names)
    assert [each["name"] for each in api.get(f"{API}/lists").json()["items"]] == ["Lesson 1"]
    assert bobs.get(f"{API}/lists", {"scope": "every"}).status_code == 400
    assert bobs.get(f"{API}/lists", {"per_page": "0"}).status_code == 400


def test_a_member_reads_what_is_shared_and_changes_nothing(bobs, bob, lesson, group):
    url = f"{API}/lists/{lesson.pk}"
    assert bobs.get(url).status_code == 404
    joining.join(user=bob, code=group.code, shows_scores=False)
    assert bobs.get(url).json()["is_own"] is False
    assert texts_in(bobs, lesson) == ["One.", "Two.", "Three."]
    assert bobs.get(f"{url}/export").status_code == 200
    item = lesson.items.first()
    assert bobs.patch(url, {"name": "Mine"}, format="json").status_code == 404
    assert bobs.put(f"{url}/items", {"item_ids": []}, format="json").status_code == 404
    assert bobs.delete(f"{url}/items/{item.pk}").status_code == 404
    assert bobs.delete(url).status_code == 404
    assert lesson.items.count() == 3


def test_a_group_is_made_joined_agreed_with_and_left(api, bobs, lesson):
    made = api.post(f"{API}/groups", {"name": "Evening class"}, format="json").json()
    url = f"{API}/groups/{made['id']}"
    assert api.put(f"{url}/lists/{lesson.pk}").status_code == 204
    joined = bobs.post(f"{API}/groups/join", {"code": made["code"]}, format="json").json()
    assert joined["shows_scores"] is False
    assert bobs.get(url).json()["code"] is None
    assert [each["name"] for each in bobs.get(f"{url}/lists").json()["items"]] == ["Lesson 1"]
    agreed = bobs.patch(f"{url}/membership", {"shows_scores": True}, format="json").json()
    assert agreed["shows_scores"] is True
    assert [each["member"] for each in api.get(f"{url}/members").json()["items"]] == ["bob"]
    assert bobs.delete(f"{url}/membership").status_code == 204
    assert bobs.get(url).status_code == 404


def test_scores_are_for_the_teacher_and_of_those_who_agreed(api, bobs, bob, lesson, group):
    joining.join(user=bob, code=group.code, shows_scores=True)
    make_attempt(bob, lesson.items.first(), percentage=70)
    url = f"{API}/groups/{group.pk}/scores"
    [member] = api.get(url).json()["members"]
    [score] = member["scores"]
    assert (member["member"], score["list_id"], score["attempts"], score["average"], score["best"]) == (
        "bob",
        str(lesson.pk),
        1,
        70.0,
        70,
    )
    assert bobs.get(url).status_code == 404


def test_what_only_a_teacher_does_is_not_there_for_a_member(bobs, bob, lesson, group):
    membership = joining.join(user=bob, code=group.code, shows_scores=True)
    url = f"{API}/groups/{group.pk}"
    answers = (
        bobs.patch(url, {"name": "Mine"}, format="json"),
        bobs.delete(url),
        bobs.post(f"{url}/code"),
        bobs.get(f"{url}/members"),
        bobs.delete(f"{url}/members/{membership.pk}"),
        bobs.put(f"{url}/lists/{lesson.pk}"),
        bobs.delete(f"{url}/lists/{lesson.pk}"),
    )
    assert {answer.status_code for answer in answers} == {404}
    assert group.memberships.count() == 1


def test_a_teacher_renews_the_code_and_removes_a_member(api, bob, lesson, group):
    membership = joining.join(user=bob, code=group.code, shows_scores=True)
    url = f"{API}/groups/{group.pk}"
    assert api.post(f"{url}/code").json()["code"] != group.code
    assert api.delete(f"{url}/members/{membership.pk}").status_code == 204
    assert api.delete(f"{url}/lists/{lesson.pk}").status_code == 204
    assert api.get(url).json()["list_count"] == 0
    assert api.post(f"{API}/groups/join", {"code": "wrong"}, format="json").status_code == 404


@pytest.mark.parametrize("form", ["csv", "json"])
def test_a_list_goes_out_as_a_file_and_comes_in_again(api, bobs, lesson, form):
    answer = api.get(f"{API}/lists/{lesson.pk}/export", {"format": form})
    assert f"Lesson 1.{form}" in answer["Content-Disposition"]
    sent = {"file": SimpleUploadedFile(f"Lesson 1.{form}", answer.content), "as_list": "true"}
    taken = bobs.post(f"{API}/items/import", sent, format="multipart")
    assert taken.status_code == 202
    assert taken.json()["total_created"] == 3
    assert texts_in(bobs, ItemList.objects.get(pk=taken.json()["list_id"])) == ["One.", "Two.", "Three."]


def test_json_is_taken_as_the_body(bobs, api, lesson):
    document = json.loads(api.get(f"{API}/lists/{lesson.pk}/export", {"format": "json"}).content)
    taken = bobs.post(f"{API}/items/import", document, format="json").json()
    assert taken["total_created"] == len(taken["created_items"]) == 3
    assert taken["list_id"]
    alone = {"items": [{"locale": "en-GB", "text": "Four."}]}
    assert bobs.post(f"{API}/items/import", alone, format="json").json()["list_id"] is None


def test_a_wrong_item_takes_none_and_is_named(api):
    document = {"items": [{"locale": "en-GB", "text": "Good."}, {"locale": "en-GB", "text": "..."}]}
    answer = api.post(f"{API}/items/import", document, format="json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "bad_rows")
    assert "Item 2: text" in answer.json()["error"]["message"]
    assert not Item.objects.exists()


def test_an_import_without_a_file_or_with_more_than_it_takes_is_refused(api):
    assert api.post(f"{API}/items/import", {}, format="multipart").status_code == 400
    file = SimpleUploadedFile("a.csv", b"text\nOne.\n")
    for more in ({"colour": "red"}, {"as_list": "maybe"}):
        answer = api.post(f"{API}/items/import", {"file": file, "locale": "en", **more}, format="multipart")
        assert answer.status_code == 400
    assert not Item.objects.exists()


def test_items_go_out_by_their_filters(api, alice):
    make_item(alice, text="Easy one.", difficulty=1)
    make_item(alice, text="Hard one.", difficulty=5)
    text = api.get(f"{API}/items/export", {"difficulty": "5"}).content.decode()
    assert "Hard one." in text
    assert "Easy one." not in text
    for wrong in ({"difficulty": "9"}, {"format": "exe"}, {"colour": "red"}):
        assert api.get(f"{API}/items/export", wrong).status_code == 400


def test_lists_take_as_many_queries_for_many_as_for_one(api, alice, group, django_assert_max_num_queries):
    for number in range(10):
        make_list(alice, make_item(alice), name=f"Lesson {number + 2}")
    api.get(f"{API}/lists")
    with django_assert_max_num_queries(8):
        assert api.get(f"{API}/lists").json()["total"] == 11
