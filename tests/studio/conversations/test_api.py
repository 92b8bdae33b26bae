"""`/api/conversations`: the payloads, what is refused and where, and that two tabs overwrite nothing."""

import uuid

import pytest

from studio.conversations import services
from studio.models import Conversation, Turn
from tests.answers import error_of
from tests.clips.builders import make_byproduct
from tests.profiles.builders import make_profile
from tests.studio.conversations.builders import make_conversation, make_spoken, texts_in, turns_in

URL = "/api/conversations"


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


def test_a_conversation_is_made_read_changed_and_deleted(alice, api):
    profile = make_profile(alice)
    turn = {"speaker": "A", "text": "Hi", "profile_id": str(profile.pk)}
    made = api.post(URL, {"name": "Scene 1", "turns": [turn]}, format="json")
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    conversation = made.json()
    address = f"{URL}/{conversation['id']}"
    assert conversation | {"id": "", "created_at": "", "updated_at": "", "turns": []} == {
        **{"id": "", "name": "Scene 1", "revision": 1, "gap_ms": 350, "sample_rate_hz": 24_000},
        **{"levels_speakers": True, "target_lufs": -18.0, "room_tone_db": None, "turn_count": 1},
        **{"duration_ms": None, "download_url": None, "rendered": False},
        **{"created_at": "", "updated_at": "", "turns": []},
    }
    assert conversation["turns"][0] | {"id": ""} == {
        **{"id": "", "position": 1, "speaker": "A", "text": "Hi", "effects": None, "gap_ms": None},
        **{"profile_id": str(profile.pk), "profile_name": "Narrator", "state": "new"},
        **{"error_code": "", "error": "", "audio_url": None, "duration_ms": None},
    }
    read = api.get(address)
    assert (read.json(), read["ETag"]) == (conversation, '"1"')
    patched = api.patch(address, {"gap_ms": -120, "levels_speakers": False}, format="json")
    assert (patched["ETag"], patched.json()["gap_ms"], patched.json()["levels_speakers"]) == (
        *('"2"', -120),
        False,
    )
    replaced = api.put(address, {"name": "Other"}, format="json").json()
    assert (replaced["name"], replaced["gap_ms"], replaced["levels_speakers"]) == ("Other", 350, True)
    assert len(replaced["turns"]) == 1
    assert api.delete(address).status_code == 204
    assert error_of(api.get(address)) == (404, "not_found", None)
    restored = api.post(f"{address}/restore")
    assert (restored.status_code, restored.json()["name"]) == (200, "Other")
    copy = api.post(f"{address}/duplicate")
    assert (copy.status_code, copy.json()["name"], copy["ETag"]) == (201, "Other copy", '"1"')


def test_what_was_answered_can_be_sent_back_as_a_new_one(alice, api):
    conversation = make_conversation(alice, "A: one", "B: two")
    told = api.get(f"{URL}/{conversation.pk}").json()
    again = api.post(URL, told, format="json")
    assert again.status_code == 201
    assert [turn["text"] for turn in again.json()["turns"]] == ["one", "two"]
    assert again.json()["id"] != told["id"]


def test_turns_are_not_passed_over_where_they_can_not_be_changed(alice, api):
    conversation = make_conversation(alice, "one")
    told = api.get(f"{URL}/{conversation.pk}").json()
    for method in (api.put, api.patch):
        refused = method(f"{URL}/{conversation.pk}", told, format="json")
        assert error_of(refused) == (400, "unknown_parameter", "turns")


def test_the_list_is_ones_own_without_turns(alice, bob, api):
    make_conversation(bob, "b", name="Bobs")
    for name in ("First", "Second", "Third"):
        make_conversation(alice, "one", "two", name=name)
    body = api.get(URL, {"limit": 2, "offset": 1}).json()
    assert [item["name"] for item in body["items"]] == ["Second", "First"]
    assert (body["total"], body["limit"], body["offset"]) == (3, 2, 1)
    assert body["items"][0]["turn_count"] == 2
    assert "turns" not in body["items"][0]
    assert [item["name"] for item in api.get(URL, {"q": "THI"}).json()["items"]] == ["Third"]
    assert error_of(api.get(URL, {"q": "x" * 121})) == (400, "invalid", "q")
    assert error_of(api.get(URL, {"limit": 0})) == (400, "invalid", "limit")


def test_many_turns_are_asked_for_as_often_as_few(alice, api, django_assert_max_num_queries):
    profile = make_profile(alice)
    few, many = make_conversation(alice, "one", "two"), make_conversation(alice, *map(str, range(60)))
    Turn.objects.update(profile=profile, profile_name="Narrator")
    for turn in turns_in(many)[:5]:
        make_spoken(turn)
    counts = []
    for conversation in (few, many):
        with django_assert_max_num_queries(4):
            counts.append(len(api.get(f"{URL}/{conversation.pk}").json()["turns"]))
    assert counts == [2, 60]


def test_a_list_of_many_asks_as_often_as_one_of_few(alice, api, django_assert_max_num_queries):
    for number in range(20):
        make_conversation(alice, "one", name=f"Number {number}")
    with django_assert_max_num_queries(5):
        assert len(api.get(URL).json()["items"]) == 20


def test_turns_are_added_changed_moved_copied_and_removed(alice, api):
    conversation = make_conversation(alice, "A: one")
    turns = f"{URL}/{conversation.pk}/turns"
    made = api.post(turns, {"speaker": "B", "text": "two"}, format="json")
    assert (made.status_code, made["ETag"], made.json()["revision"]) == (201, '"2"', 2)
    (two,) = made.json()["turns"]
    assert (two["speaker"], two["position"]) == ("B", 2)
    several = {"turns": [{"text": "three"}, {"text": "four"}], "position": 1}
    assert [turn["position"] for turn in api.post(turns, several, format="json").json()["turns"]] == [1, 2]
    changed = api.patch(f"{turns}/{two['id']}", {"text": "TWO", "gap_ms": -50}, format="json")
    assert (changed.status_code, changed["ETag"]) == (200, '"4"')
    assert (changed.json()["text"], changed.json()["gap_ms"], changed.json()["speaker"]) == ("TWO", -50, "B")
    assert api.get(f"{turns}/{two['id']}").json() == changed.json()
    moved = api.post(f"{turns}/{two['id']}/move", {"position": 1}, format="json")
    assert (moved.json()["position"], moved["ETag"]) == (1, '"5"')
    copy = api.post(f"{turns}/{two['id']}/duplicate")
    assert (copy.status_code, copy.json()["position"], copy["ETag"]) == (201, 2, '"6"')
    assert texts_in(conversation) == ["TWO", "TWO", "three", "four", "one"]
    gone = api.delete(f"{turns}/{two['id']}")
    assert (gone.status_code, gone["ETag"]) == (204, '"7"')
    ids = [str(turn.pk) for turn in reversed(turns_in(conversation))]
    ordered = api.put(turns, {"turns": ids}, format="json")
    assert (ordered.status_code, ordered["ETag"]) == (200, '"8"')
    assert [turn["id"] for turn in ordered.json()["turns"]] == ids
    assert error_of(api.get(f"{turns}/{two['id']}")) == (404, "not_found", None)


def test_a_turn_says_what_was_spoken_of_it(alice, api):
    conversation = make_conversation(alice, "one")
    (turn,) = turns_in(conversation)
    clip = make_spoken(turn)
    Conversation.objects.update(render=clip, rendered_revision=1)
    told = api.get(f"{URL}/{conversation.pk}").json()
    audio = f"{URL}/{conversation.pk}/audio"
    of_turn = f"{URL}/{conversation.pk}/turns/{turn.pk}/audio"
    assert (told["turns"][0]["state"], told["turns"][0]["audio_url"]) == ("done", of_turn)
    assert api.get(of_turn).status_code == 200
    assert told["turns"][0]["duration_ms"] == told["duration_ms"] == 200
    assert (told["download_url"], told["rendered"]) == (f"{audio}?download=1", True)
    assert api.get(told["download_url"]).status_code == 200
    changed = api.patch(f"{URL}/{conversation.pk}", {"gap_ms": 0}, format="json").json()
    assert (changed["rendered"], changed["download_url"]) == (False, told["download_url"])


def test_an_older_revision_changes_nothing(alice, api):
    conversation = make_conversation(alice, "one", "two")
    (turn, _) = turns_in(conversation)
    one = f"{URL}/{conversation.pk}"
    of_turn = f"{one}/turns/{turn.pk}"
    assert api.patch(of_turn, {"text": "other tab"}, format="json", HTTP_IF_MATCH='"1"')["ETag"] == '"2"'
    calls = [
        (api.patch, one, {"name": "X"}),
        (api.put, one, {"name": "X"}),
        (api.delete, one, None),
        (api.post, f"{one}/duplicate", None),
        (api.post, f"{one}/turns", {"text": "x"}),
        (api.put, f"{one}/turns", {"turns": []}),
        (api.post, f"{one}/script", {"text": "A: hi"}),
        (api.patch, of_turn, {"text": "mine"}),
        (api.delete, of_turn, None),
        (api.post, f"{of_turn}/duplicate", None),
        (api.post, f"{of_turn}/move", {"position": 2}),
    ]
    for call, address, body in calls:
        refused = call(address, body, format="json", HTTP_IF_MATCH='"1"')
        assert error_of(refused) == (412, "changed_meanwhile", "If-Match"), address
    assert texts_in(conversation) == ["other tab", "two"]
    assert api.patch(one, {"name": "X"}, format="json", HTTP_IF_MATCH='W/"2"').status_code == 200
    assert error_of(api.patch(one, {"name": "Y"}, format="json", HTTP_IF_MATCH='"x"'))[0] == 400
    assert api.patch(one, {"name": "Y"}, format="json", HTTP_IF_MATCH="*").status_code == 200


def test_a_deleted_one_of_an_older_revision_stays_deleted(alice, api):
    conversation = make_conversation(alice, "one")
    address = f"{URL}/{conversation.pk}"
    services.update_conversation(conversation=conversation, name="of the other tab")
    api.delete(address)
    assert error_of(api.post(f"{address}/restore", HTTP_IF_MATCH='"1"'))[0] == 412
    assert api.post(f"{address}/restore", HTTP_IF_MATCH='"2"')["ETag"] == '"2"'


def test_deleted_and_brought_back_its_render_is_still_of_what_it_is(alice, api):
    conversation = make_conversation(alice, "one")
    Conversation.objects.update(render=make_byproduct(alice), rendered_revision=1)
    address = f"{URL}/{conversation.pk}"
    api.delete(address)
    assert api.post(f"{address}/restore").json()["rendered"] is True


@pytest.mark.parametrize(
    ("body", "code", "param"),
    [
        ([], "invalid", None),
        ({"name": ""}, "invalid", "name"),
        ({"colour": 1}, "unknown_parameter", "colour"),
        ({"turns": {}}, "invalid", "turns"),
        ({"turns": ["x"]}, "invalid", "turns.0"),
        ({"turns": [{}, {"text": 5}]}, "invalid", "turns.1.text"),
        ({"turns": [{}, {"tone": 5}]}, "unknown_parameter", "turns.1.tone"),
        ({"turns": [{}] * 501}, "too_many_turns", "turns"),
    ],
)
def test_what_is_wrong_with_a_new_one_is_told(api, body, code, param):
    assert error_of(api.post(URL, body, format="json")) == (400, code, param)
    assert not Conversation.objects.exists()


@pytest.mark.parametrize(
    ("body", "code", "param"),
    [
        ([], "invalid", None),
        ({"text": None, "speaker": 5}, "invalid", "speaker"),
        ({"text": "x" * 5_001}, "text_too_long", "text"),
        ({"position": 0}, "invalid", "position"),
        ({"profile_id": str(uuid.UUID(int=1))}, "profile_not_found", "profile_id"),
        ({"turns": [{"text": 1}]}, "invalid", "turns.0.text"),
        ({"turns": [], "text": "x"}, "unknown_parameter", "text"),
        ({"turns": "x"}, "invalid", "turns"),
        ({"effects": [{"type": "reverb", "mix": 7}]}, "invalid_effect", "effects[0].mix"),
    ],
)
def test_what_is_wrong_with_a_turn_is_told(alice, api, body, code, param):
    conversation = make_conversation(alice, "one")
    status, *told = error_of(api.post(f"{URL}/{conversation.pk}/turns", body, format="json"))
    assert (status in (400, 404), told) == (True, [code, param])
    assert texts_in(conversation) == ["one"]


@pytest.mark.parametrize("body", [{}, {"position": None}, {"position": "1"}, {"position": 0}, [1]])
def test_a_move_needs_a_place(alice, api, body):
    (turn,) = turns_in(make_conversation(alice, "one"))
    refused = api.post(f"{URL}/{turn.conversation_id}/turns/{turn.pk}/move", body, format="json")
    assert refused.status_code == 400


@pytest.mark.parametrize("body", [{}, {"turns": "x"}, {"turns": [5]}, {"turns": [[]]}, {"ids": []}, []])
def test_an_order_needs_the_ids(alice, api, body):
    conversation = make_conversation(alice, "one")
    assert api.put(f"{URL}/{conversation.pk}/turns", body, format="json").status_code == 400


def test_limits_are_told(api):
    limits = api.get("/api/metadata").json()["limits"]
    assert (limits["conversations_per_person"], limits["turns_per_conversation"]) == (1_000, 500)
    assert (limits["turn_characters"], limits["script_characters"]) == (5_000, 500_000)
