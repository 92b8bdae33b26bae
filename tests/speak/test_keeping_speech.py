"""Speech that a program asked for is found in its person's history."""

import threading
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import DatabaseError

from accounts.models import ApiKey
from clips.models import Clip
from common.errors import ClientLeft
from history.doors import Door
from history.models import Entry, Keeps, State
from history.preferences import change_preferences
from history.privacy import neutral_title
from speak.keeping import keep_speech
from speech.audio.decode import AudioFile
from speech.engines.errors import EngineFailed
from speech.requests import Wish, resolve
from speech.speaking import begin
from tests.speech.fake_engine import CHARACTER_SECONDS, FakeEngine
from tests.speech.fake_site import put_engines

URL = "/v1/audio/speech"
ASKED = {"model": "fake", "voice": "low", "input": "Hello there. How are you?"}
FORMATS = ("mp3", "opus", "aac", "flac", "wav", "pcm")


def spoken(api, **changes: Any) -> bytes:
    response = api.post(URL, ASKED | changes, format="json")
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content)


def decoded_seconds(clip: Clip) -> float:
    with AudioFile(default_storage.open(clip.file_name, "rb")) as file:
        return sum(len(block.samples) / block.rate_hz for block in file.blocks())


def test_it_is_an_entry_with_everything_to_make_it_again(alice, api_of, fake, kept_later):
    spoken(api_of(alice), speed=1.5, seed=7, language="en-US")
    kept_later.do()
    entry = Entry.objects.get(owner=alice)
    assert (entry.state, entry.source, entry.kind) == ("done", "api", "tts")
    assert (entry.text, entry.title) == (ASKED["input"], ASKED["input"])
    assert (entry.engine, entry.model, entry.voice, entry.language) == ("fake", "fake", "low", "en-US")
    assert (entry.speed, entry.response_format) == (1.5, "mp3")
    assert entry.settings == {
        "input_type": "text",
        "language": "en-US",
        "lexicon_id": None,
        "seed": 7,
        "effects": [],
    }
    assert (entry.characters, entry.done_characters) == (25, 25)
    assert entry.api_key_name == ApiKey.objects.get().name
    assert len(entry.timings) == 5
    assert entry.making_seconds > 0


@pytest.mark.parametrize("name", FORMATS)
def test_its_audio_plays_in_every_format(alice, api_of, fake, kept_later, name):
    data = spoken(api_of(alice), response_format=name)
    kept_later.do()
    entry = Entry.objects.select_related("clip").get()
    clip = entry.clip
    assert clip is not None
    assert not clip.kept
    assert entry.audio_bytes == clip.bytes
    assert decoded_seconds(clip) == pytest.approx(entry.duration_seconds, abs=0.1)
    assert entry.duration_seconds == pytest.approx(25 * CHARACTER_SECONDS, abs=1)
    if name not in ("wav", "pcm"):  # whose header says how long they are
        with default_storage.open(clip.file_name, "rb") as file:
            assert file.read() == data


def test_it_is_found_while_it_is_spoken(alice, api_of, fake):
    api = api_of(alice)
    spoken(api)
    [found] = api.get("/api/history").json()["items"]
    assert found["state"] == "making"
    assert found["audio_url"] is None


def test_events_are_kept_as_the_audio_in_them(alice, api_of, fake, kept_later):
    spoken(api_of(alice), stream_format="sse", response_format="flac")
    kept_later.do()
    clip = Entry.objects.get().clip
    assert clip is not None
    assert clip.container == "flac"


def test_a_program_may_want_nothing_kept(alice, api_of, fake, kept_later):
    spoken(api_of(alice), save_history=False)
    kept_later.do()
    assert not Entry.objects.exists()
    assert not Clip.objects.exists()


@pytest.mark.parametrize("given", ["false", 0, "", [], {}])
def test_what_is_no_truth_is_refused_by_its_name(alice, api_of, fake, given):
    response = api_of(alice).post(URL, ASKED | {"save_history": given}, format="json")
    assert response.status_code == 400
    assert response.json()["error"]["param"] == "save_history"


def test_a_person_may_want_nothing_kept(alice, bob, api_of, fake, kept_later):
    change_preferences(user=alice, keeps=Keeps.NOTHING)
    spoken(api_of(alice))
    spoken(api_of(bob))
    kept_later.do()
    assert [entry.owner for entry in Entry.objects.all()] == [bob]


def test_a_person_may_want_no_text_kept(alice, api_of, fake, kept_later):
    change_preferences(user=alice, keeps=Keeps.NO_TEXT)
    spoken(api_of(alice))
    kept_later.do()
    entry = Entry.objects.select_related("clip").get()
    assert entry.state == State.DONE
    assert (entry.text, entry.timings, entry.characters) == ("", [], 25)
    assert entry.title == neutral_title(entry)
    assert entry.clip is not None
    assert entry.clip.title == entry.title
    with default_storage.open(entry.clip.file_name, "rb") as file:
        assert b"Hello" not in file.read()


def test_a_person_may_want_no_audio_kept(alice, api_of, fake, kept_later):
    change_preferences(user=alice, keeps_audio=False)
    spoken(api_of(alice))
    kept_later.do()
    entry = Entry.objects.get()
    assert (entry.state, entry.clip, entry.error) == (State.DONE, None, "")
    assert entry.duration_seconds is not None


def test_what_has_no_room_is_heard_and_its_entry_says_why(alice, api_of, fake, kept_later):
    alice.storage_quota_mib = 1
    alice.save()
    Clip.objects.bulk_create([full_clip(alice)])
    assert spoken(api_of(alice))
    kept_later.do()
    entry = Entry.objects.get()
    assert (entry.state, entry.clip) == (State.DONE, None)
    assert "was not kept" in entry.error
    assert "left" in entry.error


def full_clip(owner) -> Clip:
    return Clip(
        owner=owner,
        title="All the room",
        file="clips/none",
        bytes=2**20,
        duration_seconds=1,
        sample_rate_hz=8000,
        channels=1,
    )


def test_a_client_that_leaves_has_a_part(alice, fake, kept_later):
    wish = Wish(text=ASKED["input"], model="fake", voice="low", response_format="pcm")
    request = resolve(wish, user=alice)
    recording = begin(request, owner=alice)
    door = Door("api")
    kept = keep_speech(user=alice, wish=wish, request=request, recording=recording, door=door)
    assert kept is not None
    chunks = kept.passing(recording.encoded("pcm"))
    next(chunks)
    chunks.close()
    kept_later.do()
    entry = Entry.objects.get()
    assert (entry.state, entry.clip, entry.error) == (State.PARTIAL, None, "")
    assert not Clip.objects.exists()


def breaks(*args: Any, **kwargs: Any) -> Any:
    raise EngineFailed("fake", reason="its weights are damaged")


def wait_for_threads(name: str) -> None:
    for thread in threading.enumerate():
        if thread.name == name:
            thread.join(30)


def test_what_breaks_before_its_first_sound_says_why(
    alice, api_of, monkeypatch, settings, tmp_path, kept_later
):
    broken = FakeEngine()
    monkeypatch.setattr(broken, "synthesize", breaks)
    put_engines(monkeypatch, settings, tmp_path / "passages", broken)
    response = api_of(alice).post(URL, ASKED, format="json")
    assert response.status_code == 500
    wait_for_threads("running-ahead")
    kept_later.do()
    entry = Entry.objects.get()
    assert entry.state == State.FAILED
    assert entry.error == response.json()["error"]["message"]


def test_a_site_that_can_not_speak_now_leaves_nothing(
    alice, api_of, monkeypatch, settings, tmp_path, kept_later
):
    broken = FakeEngine(fails_to_load=EngineFailed("fake", reason="its weights are damaged"))
    put_engines(monkeypatch, settings, tmp_path / "passages", broken)
    assert api_of(alice).post(URL, ASKED, format="json").status_code == 503
    wait_for_threads("running-ahead")
    kept_later.do()
    assert not Entry.objects.exists()


def test_what_was_refused_is_in_no_history(alice, api_of, fake, kept_later):
    for wrong in ({"voice": "nobody"}, {"input": "..."}, {"speed": 9}, {"model": "none"}):
        assert api_of(alice).post(URL, ASKED | wrong, format="json").status_code >= 400
    kept_later.do()
    assert not Entry.objects.exists()


def test_a_history_that_fails_breaks_no_speech(alice, api_of, fake, kept_later, monkeypatch):
    def broken(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("disk I/O error")

    monkeypatch.setattr(Entry, "save", broken)
    assert spoken(api_of(alice))
    kept_later.do()
    assert not Entry.objects.exists()


def test_an_entry_deleted_meanwhile_leaves_no_clip(alice, api_of, fake, kept_later):
    spoken(api_of(alice))
    Entry.objects.all().delete()
    kept_later.do()
    assert not Clip.objects.exists()


def test_timed_speech_is_kept_too(alice, api_of, fake, kept_later):
    api = api_of(alice)
    assert api.post("/api/speech/timed", ASKED, format="json").status_code == 200
    assert api.post("/api/speech/timed", ASKED | {"save_history": False}, format="json").status_code == 200
    kept_later.do()
    entry = Entry.objects.get()
    assert (entry.state, entry.text) == (State.DONE, ASKED["input"])
    assert entry.clip is not None


def test_nobody_else_sees_it(alice, bob, api_of, fake, kept_later):
    spoken(api_of(alice))
    kept_later.do()
    entry = Entry.objects.get()
    assert api_of(bob).get(f"/api/history/{entry.pk}").status_code == 404
    assert api_of(bob).get(f"/api/history/{entry.pk}/audio").status_code == 404
    assert api_of(alice).get(f"/api/history/{entry.pk}/audio").status_code == 200


def test_a_client_that_left_before_the_first_sound_has_a_part(alice, api_of, monkeypatch, fake, kept_later):
    def leaves(*args: Any, **kwargs: Any) -> Any:
        raise ClientLeft

    monkeypatch.setattr("openai_api.speech.RunningAhead", leaves)
    api_of(alice).post(URL, ASKED, format="json")
    kept_later.do()
    assert Entry.objects.get().state == State.PARTIAL


def test_its_settings_are_used_again_on_the_speak_page(alice, bob, api_of, client_of, fake, kept_later):
    spoken(api_of(alice), speed=1.5)
    kept_later.do()
    entry = Entry.objects.get()
    page = client_of(alice).get(f"/speak/?take={entry.pk}")
    assert page.status_code == 200
    assert ASKED["input"] in page.content.decode()
    assert client_of(bob).get(f"/speak/?take={entry.pk}").status_code == 404
