"""The dialog that offers sounds: from each room what the person has there, and what is brought now."""

import html
import json
import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clips.models import Clip, Source
from studio.compositions.services import update_composition
from studio.models import Turn
from tests import audio_files
from tests.clips.builders import make_byproduct, make_clip
from tests.speak.builders import make_take
from tests.studio.compositions.builders import make_composition
from tests.studio.compositions.documents import document, track
from tests.studio.conversations.builders import make_conversation

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(client_of: Any, alice: Any) -> Any:
    return client_of(alice)


@pytest.fixture
def composition(alice: Any) -> Any:
    return make_composition(alice)


def offered(answer: Any) -> list[dict[str, Any]]:
    assert answer.status_code == 200, answer.content
    return [
        json.loads(html.unescape(each))
        for each in re.findall(r'data-sound="([^"]*)"', answer.content.decode())
    ]


def sounds(pages: Any, composition: Any, **query: Any) -> list[dict[str, Any]]:
    return offered(pages.get(f"/studio/compositions/{composition.pk}/sounds", query))


def upload(pages: Any, composition: Any, *files: Any, **fields: Any) -> Any:
    return pages.post(f"/studio/compositions/{composition.pk}/upload", {"file": list(files), **fields})


def wav_file(name: str = "hello.wav", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, audio_files.wav(0.5) if data is None else data)


def test_the_library_offers_what_is_in_it_and_a_region_can_be_made_of_it(
    pages: Any, alice: Any, bob: Any, composition: Any
) -> None:
    clip = make_clip(alice, "Rain & wind")
    make_clip(bob, "Not hers")
    [sound] = sounds(pages, composition, room="library")
    assert (sound["name"], sound["clip_id"]) == ("Rain & wind", str(clip.pk))
    seconds = sound.pop("seconds")
    assert seconds == pytest.approx(clip.duration_seconds)
    timeline = document(track("t1", {"id": "r1", **sound}))
    assert update_composition(composition=composition, timeline=timeline).clips.get() == clip


def test_search_narrows_and_more_is_fetched_as_one_scrolls(
    pages: Any, alice: Any, composition: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr("studio.compositions.adding.found.AT_ONCE", 2)
    for name in ("Rain", "Wind", "Rainbow"):
        make_clip(alice, name)
    assert {one["name"] for one in sounds(pages, composition, room="library", q="rain")} == {
        "Rain",
        "Rainbow",
    }
    first = pages.get(f"/studio/compositions/{composition.pk}/sounds", {"room": "library"})
    assert "page=2" in first.content.decode()
    assert len(offered(first)) == 2
    assert len(sounds(pages, composition, room="library", page=2)) == 1


def test_history_offers_what_has_sound(pages: Any, alice: Any, composition: Any) -> None:
    take = make_take(alice)
    found = sounds(pages, composition, room="history")
    assert [one["source"] for one in found] == (
        [{"kind": "history", "id": str(take.pk)}] if take.clip_id else []
    )


def test_turns_are_found_by_their_conversation(pages: Any, alice: Any, composition: Any) -> None:
    conversation = make_conversation(alice, "Hello.", "Good day.")
    first = Turn.objects.filter(conversation=conversation).first()
    assert first is not None
    Turn.objects.filter(pk=first.pk).update(clip=make_byproduct(alice))
    listed = pages.get(f"/studio/compositions/{composition.pk}/sounds", {"room": "turns"}).content.decode()
    assert conversation.name in listed
    [sound] = sounds(pages, composition, room="turns", conversation=conversation.pk)
    assert sound["source"] == {"kind": "turn", "id": str(first.pk)}


def test_a_conversation_of_nobody_or_of_another_is_not_there(pages: Any, bob: Any, composition: Any) -> None:
    url = f"/studio/compositions/{composition.pk}/sounds"
    for conversation in (make_conversation(bob, "Hello.").pk, uuid.uuid4()):
        assert pages.get(url, {"room": "turns", "conversation": conversation}).status_code == 404
    answer = pages.get(url, {"room": "turns", "conversation": "x"})
    assert answer.status_code == 422
    assert b"Choose a conversation" in answer.content


def test_other_compositions_are_offered_once_they_are_rendered(
    pages: Any, alice: Any, composition: Any
) -> None:
    other = make_composition(alice, name="Jingle")
    assert sounds(pages, composition, room="compositions") == []
    other.render = make_byproduct(alice)
    other.save(update_fields=["render"])
    [sound] = sounds(pages, composition, room="compositions")
    assert sound["source"] == {"kind": "composition", "id": str(other.pk)}


@pytest.mark.parametrize(
    "query", [{"room": "attic"}, {"room": "library", "q": "x" * 999}, {"room": "turns", "q": "x" * 999}]
)
def test_what_makes_no_sense_is_told_in_its_place(
    pages: Any, composition: Any, query: dict[str, str]
) -> None:
    answer = pages.get(f"/studio/compositions/{composition.pk}/sounds", query)
    assert answer.status_code == 422
    assert b"field__error" in answer.content


def test_files_are_stored_each_by_itself(pages: Any, alice: Any, composition: Any) -> None:
    answer = upload(
        pages, composition, wav_file("one.wav"), wav_file("empty.wav", b"\0"), wav_file("two.wav")
    )
    assert [one["name"] for one in offered(answer)] == ["one", "two"]
    assert b"empty.wav:" in answer.content
    assert set(Clip.objects.filter(owner=alice).values_list("source", flat=True)) == {Source.UPLOAD}


def test_what_was_recorded_is_a_recording(pages: Any, alice: Any, composition: Any) -> None:
    assert len(offered(upload(pages, composition, wav_file(), is_recording="true"))) == 1
    assert Clip.objects.get(owner=alice).source == Source.RECORDING


def test_without_a_file_it_says_so(pages: Any, composition: Any) -> None:
    assert pages.post(f"/studio/compositions/{composition.pk}/upload").status_code == 400


def test_the_page_has_all_that_stands_around_the_timeline(pages: Any, composition: Any) -> None:
    page = pages.get(f"/studio/compositions/{composition.pk}/").content.decode()
    for element in ("transport", "inspector", "sources", "render"):
        assert f"<composition-{element}" in page
