"""What was made in other rooms goes onto a timeline."""

import uuid
from typing import Any

import pytest

from history.actions import actions_of
from studio.compositions.sending.sounds import add_sound
from studio.compositions.timeline import Source
from studio.models import Composition
from tests.clips.builders import make_byproduct, make_clip
from tests.history.builders import make_entry
from tests.studio.compositions.builders import make_composition
from tests.studio.conversations.builders import make_conversation, make_spoken, turns_in

pytestmark = pytest.mark.django_db

ADD = "/studio/compositions/add/"
FROM = "/api/compositions/from-conversation"


@pytest.fixture
def page(client_of: Any, alice: Any) -> Any:
    return client_of(alice)


def tracks_of(composition: Composition) -> list[Any]:
    composition.refresh_from_db()
    return composition.timeline["tracks"]


def test_an_entry_with_audio_offers_it(alice: Any) -> None:
    entry = make_entry(alice, clip=make_byproduct(alice))
    (action,) = [each for each in actions_of(entry) if each.label == "Add to composition"]
    assert action.url(entry) == f"{ADD}?entry={entry.pk}"
    assert "Add to composition" not in [each.label for each in actions_of(make_entry(alice))]


def test_a_sound_becomes_a_track_of_a_new_composition(page: Any, alice: Any) -> None:
    entry = make_entry(alice, clip=make_byproduct(alice, "Good morning"))
    address = f"{ADD}?entry={entry.pk}"
    assert "Good morning" in page.get(address).content.decode()
    answer = page.post(address, {"composition": ""})
    composition = Composition.objects.get()
    assert answer.url == f"/studio/compositions/{composition.pk}/"
    (only,) = tracks_of(composition)
    assert (composition.name, only["name"]) == ("Good morning", "Good morning")
    assert only["regions"][0]["source"] == {"kind": "history", "id": str(entry.pk)}


@pytest.mark.parametrize(("place", "offset_frames"), [("end", 14_400), ("start", 0), ("", 0)])
def test_it_goes_where_it_is_wanted(page: Any, alice: Any, place: str, offset_frames: int) -> None:
    composition, clip = make_composition(alice, make_clip(alice)), make_clip(alice)
    page.post(f"{ADD}?clip={clip.pk}", {"composition": str(composition.pk), "place": place})
    first, second = tracks_of(composition)
    assert len(first["regions"]) == 1
    assert second["regions"][0]["offset_frames"] == offset_frames


def test_a_composition_that_is_gone_is_told_in_place(page: Any, alice: Any, bob: Any) -> None:
    clip, theirs = make_clip(alice), make_composition(bob)
    answer = page.post(f"{ADD}?clip={clip.pk}", {"composition": str(theirs.pk)})
    assert answer.status_code == 422
    assert "is not there any more" in answer.content.decode()
    assert not Composition.objects.for_user(alice).exists()


@pytest.mark.parametrize(
    "query", ["", "?clip=7", "?clip=", f"?clip={uuid.uuid5(uuid.NAMESPACE_URL, 'none')}"]
)
def test_what_is_not_there_is_not_found(page: Any, query: str) -> None:
    assert page.get(f"{ADD}{query}").status_code == 404


def test_others_sounds_are_not_there(page: Any, bob: Any) -> None:
    clip, entry = make_clip(bob), make_entry(bob, clip=make_byproduct(bob))
    for query in (f"?clip={clip.pk}", f"?entry={entry.pk}", f"?composition={make_composition(bob).pk}"):
        assert page.get(f"{ADD}{query}").status_code == 404
        assert page.post(f"{ADD}{query}").status_code == 404


def test_a_composition_that_is_full_says_so(page: Any, alice: Any) -> None:
    clip = make_clip(alice)
    composition = make_composition(alice, *[clip] * 64)
    answer = page.post(f"{ADD}?clip={clip.pk}", {"composition": str(composition.pk)})
    assert answer.status_code == 422
    assert "64 are the most" in answer.content.decode()


def test_behind_the_end_is_behind_all_that_is_heard(alice: Any) -> None:
    composition, clip = make_composition(alice, sample_rate_hz=8_000), make_clip(alice)
    for _ in range(2):
        add_sound(composition=composition, source=Source("upload", clip.pk), at_end=True)
        composition.refresh_from_db()
    assert [each["regions"][0]["offset_frames"] for each in tracks_of(composition)] == [0, 2_400]


def test_a_conversation_becomes_a_track_for_each_speaker(api_of: Any, page: Any, alice: Any) -> None:
    scene = make_conversation(
        alice, "ANNA: Hello.", "BEN: Hi.", "Anna: Bye.", gap_ms=100, levels_speakers=True
    )
    for turn in turns_in(scene):
        make_spoken(turn)
    answer = api_of(alice).post(FROM, {"conversation_id": str(scene.pk)}, format="json")
    assert answer.status_code == 201
    body = answer.json()
    assert (body["name"], body["sample_rate_hz"]) == (scene.name, scene.sample_rate_hz)
    anna, ben = body["timeline"]["tracks"]
    assert (anna["name"], ben["name"]) == ("ANNA", "BEN")
    assert [each["offset_frames"] for each in (*anna["regions"], *ben["regions"])] == [0, 14_400, 7_200]
    assert anna["volume"] == pytest.approx(10 ** (2 / 20))  # from -20 to -18 LUFS
    assert ben["regions"][0]["source"]["kind"] == "turn"
    sent = page.post(f"/studio/compositions/of-conversation/{scene.pk}")
    assert sent.status_code == 302
    assert Composition.objects.count() == 2


def test_turns_that_are_not_spoken_are_left_out(api_of: Any, alice: Any) -> None:
    scene = make_conversation(alice, "ANNA: Hello.", "BEN: Hi.")
    api = api_of(alice)
    nothing = api.post(FROM, {"conversation_id": str(scene.pk)}, format="json")
    assert (nothing.status_code, nothing.json()["error"]["code"]) == (409, "no_audio")
    make_spoken(turns_in(scene)[1])
    (only,) = api.post(FROM, {"conversation_id": str(scene.pk)}, format="json").json()["timeline"]["tracks"]
    assert only["name"] == "BEN"


def test_others_conversations_are_not_there(api_of: Any, alice: Any, bob: Any) -> None:
    scene = make_conversation(bob, "Hello.")
    for sent in (str(scene.pk), "7", None, 7):
        assert api_of(alice).post(FROM, {"conversation_id": sent}, format="json").status_code in (400, 404)
