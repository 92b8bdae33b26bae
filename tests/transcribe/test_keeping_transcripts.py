"""What a program had transcribed is found in its person's history."""

from typing import Any

import pytest
from django.core.files.storage import default_storage

from clips.models import Clip
from history.doors import Door
from history.models import Entry, Keeps, State
from history.preferences import change_preferences
from history.privacy import neutral_title
from speech.recognition.base import Segment
from speech.transcription.requests import TranscriptWish, resolve
from tests.openai_api.conftest import put_hearing, recogniser  # noqa: F401 - fixtures
from tests.openai_api.recordings import TRANSLATIONS, file_of, post, talk
from transcribe.keeping import keep_said
from transcribe.models import Transcript
from transcribe.wishes import Asked

pytestmark = pytest.mark.usefixtures("recogniser")


def heard(api: Any, **changes: Any) -> bytes:
    response = post(api, **changes)
    assert response.status_code == 200, response.content
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_it_is_an_entry_with_its_transcript(alice, api_of, kept_later):
    heard(api_of(alice), prompt="Names: Aino.", temperature=0.5, file=file_of(name="board meeting.wav"))
    kept_later.do()
    entry = Entry.objects.select_related("transcript").get(owner=alice)
    assert (entry.kind, entry.state, entry.source) == ("stt", "done", "api")
    assert entry.title == "board meeting"
    assert entry.text.startswith("one two three")
    assert entry.characters == len(entry.text)
    assert entry.duration_seconds == pytest.approx(len(talk()) / 32_000, abs=0.05)
    assert entry.making_seconds > 0
    assert entry.api_key_name
    assert entry.transcript.original_text == entry.text
    assert entry.transcript.segments.count() >= 1
    asked = Asked.of(entry.settings, model=entry.model)
    assert (asked.prompt, asked.temperature, asked.task) == ("Names: Aino.", 0.5, "transcribe")


def test_its_sound_is_the_file_that_was_sent(alice, api_of, kept_later):
    heard(api_of(alice))
    kept_later.do()
    clip = Entry.objects.select_related("clip").get().clip
    assert clip is not None
    with default_storage.open(clip.file_name, "rb") as file:
        assert file.read() == talk()
    assert clip.original_name == "talk.wav"
    assert not clip.kept


def test_events_and_translations_are_kept_as_well(alice, api_of, kept_later):
    api = api_of(alice)
    heard(api, stream="true")
    heard(api, url=TRANSLATIONS)
    kept_later.do()
    assert {entry.settings["task"] for entry in Entry.objects.all()} == {"transcribe", "translate"}
    assert {entry.state for entry in Entry.objects.all()} == {State.DONE}
    assert Transcript.objects.count() == Clip.objects.count() == 2


def test_a_program_may_want_nothing_kept(alice, api_of, kept_later):
    heard(api_of(alice), save_history="false")
    kept_later.do()
    assert not Entry.objects.exists()
    assert not Clip.objects.exists()


def test_a_person_may_want_nothing_kept(alice, api_of, kept_later):
    change_preferences(user=alice, keeps=Keeps.NOTHING)
    heard(api_of(alice))
    kept_later.do()
    assert not Entry.objects.exists()


def test_a_person_may_want_no_text_kept(alice, api_of, kept_later):
    change_preferences(user=alice, keeps=Keeps.NO_TEXT)
    heard(api_of(alice), prompt="Names: Aino.", **{"keywords[]": ["Aino"]})
    kept_later.do()
    entry = Entry.objects.get()
    assert (entry.state, entry.text, entry.timings) == (State.DONE, "", [])
    assert entry.characters > 0
    assert "Aino" not in str(entry.settings)
    assert not Transcript.objects.exists()
    assert entry.clip is not None


def test_a_person_may_want_no_audio_kept(alice, api_of, kept_later):
    change_preferences(user=alice, keeps_audio=False)
    heard(api_of(alice))
    kept_later.do()
    entry = Entry.objects.get()
    assert (entry.state, entry.clip) == (State.DONE, None)
    assert entry.text


def test_what_can_not_be_read_is_in_no_history(alice, api_of, kept_later):
    assert post(api_of(alice), file=file_of(b"no sound at all")).status_code == 400
    assert post(api_of(alice), model="nobody").status_code == 404
    kept_later.do()
    assert not Entry.objects.exists()


def test_what_breaks_off_says_why(alice, api_of, kept_later, recogniser, monkeypatch):  # noqa: F811
    def breaks(*args: Any) -> Any:
        raise RuntimeError("out of luck")

    monkeypatch.setattr(recogniser, "hear", breaks)
    api = api_of(alice)
    api.raise_request_exception = False
    assert post(api).status_code == 500
    kept_later.do()
    entry = Entry.objects.get()
    assert entry.state == State.FAILED
    assert entry.error
    assert not Clip.objects.exists()


def test_it_opens_on_the_transcribe_page(alice, api_of, client_of, kept_later):
    heard(api_of(alice))
    kept_later.do()
    page = client_of(alice).get(f"/transcribe/{Entry.objects.get().pk}/")
    assert page.status_code == 200
    assert "one two three" in page.content.decode()


def test_what_was_said_live_leaves_no_words_where_none_are_wanted(alice):
    change_preferences(user=alice, keeps=Keeps.NO_TEXT)
    wish = TranscriptWish(model="whisper-1", prompt="Names: Aino.")
    segment = Segment(0, 0.0, 1.0, "secret words")
    keep_said(
        user=alice,
        wish=wish,
        request=resolve(wish),
        segments=[segment],
        language="en",
        seconds=1.0,
        title="secret words",
        door=Door("live"),
    )
    entry = Entry.objects.get()
    assert (entry.text, entry.title) == ("", neutral_title(entry))
    assert (entry.state, entry.characters) == (State.DONE, 12)
    assert "Aino" not in str(entry.settings)
