"""`/api/profiles/{id}/samples`."""

import io
import threading
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from clips.models import Clip
from common.departures import Departure
from profiles import turns
from profiles.models import Sample
from tests import audio_files
from tests.clips.builders import make_clip
from tests.profiles.samples.builders import make_profile, make_sample, recording
from tests.profiles.samples.test_adding import HOSTILE, files_in

pytestmark = pytest.mark.django_db


def upload(data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile("ada.wav", audio_files.wav(2.0) if data is None else data)


def address(profile, *more: object) -> str:
    return "/".join(map(str, (f"/api/profiles/{profile.pk}/samples", *more)))


def test_a_file_is_sent(alice, api_of):
    profile = make_profile(alice)
    answer = api_of(alice).post(address(profile), {"file": upload(), "transcript": "Hello."}, "multipart")
    body = answer.json()
    assert answer.status_code == 201
    assert (body["position"], body["transcript"], body["is_transcript_edited"]) == (1, "Hello.", True)
    assert body["quality"]["verdict"] == "poor"
    assert body["audio_url"] == reverse("clips-api:audio", args=[body["clip_id"]])


def test_what_was_to_be_read_is_told(alice, api_of):
    sent = {"file": upload(), "transcript": "Hello.", "read_aloud": "true"}
    body = api_of(alice).post(address(make_profile(alice)), sent, "multipart").json()
    assert (body["transcript"], body["is_transcript_edited"]) == ("Hello.", False)


def test_an_own_clip_is_named(alice, api_of):
    clip = make_clip(alice, data=audio_files.wav(2.0))
    answer = api_of(alice).post(address(make_profile(alice)), {"clip_id": str(clip.pk)}, "json")
    assert (answer.status_code, answer.json()["clip_id"]) == (201, str(clip.pk))


def test_somebody_elses_clip_is_not_there(alice, bob, api_of):
    clip = make_clip(bob, data=audio_files.wav(2.0))
    answer = api_of(alice).post(address(make_profile(alice)), {"clip_id": str(clip.pk)}, "json")
    assert (answer.status_code, answer.json()["error"]["param"]) == (404, "clip_id")


@pytest.mark.parametrize(
    ("sent", "param"),
    [
        ({}, "clip_id"),
        ({"clip_id": 5}, "clip_id"),
        ({"clip_id": "x"}, "clip_id"),
        ({"clip_id": None}, "clip_id"),
        ({"clip_id": str(uuid4()), "volume": 1}, "volume"),
        ({"clip_id": str(uuid4()), "transcript": ["a"]}, "transcript"),
    ],
)
def test_json_is_read_strictly(alice, api_of, sent, param):
    answer = api_of(alice).post(address(make_profile(alice)), sent, "json")
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


@pytest.mark.parametrize(
    ("sent", "param"),
    [
        ({}, "file"),
        ({"file": "text"}, "file"),
        ({"file": upload(), "volume": "1"}, "volume"),
        ({"file": upload(), "language": "not a language"}, "language"),
        ({"file": upload(), "transcript": "a" * 5_001}, "transcript"),
        ({"file": [upload(), upload()]}, "file"),
    ],
)
def test_a_form_is_read_strictly(alice, api_of, sent, param):
    answer = api_of(alice).post(address(make_profile(alice)), sent, "multipart")
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)
    assert not Clip.objects.exists()


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_audio_leaves_nothing(alice, api_of, settings, data):
    answer = api_of(alice).post(address(make_profile(alice)), {"file": upload(data)}, "multipart")
    assert answer.status_code in (400, 413)
    assert answer.json()["error"]["message"].endswith(".")
    assert not Sample.objects.exists()
    assert not files_in(settings.MEDIA_ROOT)


def test_they_are_listed_in_order(alice, api_of):
    profile = make_profile(alice)
    ids = [str(make_sample(profile).pk) for _ in range(2)]
    body = api_of(alice).get(address(profile)).json()
    assert [each["id"] for each in body["items"]] == ids
    assert body["total"] == 2


def test_one_is_changed(alice, api_of):
    sample = make_sample(make_profile(alice), file=recording(4.0))
    sent = {"is_enabled": False, "is_denoised": True, "trim_start_seconds": 1, "transcript": "Mine."}
    body = api_of(alice).patch(address(sample.profile, sample.pk), sent, "json").json()
    assert {name: body[name] for name in sent} == sent
    assert body["quality"]["duration_seconds"] == pytest.approx(3.0, abs=0.01)


def test_null_takes_the_end_of_a_trim_away(alice, api_of):
    sample, api = make_sample(make_profile(alice), file=recording(4.0)), api_of(alice)
    where = address(sample.profile, sample.pk)
    assert api.patch(where, {"trim_end_seconds": 3}, "json").json()["trim_end_seconds"] == 3
    assert api.patch(where, {"is_enabled": True}, "json").json()["trim_end_seconds"] == 3
    assert api.patch(where, {"trim_end_seconds": None}, "json").json()["trim_end_seconds"] is None


@pytest.mark.parametrize(
    "sent",
    [
        '{"trim_start_seconds": NaN}',
        '{"trim_start_seconds": 1e999}',
        '{"trim_start_seconds": "1"}',
        '{"trim_start_seconds": -0.1}',
        '{"trim_start_seconds": 3.9}',
        '{"is_enabled": 1}',
        '{"transcript": 5}',
        '{"position": 2}',
        "[]",
        '{"is_enabled": true, "is_enabled": false}',
    ],
)
def test_what_can_not_be_is_refused(alice, api_of, sent):
    sample = make_sample(make_profile(alice), file=recording(4.0))
    answer = api_of(alice).patch(address(sample.profile, sample.pk), sent, content_type="application/json")
    assert answer.status_code == 400, answer.content


def test_one_is_moved_and_removed(alice, api_of):
    profile, api = make_profile(alice), api_of(alice)
    first, second = make_sample(profile), make_sample(profile)
    assert api.post(address(profile, second.pk, "move"), {"position": 1}, "json").json()["position"] == 1
    assert api.delete(address(profile, first.pk)).status_code == 204
    assert api.get(address(profile, first.pk)).status_code == 404
    assert api.post(address(profile, second.pk, "move"), {"position": 0}, "json").status_code == 400


def test_it_is_heard_in_a_job(alice, api_of):
    sample = make_sample(make_profile(alice))
    answer = api_of(alice).post(address(sample.profile, sample.pk, "transcribe"))
    assert answer.status_code == 202
    assert answer["Location"] == reverse("jobs-api:job", args=[answer.json()["id"]])


def test_an_edited_text_is_not_heard_again(alice, api_of):
    sample = make_sample(make_profile(alice), transcript="Mine.")
    answer = api_of(alice).post(address(sample.profile, sample.pk, "transcribe"))
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "transcript_edited")


def test_a_sample_of_another_profile_is_not_there(alice, api_of):
    sample, other = make_sample(make_profile(alice)), make_profile(alice, "Bea")
    assert api_of(alice).get(address(other, sample.pk)).status_code == 404


def test_all_together_are_a_wav(alice, api_of):
    profile, api = make_profile(alice), api_of(alice)
    make_sample(profile)
    answer = api.get(f"/api/profiles/{profile.pk}/reference?seconds=30")
    assert answer["Content-Type"] == "audio/wav"
    with audio_file(answer.getvalue()) as file:
        assert sum(len(block.samples) for block in file.blocks()) == pytest.approx(48_000, abs=2)
    assert api.get(f"/api/profiles/{profile.pk}/reference", HTTP_IF_NONE_MATCH="*").status_code == 304


def audio_file(data: bytes):
    from speech.audio.decode import AudioFile

    return AudioFile(io.BytesIO(data))


def test_without_samples_there_is_no_reference(alice, api_of):
    answer = api_of(alice).get(f"/api/profiles/{make_profile(alice).pk}/reference")
    assert (answer.status_code, answer.json()["error"]["code"]) == (409, "no_samples")


@pytest.mark.parametrize("seconds", ["0", "x", "nan", "301", "-1"])
def test_a_length_that_can_not_be_is_refused(alice, api_of, seconds):
    profile = make_profile(alice)
    answer = api_of(alice).get(f"/api/profiles/{profile.pk}/reference?seconds={seconds}")
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, "seconds")


def test_texts_to_read_are_offered_by_language(alice, api_of):
    api = api_of(alice)
    assert {text["language"] for text in api.get("/api/reading-texts?language=hi").json()} == {"hi"}
    assert {text["language"] for text in api.get("/api/reading-texts?language=fi").json()} == {"en"}


def test_few_are_put_together_at_once_and_the_others_are_told_to_come_back(alice, api_of, monkeypatch):
    sample = make_sample(make_profile(alice), transcript="As it is.")
    address = f"/api/profiles/{sample.profile_id}/reference"
    with monkeypatch.context() as patched:
        patched.setattr(turns, "TURN_WITHIN_SECONDS", 0.0)
        patched.setattr(turns, "_turns", threading.BoundedSemaphore(1))
        with turns.turn(Departure()):
            answer = api_of(alice).get(address)
            assert (answer.status_code, answer.json()["error"]["code"]) == (503, "preview_busy")
            assert answer["Retry-After"]
    assert api_of(alice).get(address).status_code == 200
