"""What becomes of a text that a program sends to `/api/tts/convert`."""

import io
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import soundfile
from django.db import connections
from django.utils import timezone

from clips.models import Clip
from history.models import Entry, Keeps
from history.preferences import PAGE_KEEPS_FOR, change_preferences
from history.services import discard, purge_discarded
from jobs.models import Job
from jobs.services import cancel, retry
from speak.conversions import making
from speak.conversions.tidying import FAILED_STAY_FOR, tidy_conversions
from speak.models import Conversion
from speech.engines.errors import EngineFailed
from tests.profiles.builders import make_profile
from tests.speak.conversions.builders import TEXT, do_jobs, make_conversion, spoken
from tests.speech.lexicon_builders import make_lexicon

pytestmark = pytest.mark.django_db
URL = "/api/tts"
SECONDS = len(TEXT) * 0.05


@pytest.fixture
def api(alice, api_of, fake):
    return api_of(alice)


def posted(api, path: str, body: dict[str, Any]):
    """Escaped: halves of characters travel, too."""
    return api.post(f"{URL}/{path}", json.dumps(body), content_type="application/json")


def asked(api, text: str = TEXT, **fields: Any) -> dict[str, Any]:
    answer = posted(api, "convert", {"text": text, **fields})
    assert answer.status_code == 202, answer.json()
    assert answer.headers["Location"] == f"{URL}/{answer.json()['conversion_id']}"
    return answer.json()


def one(api, conversion_id: str) -> dict[str, Any]:
    return api.get(f"{URL}/{conversion_id}").json()


def error_of(response) -> tuple[int, str, str | None]:
    error = response.json()["error"]
    assert error["message"].endswith("."), error
    return response.status_code, error["code"], error["param"]


def downloaded(api, conversion_id: str, **headers: str):
    return api.get(f"{URL}/{conversion_id}/download", headers=headers)


def test_a_text_is_queued_spoken_and_downloaded(alice, api, fake):
    queued = asked(api, custom_filename="greeting")
    assert (queued["status"], queued["text"], queued["download_url"]) == ("queued", TEXT, None)
    do_jobs()
    done = one(api, queued["conversion_id"])
    assert (done["status"], done["error"], done["model"], done["voice"]) == ("completed", None, "fake", "low")
    assert done["duration"] == pytest.approx(SECONDS, abs=0.5)
    assert done["sampling_rate"] == 24_000
    assert done["started_at"] < done["completed_at"]
    answer = api.get(done["download_url"])
    body = b"".join(answer.streaming_content)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="greeting.wav"'
    assert len(body) == done["file_size"]
    assert soundfile.info(io.BytesIO(body)).duration == pytest.approx(done["duration"], abs=0.01)


def test_a_part_of_the_file_may_be_asked_for(alice, api):
    conversion = spoken(make_conversion(alice))
    answer = downloaded(api, conversion.pk, range="bytes=0-3")
    assert (answer.status_code, b"".join(answer.streaming_content)) == (206, b"RIFF")
    assert downloaded(api, conversion.pk, range="bytes=99999999-").status_code == 416


def test_its_history_has_it_too(alice, api):
    conversion = spoken(make_conversion(alice))
    entry = Entry.objects.get()
    assert (entry.pk, entry.clip_id) == (conversion.entry_id, conversion.clip_id)
    assert (entry.text, entry.source, entry.response_format) == (TEXT, "job", "wav")


def test_the_same_text_is_spoken_once(alice, api, fake):
    first = asked(api)
    assert asked(api)["conversion_id"] == first["conversion_id"]
    do_jobs()
    again = asked(api, text=f" {TEXT}\n", custom_filename="later")
    assert (again["conversion_id"], again["status"]) == (first["conversion_id"], "completed")
    assert again["filename"] == "later.wav"
    assert Job.objects.filter(kind="speak.convert").count() == Clip.objects.count() == 1


@pytest.mark.parametrize("changes", [{"text": "Other."}, {"voice": "high", "model": "fake"}, {"speed": 1.5}])
def test_another_sound_is_another_conversion(api, changes):
    assert asked(api)["conversion_id"] != asked(api, **changes)["conversion_id"]


def test_another_lexicon_is_another_conversion(alice, api):
    lexicon = make_lexicon(alice, Hello="goodbye")
    assert asked(api)["conversion_id"] != asked(api, lexicon_id=str(lexicon.pk))["conversion_id"]


def test_another_person_has_it_spoken_for_themselves(alice, bob, api, api_of):
    mine, theirs = asked(api), asked(api_of(bob))
    assert mine["conversion_id"] != theirs["conversion_id"]
    assert api.get(f"{URL}/{theirs['conversion_id']}").status_code == 404


def test_one_that_failed_is_not_taken_for_it(alice, api, fake):
    fake.fails_to_load = EngineFailed("fake", reason="no")
    failed = asked(api)
    for _ in range(making.ATTEMPTS):
        do_jobs()
        Job.objects.update(not_before=timezone.now())
    assert one(api, failed["conversion_id"])["status"] == "failed"
    fake.fails_to_load = None
    assert asked(api)["conversion_id"] != failed["conversion_id"]


def test_one_whose_file_is_gone_is_made_again(alice, api):
    conversion = spoken(make_conversion(alice))
    clip = Clip.objects.get()
    clip.file.storage.delete(clip.file_name)
    assert error_of(downloaded(api, conversion.pk)) == (404, "audio_gone", None)
    again = asked(api)
    assert (again["conversion_id"], again["status"]) == (str(conversion.pk), "queued")
    do_jobs()
    assert downloaded(api, conversion.pk).status_code == 200


def test_one_deleted_from_the_history_is_made_again(alice, api):
    conversion = spoken(make_conversion(alice))
    discard(entry=Entry.objects.get())
    assert asked(api)["status"] == "queued"
    do_jobs()
    assert one(api, conversion.pk)["status"] == "completed"


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("greeting.wav", "greeting.wav"),
        ("../../etc/passwd", "passwd.wav"),
        ("C:\\temp\\a.WAV", "a.wav"),
        ("päivää", "päivää.wav"),
        ("a\x00b\r\nc", "a-b--c.wav"),
        ("con", "con-.wav"),
        ("x" * 200, "x" * 200 + ".wav"),
        ("ä" * 150, "ä" * 100 + ".wav"),
        ("half \ud800 of one", "half  of one.wav"),
    ],
)
def test_its_name_is_safe_wherever_it_is_saved(api, sent, name):
    assert asked(api, custom_filename=sent)["filename"] == name


@pytest.mark.parametrize("sent", ["..", "/", ".wav", "  "])
def test_a_name_of_which_nothing_is_left_is_none(api, sent):
    found = asked(api, custom_filename=sent)
    assert found["filename"] == f"speech-{found['conversion_id']}.wav"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"text": None}, (400, "invalid", "text")),
        ({"text": ""}, (400, "nothing_to_say", "text")),
        ({"text": " \n "}, (400, "nothing_to_say", "text")),
        ({"text": 5}, (400, "invalid", "text")),
        ({"text": "x " * 60_000}, (400, "text_too_long", "text")),
        ({"text": "Half \ud800."}, (400, None, "text")),
        ({"custom_filename": "x" * 201}, (400, "invalid", "custom_filename")),
        ({"custom_filename": 5}, (400, "invalid", "custom_filename")),
        ({"model": "nobody"}, (404, "model_not_found", "model")),
        ({"model": "fake", "voice": "nobody"}, (400, "unknown_voice", "voice")),
        ({"language": "tlh"}, (400, "unknown_language", "language")),
        ({"speed": 90}, (400, "invalid", "speed")),
        ({"profile_id": str(uuid.UUID(int=1))}, (404, "profile_not_found", "profile_id")),
        ({"lexicon_id": str(uuid.UUID(int=1))}, (404, "lexicon_not_found", "lexicon_id")),
        ({"response_format": "mp3"}, (400, "unknown_parameter", "response_format")),
        ({"input": "Words."}, (400, "unknown_parameter", "input")),
    ],
)
def test_what_is_wrong_is_said_by_its_field(api, changes, expected):
    found = error_of(posted(api, "convert", {"text": TEXT} | changes))
    assert found[::2] == expected[::2]
    assert expected[1] in (found[1], None)
    assert not Conversion.objects.exists()


def test_characters_that_nobody_can_say_are_no_part_of_a_text(api):
    assert posted(api, "convert", {"text": "Hello\x00 there."}).json()["text"] == "Hello there."


def test_without_a_voice_it_is_the_default_profiles(alice, api):
    make_profile(alice, backend="fake", voice="high", speed=1.5, is_default=True)
    found = asked(api)
    assert (found["voice"], found["speed"]) == ("high", 1.5)
    assert asked(api, language="en")["voice"] == "low"


@pytest.mark.parametrize(("language", "voice"), [("fr", "high"), ("fr-CA", "high"), ("en-GB", "low")])
def test_a_language_finds_its_voice(api, language, voice):
    assert asked(api, language=language)["voice"] == voice


def test_a_profile_speaks_with_its_settings(alice, api):
    profile = make_profile(alice, backend="fake", voice="high", seed=3)
    assert asked(api, profile_id=str(profile.pk))["voice"] == "high"


def test_many_texts_are_one_job(alice, api, fake):
    texts = ["One.", {"text": "Two.", "custom_filename": "two"}, "", "One."]
    answer = api.post(f"{URL}/convert-multiple", {"texts": texts, "speed": 1.2}, format="json")
    assert answer.status_code == 202
    body = answer.json()
    assert [each["text"] for each in body["conversions"]] == ["One.", "Two.", "One."]
    assert (body["total_created"], body["total_failed"]) == (3, 1)
    assert body["failed"][0]["index"] == 2
    assert body["failed"][0]["error"]["code"] == "nothing_to_say"
    do_jobs()
    assert fake.spoken == ["One.", "Two."]
    assert set(Conversion.objects.values_list("state", flat=True)) == {"completed"}
    assert Job.objects.get(kind="speak.convert").result == {"completed": 2, "failed": 0}


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"texts": []}, (400, "invalid", "texts")),
        ({"texts": ["x"] * 101}, (400, "invalid", "texts")),
        ({"texts": "x"}, (400, "invalid", "texts")),
        ({"texts": ["x", 5]}, (400, "invalid", "texts.1")),
        ({"texts": ["x"], "model": "nobody"}, (404, "model_not_found", "model")),
        ({"texts": ["x"], "model": "fake", "voice": "nobody"}, (400, "unknown_voice", "voice")),
        ({}, (400, "invalid", "texts")),
    ],
)
def test_what_is_wrong_with_all_of_them_is_an_error(api, sent, expected):
    assert error_of(api.post(f"{URL}/convert-multiple", sent, format="json")) == expected


def test_one_that_breaks_does_not_keep_the_others(alice, api, fake, monkeypatch):
    synthesize = fake.synthesize

    def broken(request, **rest):
        if "Two" in request.text:
            raise RuntimeError("no")
        return synthesize(request, **rest)

    monkeypatch.setattr(fake, "synthesize", broken)
    api.post(f"{URL}/convert-multiple", {"texts": ["One.", "Two.", "Three."]}, format="json")
    for _ in range(making.ATTEMPTS):
        do_jobs()
        Job.objects.update(not_before=timezone.now())
    states = dict(Conversion.objects.values_list("text", "state"))
    assert states == {"One.": "completed", "Two.": "failed", "Three.": "completed"}


def test_a_cancelled_job_says_so_and_can_be_tried_again(alice, api):
    conversion = make_conversion(alice)
    job = cancel(job=conversion.job)
    found = one(api, conversion.pk)
    assert (found["status"], found["error"]) == ("failed", "It was cancelled. Convert the text again.")
    assert found["failed_at"]
    assert error_of(downloaded(api, conversion.pk)) == (409, "conversion_failed", None)
    retry(job=job)
    do_jobs()
    assert one(api, conversion.pk)["status"] == "completed"


def test_what_is_not_done_can_not_be_downloaded(alice, api):
    assert error_of(downloaded(api, make_conversion(alice).pk)) == (409, "not_ready", None)


def test_the_list_is_narrowed_by_status_and_has_pages(alice, api):
    spoken(make_conversion(alice, "One."))
    make_conversion(alice, "Two.")
    make_conversion(alice, "Three.")
    found = api.get(f"{URL}?status=queued&limit=1").json()
    assert ([each["text"] for each in found["items"]], found["total"]) == (["Three."], 2)
    assert api.get(URL).json()["total"] == 3
    assert error_of(api.get(f"{URL}?status=done")) == (400, "invalid", "status")
    assert error_of(api.get(f"{URL}?state=queued")) == (400, "unknown_parameter", "state")
    assert error_of(api.get(f"{URL}?limit=x")) == (400, "invalid", "limit")


def test_a_list_costs_the_same_however_long_it_is(alice, api, django_assert_max_num_queries):
    for number in range(6):
        make_conversion(alice, f"Number {number}.")
    do_jobs()
    with django_assert_max_num_queries(12):
        assert len(api.get(URL).json()["items"]) == 6


def test_deleting_takes_its_sound_along(alice, api):
    conversion = spoken(make_conversion(alice))
    assert api.delete(f"{URL}/{conversion.pk}").status_code == 204
    assert api.get(f"{URL}/{conversion.pk}").status_code == 404
    assert api.delete(f"{URL}/{conversion.pk}").status_code == 404
    Entry.objects.update(deleted_at=timezone.now() - timedelta(days=1))
    purge_discarded()
    assert not Clip.objects.exists()


def test_deleting_leaves_a_favourite(alice, api):
    conversion = spoken(make_conversion(alice))
    Entry.objects.update(is_favourite=True)
    api.delete(f"{URL}/{conversion.pk}")
    assert Entry.objects.get(deleted_at=None).clip is not None


def test_deleting_what_is_under_way_stops_it(alice, api, fake):
    conversion = make_conversion(alice)
    api.delete(f"{URL}/{conversion.pk}")
    do_jobs()
    assert fake.spoken == []
    assert Job.objects.get().state == "cancelled"


def test_what_is_deleted_while_it_is_spoken_leaves_nothing(alice, api, fake, monkeypatch):
    conversion = make_conversion(alice)
    synthesize = fake.synthesize

    def deleting(request, **rest):
        Conversion.objects.filter(pk=conversion.pk).delete()
        return synthesize(request, **rest)

    monkeypatch.setattr(fake, "synthesize", deleting)
    do_jobs()
    assert not Clip.objects.exists()
    assert not Entry.objects.exists()


def test_where_nothing_is_kept_it_is_there_for_a_while(alice, api):
    change_preferences(user=alice, keeps=Keeps.NOTHING)
    conversion = spoken(make_conversion(alice))
    assert downloaded(api, conversion.pk).status_code == 200
    assert conversion.text == ""
    assert not Entry.objects.exists()
    tidy_conversions()
    assert Conversion.objects.exists()
    Conversion.objects.update(completed_at=timezone.now() - PAGE_KEEPS_FOR - timedelta(minutes=1))
    tidy_conversions()
    assert not Conversion.objects.exists()
    assert not Clip.objects.exists()


def test_where_no_text_is_kept_it_keeps_none(alice, api):
    change_preferences(user=alice, keeps=Keeps.NO_TEXT)
    first = spoken(make_conversion(alice))
    assert first.text == ""
    assert asked(api)["conversion_id"] == str(first.pk)


def test_what_nobody_can_hear_any_more_goes(alice, api):
    heard, unheard = spoken(make_conversion(alice, "One.")), spoken(make_conversion(alice, "Two."))
    failed = make_conversion(alice, "Three.")
    cancel(job=failed.job)
    discard(entry=Entry.objects.get(pk=unheard.entry_id))
    Entry.objects.exclude(deleted_at=None).update(deleted_at=timezone.now() - timedelta(days=1))
    purge_discarded()
    tidy_conversions()
    assert Conversion.objects.get(pk=failed.pk).state == "failed"
    long_ago = timezone.now() - FAILED_STAY_FOR - timedelta(minutes=1)
    Conversion.objects.update(completed_at=long_ago)
    Conversion.objects.filter(pk=failed.pk).update(failed_at=long_ago)
    tidy_conversions()
    assert list(Conversion.objects.all()) == [heard]


@pytest.mark.django_db(transaction=True)
def test_asked_for_by_many_at_once_it_is_one(alice, fake):
    def ask(number: int) -> uuid.UUID:
        try:
            return make_conversion(alice).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as threads:
        assert len(set(threads.map(ask, range(4)))) == 1
    assert Job.objects.count() == 1


def test_the_languages_are_those_of_the_voices(api):
    found = api.get(f"{URL}/supported-languages").json()["languages"]
    assert {each["code"]: (each["models"], each["voices"]) for each in found} == {
        "en-US": (["fake"], 1),
        "fr-FR": (["fake"], 1),
    }
