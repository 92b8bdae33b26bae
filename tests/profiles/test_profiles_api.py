"""`/api/profiles`: the payloads, what is refused and where, and that others' are absent."""

import json
import uuid

import pytest

from jobs.models import Job
from profiles import services
from profiles.models import Profile, Sample
from tests.answers import error_of
from tests.clips.builders import make_clip
from tests.profiles.builders import make_profile
from tests.speech.lexicon_builders import make_lexicon

URL = "/api/profiles"
NARRATOR = {
    "name": "Narrator",
    "backend": "blender",
    "model": "blender",
    "voice": "anna",
    "speed": 1.0,
    "format": "mp3",
    "blend": None,
    "reference_audio_id": None,
    "effects": [],
}


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


def test_a_profile_is_made_read_changed_and_deleted(api):
    made = api.post(URL, NARRATOR, format="json")
    assert made.status_code == 201
    profile = made.json()
    assert {name: profile[name] for name in NARRATOR} == NARRATOR
    assert (profile["is_default"], profile["avatar_url"], profile["sample_count"]) == (False, None, 0)
    address = f"{URL}/{profile['id']}"
    assert api.get(address).json() == profile
    assert api.get(URL).json()["items"] == [{k: v for k, v in profile.items() if k != "used_by"}]
    changed = api.patch(address, {"speed": 1.5, "note": "Slow\nand calm"}, format="json").json()
    assert (changed["speed"], changed["note"], changed["voice"]) == (1.5, "Slow\nand calm", "anna")
    replaced = api.put(
        address, {"name": "Other", "backend": "blender", "voice": "bert"}, format="json"
    ).json()
    assert (replaced["name"], replaced["voice"], replaced["speed"], replaced["note"]) == (
        *("Other", "bert"),
        *(1.0, ""),
    )
    assert api.delete(address).status_code == 204
    assert error_of(api.get(address)) == (404, "not_found", None)
    restored = api.post(f"{address}/restore")
    assert (restored.status_code, restored.json()["name"]) == (200, "Other")


def test_what_was_answered_can_be_sent_back(alice, api):
    profile = api.post(URL, NARRATOR | {"is_default": True}, format="json").json()
    address = f"{URL}/{profile['id']}"
    again = api.put(address, profile, format="json").json()
    assert {**again, "updated_at": ""} == {**profile, "updated_at": ""}
    assert again["is_default"] is True
    left_out = {name: profile[name] for name in ("name", "backend", "voice")}
    assert api.put(address, left_out, format="json").json()["is_default"] is True


def test_the_list_is_ones_own_by_name_and_names_the_default(alice, bob, api):
    make_profile(bob, "Bobs", is_default=True)
    for name in ("b", "A", "Ärger"):
        make_profile(alice, name)
    body = api.get(URL).json()
    assert [item["name"] for item in body["items"]] == ["A", "b", "Ärger"]
    assert body["default_profile_id"] is None
    chosen = body["items"][1]["id"]
    assert api.post(f"{URL}/{chosen}/default").json() == {"status": "ok", "default_profile_id": chosen}
    body = api.get(URL, {"q": "ÄRG"}).json()
    assert [item["name"] for item in body["items"]] == ["Ärger"]
    assert body["default_profile_id"] == chosen


def test_a_list_of_many_asks_as_often_as_one_of_few(alice, api, django_assert_max_num_queries):
    lexicon = make_lexicon(alice)
    for number in range(30):
        make_profile(alice, f"Number {number}", lexicon_id=lexicon.pk)
    with django_assert_max_num_queries(8):
        assert len(api.get(URL).json()["items"]) == 30


@pytest.mark.parametrize("query", ["x" * 81, "a\x00"])
def test_a_search_that_can_find_nothing_is_told(api, query):
    assert error_of(api.get(URL, {"q": query}))[::2] == (400, "q")


def test_a_copy_is_made(alice, api):
    profile = make_profile(alice)
    copy = api.post(f"{URL}/{profile.pk}/duplicate")
    assert (copy.status_code, copy.json()["name"]) == (201, "Narrator copy")


@pytest.mark.parametrize(
    ("body", "status", "param"),
    [
        ({"name": ""}, 400, "name"),
        ({"name": " \u200b "}, 400, "name"),
        ({"name": None}, 400, "name"),
        ({"name": ["x"]}, 400, "name"),
        ({"name": "x" * 81}, 400, "name"),
        ({"note": "x" * 1_001}, 400, "note"),
        ({"note": 5}, 400, "note"),
        ({"backend": ""}, 400, "backend"),
        ({"backend": None}, 400, "backend"),
        ({"backend": "gpt-9"}, 400, "backend"),
        ({"backend": ["blender"]}, 400, "backend"),
        ({"model": "fake"}, 400, "model"),
        ({"model": "gpt-9"}, 400, "model"),
        ({"voice": ""}, 400, "voice"),
        ({"voice": None}, 400, "voice"),
        ({"voice": "nobody"}, 400, "voice"),
        ({"voice": "low"}, 400, "voice"),
        ({"voice": {"id": "anna"}}, 400, "voice"),
        ({"voice": "x" * 1_001}, 400, "voice"),
        ({"voice": "anna+nobody"}, 400, "voice"),
        ({"language": "klingon!"}, 400, "language"),
        ({"language": "fr"}, 400, "language"),
        ({"language": 5}, 400, "language"),
        ({"speed": 0}, 400, "speed"),
        ({"speed": 3}, 400, "speed"),
        ({"speed": True}, 400, "speed"),
        ({"speed": "1.5"}, 400, "speed"),
        ({"speed": 10**400}, 400, "speed"),
        ({"format": "m4b"}, 400, "format"),
        ({"format": ["mp3"]}, 400, "format"),
        ({"blend": "anna+nobody"}, 400, "blend"),
        ({"blend": "anna(0)"}, 400, "blend"),
        ({"blend": "anna(nan)+bert"}, 400, "blend"),
        ({"blend": "anna+anna"}, 400, "blend"),
        ({"blend": ["anna"]}, 400, "blend"),
        ({"blend": "anna(0." + "1" * 300 + ")+bert"}, 400, "blend"),
        ({"backend": "fake", "model": "", "voice": "low", "blend": "low+high"}, 400, "blend"),
        ({"effects": "reverb"}, 400, "effects"),
        ({"effects": [{"type": "reverb"}, {"type": "reverb", "mix": 7}]}, 400, "effects[1].mix"),
        ({"effects": [{"type": "magic"}]}, 400, "effects[0].type"),
        ({"lexicon_id": "5"}, 400, "lexicon_id"),
        ({"lexicon_id": 5}, 400, "lexicon_id"),
        ({"lexicon_id": str(uuid.UUID(int=7))}, 404, "lexicon_id"),
        ({"reference_audio_id": "5"}, 400, "reference_audio_id"),
        ({"reference_audio_id": str(uuid.UUID(int=7))}, 404, "reference_audio_id"),
        ({"seed": -1}, 400, "seed"),
        ({"seed": 2**32}, 400, "seed"),
        ({"seed": 1.5}, 400, "seed"),
        ({"seed": True}, 400, "seed"),
        ({"is_default": "yes"}, 400, "is_default"),
        ({"is_default": None}, 400, "is_default"),
        ({"pitch": 3}, 400, "pitch"),
        ({"owner": 1}, 400, "owner"),
        ({"deleted_at": None}, 400, "deleted_at"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name_whichever_way_it_is_sent(alice, api, body, status, param):
    profile = make_profile(alice, "Kept", backend="blender", voice="anna", speed=1.2)
    address = f"{URL}/{profile.pk}"
    before = api.get(address).json()
    for response in (
        api.post(URL, NARRATOR | body, format="json"),
        api.put(address, NARRATOR | body, format="json"),
        api.patch(address, body, format="json"),
    ):
        error = response.json()["error"]
        assert (response.status_code, error["param"]) == (status, param), error
        assert 10 < len(error["message"]) < 1_500
    assert Profile.objects.count() == 1
    assert api.get(address).json() == before


@pytest.mark.parametrize("body", [[], "x", 5, None])
def test_what_is_no_object_is_refused(alice, api, body):
    profile = make_profile(alice)
    for call, address in (
        (api.post, URL),
        (api.put, f"{URL}/{profile.pk}"),
        (api.patch, f"{URL}/{profile.pk}"),
    ):
        response = call(address, json.dumps(body), content_type="application/json")
        assert (response.status_code, response.json()["error"]["message"]) == (400, "Send a JSON object.")


@pytest.mark.parametrize("missing", ["name", "backend"])
def test_what_has_no_default_is_needed(alice, api, missing):
    profile = make_profile(alice)
    body = {name: value for name, value in NARRATOR.items() if name != missing}
    assert error_of(api.post(URL, body, format="json"))[::2] == (400, missing)
    assert error_of(api.put(f"{URL}/{profile.pk}", body, format="json"))[::2] == (400, missing)


@pytest.mark.parametrize("body", [{"speed": float("nan")}, {"name": "\ud83d"}, {"note": "\udc00"}])
def test_what_no_text_and_no_number_is_is_refused(api, body):
    response = api.post(URL, json.dumps(NARRATOR | body), content_type="application/json")
    assert response.status_code == 400
    assert not Profile.objects.exists()


def test_names_conflict_with_409_on_every_way(alice, api):
    make_profile(alice, "Narrator")
    other = make_profile(alice, "Other")
    address = f"{URL}/{other.pk}"
    taken = (409, "name_taken", "name")
    assert error_of(api.post(URL, NARRATOR | {"name": "NARRATOR"}, format="json")) == taken
    assert error_of(api.put(address, NARRATOR, format="json")) == taken
    assert error_of(api.patch(address, {"name": "narrator"}, format="json")) == taken
    api.delete(address)
    make_profile(alice, "other")
    assert error_of(api.post(f"{address}/restore")) == taken


def test_the_engines_own_names_are_kept(api):
    made = api.post(URL, {"name": "A", "backend": "fake", "voice": "shimmer"}, format="json").json()
    assert made["voice"] == "low"
    body = {"name": "B", "backend": "blender", "voice": "ANNA", "language": "EN_gb", "model": None}
    made = api.post(URL, body, format="json").json()
    assert (made["voice"], made["language"], made["model"]) == ("anna", "en-GB", "")


def test_a_blend_has_a_voice_in_it(api):
    blend = " anna(0.4) + bert(0.6) "
    for number, body in enumerate(({"blend": blend}, {"voice": blend})):
        made = api.post(URL, {"name": f"B{number}", "backend": "blender", **body}, format="json").json()
        assert (made["voice"], made["blend"]) == ("bert", "anna(0.4)+bert(0.6)")
    address = f"{URL}/{made['id']}"
    assert api.patch(address, {"speed": 2}, format="json").json()["blend"] == "anna(0.4)+bert(0.6)"
    assert api.patch(address, {"voice": "anna"}, format="json").json()["blend"] is None
    mixed = api.patch(address, {"blend": "anna+bert"}, format="json").json()
    assert (mixed["voice"], mixed["blend"]) == ("anna", "anna+bert")
    alone = api.patch(address, {"blend": None}, format="json").json()
    assert (alone["voice"], alone["blend"]) == ("anna", None)


def test_another_engine_brings_its_own_model(alice, api):
    profile = make_profile(alice, backend="blender", model="blender", voice="anna", blend="anna+bert")
    address = f"{URL}/{profile.pk}"
    assert error_of(api.patch(address, {"backend": "fake"}, format="json"))[::2] == (400, "voice")
    changed = api.patch(address, {"backend": "fake", "voice": "high"}, format="json").json()
    assert (changed["model"], changed["voice"], changed["blend"]) == ("", "high", None)


def test_an_engine_that_is_not_on_this_machine_is_taken_as_it_stands(api):
    body = {"name": "Later", "backend": "absent", "voice": "whoever", "language": "xx"}
    made = api.post(URL, body, format="json")
    assert (made.status_code, made.json()["voice"]) == (201, "whoever")


def test_effects_are_kept_as_they_are_meant(api):
    made = api.post(URL, NARRATOR | {"effects": [{"type": "reverb", "mix": 0.2}]}, format="json").json()
    (effect,) = made["effects"]
    assert (effect["type"], effect["mix"]) == ("reverb", 0.2)
    assert len(effect) > 2


def test_where_effects_are_turned_off_those_there_are_stay_and_none_come(alice, api, settings):
    profile = make_profile(alice, effects=[{"type": "reverb"}])
    settings.CONFIG = settings.CONFIG.model_copy(update={"effects_enabled": False})
    address = f"{URL}/{profile.pk}"
    whole = api.get(address).json()
    assert api.put(address, whole | {"note": "x"}, format="json").json()["effects"] == whole["effects"]
    changed = api.patch(address, {"effects": [{"type": "gain"}]}, format="json")
    assert error_of(changed) == (400, "effects_disabled", "effects")
    assert error_of(api.post(URL, NARRATOR | {"effects": [{"type": "gain"}]}, format="json"))[0] == 400
    assert api.patch(address, {"effects": []}, format="json").json()["effects"] == []


def test_a_lexicon_is_ones_own_and_a_deleted_one_is_none(alice, bob, api):
    from speech.lexicons.services import discard

    of_bob, own = make_lexicon(bob), make_lexicon(alice)
    refused = api.post(URL, NARRATOR | {"lexicon_id": str(of_bob.pk)}, format="json")
    assert error_of(refused) == (404, "lexicon_not_found", "lexicon_id")
    made = api.post(URL, NARRATOR | {"lexicon_id": str(own.pk)}, format="json").json()
    assert made["lexicon_id"] == str(own.pk)
    discard(lexicon=own)
    assert api.get(f"{URL}/{made['id']}").json()["lexicon_id"] is None


def test_an_own_clip_becomes_the_first_sample(alice, bob, api, long_clip):
    own = long_clip(alice)
    made = api.post(URL, NARRATOR | {"reference_audio_id": str(own.pk)}, format="json").json()
    # Others wait for what is written here: decoding is left to the job that listens to it.
    assert not Sample.objects.get().quality
    assert [job.kind for job in Job.objects.active()] == ["profiles.sample_transcript"]
    assert (made["reference_audio_id"], made["sample_count"]) == (str(own.pk), 1)
    again = api.put(f"{URL}/{made['id']}", made, format="json").json()
    assert (again["reference_audio_id"], again["sample_count"]) == (str(own.pk), 1)
    refused = api.post(
        URL, NARRATOR | {"name": "B", "reference_audio_id": str(long_clip(bob).pk)}, format="json"
    )
    assert error_of(refused)[::2] == (404, "reference_audio_id")
    too_short = make_clip(alice)
    refused = api.post(URL, NARRATOR | {"name": "B", "reference_audio_id": str(too_short.pk)}, format="json")
    assert error_of(refused)[::2] == (400, "reference_audio_id")
    assert Profile.objects.count() == 1


def test_there_is_room_for_so_many(alice, api, monkeypatch):
    monkeypatch.setattr(services, "PROFILES_AT_MOST", 1)
    make_profile(alice)
    assert error_of(api.post(URL, NARRATOR | {"name": "x"}, format="json"))[:2] == (400, "too_many_profiles")
