"""`/api/transcriptions`."""

import io
import uuid
import zipfile

import pytest

from clips.models import Clip
from history.models import Entry
from jobs.models import Job
from jobs.runner import run_job
from tests.answers import error_of
from tests.transcribe.builders import garbage, make_transcript, sound
from transcribe.models import Transcript

pytestmark = pytest.mark.django_db
URL = "/api/transcriptions"


@pytest.fixture
def api(alice, api_of, fake):
    return api_of(alice)


def send(api, *files, **fields):
    return api.post(URL, {"file": list(files) or [sound()], **fields}, format="multipart")


def one(transcript: Transcript, path: str = "") -> str:
    return f"{URL}/{transcript.entry_id}{path}"


def test_a_file_becomes_a_job_and_a_transcript_with_segments_and_words(api):
    answer = send(api, language="en", words="true")
    assert answer.status_code == 202
    body = answer.json()
    assert answer.headers["Location"] == f"/api/jobs/{body['job']['id']}"
    [begun] = body["transcriptions"]
    assert (begun["state"], begun["progress"], begun["text"], body["refused"]) == ("new", 0.0, "", [])
    run_job(body["job"]["id"])
    found = api.get(f"{URL}/{begun['id']}").json()
    assert (found["state"], found["progress"], found["text"]) == ("done", 1.0, "one two three")
    [segment] = found["segments"]
    assert segment["id"] == 0
    assert [word["word"] for word in segment["words"]] == ["one", "two", "three"]
    assert api.get(found["audio_url"]).status_code == 200
    assert api.get(answer.headers["Location"]).json()["result"] == {"transcript_ids": [begun["id"]]}


def test_many_files_are_one_job_and_a_bad_one_is_told_beside(api):
    body = send(api, sound(name="a.wav"), garbage("b.mp3"), sound(name="c.wav")).json()
    assert [each["title"] for each in body["transcriptions"]] == ["a", "c"]
    [refused] = body["refused"]
    assert refused["name"] == "b.mp3"
    assert set(refused["error"]) == {"code", "message"}
    run_job(body["job"]["id"])
    listed = api.get(URL, {"job": body["job"]["id"]}).json()
    assert listed["total"] == 2
    assert {each["state"] for each in listed["items"]} == {"done"}


def test_arrays_may_have_brackets(api):
    assert api.post(URL, {"file[]": [sound(), sound()]}, format="multipart").json()["refused"] == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"model": "nobody"}, (404, "model_not_found", "model")),
        ({"model": " "}, (400, "invalid", "model")),
        ({"language": "Klingon"}, (400, "unknown_language", "language")),
        ({"task": "sing"}, (400, "invalid", "task")),
        ({"words": "maybe"}, (400, "invalid", "words")),
        ({"speakers": "5"}, (400, "invalid", "speakers")),
        ({"prompt": "x" * 2_001}, (400, "prompt_too_long", "prompt")),
        ({"keywords": "x" * 101}, (400, "keyword_too_long", "keywords")),
        ({"keywords": ",".join("abcdefghij" * 11)}, (400, "too_many_keywords", "keywords")),
        ({"loudness": "11"}, (400, "unknown_parameter", "loudness")),
    ],
)
def test_what_is_wrong_is_said_by_its_field_and_nothing_is_stored(api, fields, expected):
    assert error_of(send(api, **fields)) == expected
    assert not Clip.objects.exists()
    assert not Job.objects.exists()


def test_a_request_without_a_file_is_an_error(api):
    assert error_of(api.post(URL, {"language": "en"}, format="multipart")) == (400, "missing_file", "file")
    assert error_of(api.post(URL, {"file": "talk.mp3"}, format="multipart")) == (400, "missing_file", "file")
    assert api.post(URL, {"file": "talk.mp3"}, format="json").status_code == 415


@pytest.mark.parametrize("data", [b"", b"\0" * 5_000, b"RIFF\xff\xff\xff\xffWAVEfmt "])
def test_one_file_that_cant_be_read_is_an_error_and_leaves_nothing(api, data):
    from django.core.files.uploadedfile import SimpleUploadedFile

    status, _, param = error_of(send(api, SimpleUploadedFile("../../etc/x.wav", data)))
    assert (status, param) == (400, "file")
    assert not Entry.objects.exists()


def test_a_correction_keeps_times_and_what_was_heard(alice, api):
    transcript = make_transcript(alice)
    changes = {"segments": [{"id": 1, "text": "Good morning Bobby, how are you?"}]}
    body = api.patch(one(transcript), changes, format="json").json()
    assert body["text"] == "Good morning Ada. Good morning Bobby, how are you? Fine."
    assert body["original_text"] == "Good morning Ada. Good morning Bob, how are you? Fine."
    segment = body["segments"][1]
    assert (segment["is_edited"], segment["original_text"]) == (True, "Good morning Bob, how are you?")
    times = {word["word"]: word["start_seconds"] for word in segment["words"]}
    assert (times["Good"], times["Bobby"], times["you"]) == (4.0, 5.0, 6.5)
    body = api.post(one(transcript, "/revert")).json()
    assert (body["text"], body["is_edited"]) == (body["original_text"], False)


def test_speakers_are_named_everywhere_and_names_are_taken_back(alice, api):
    transcript = make_transcript(alice)
    body = api.patch(one(transcript), {"speakers": {"A": " Ada  Lovelace "}}, format="json").json()
    assert [each["speaker"] for each in body["segments"]] == ["Ada Lovelace", "B", "Ada Lovelace"]
    assert [each["speaker_label"] for each in body["segments"]] == ["A", "B", "A"]
    assert b"Ada Lovelace" in api.get(one(transcript, "/download?format=diarized_json")).content
    assert b"Ada Lovelace: Good morning Ada." in api.get(one(transcript, "/download?format=srt")).content
    body = api.patch(one(transcript), {"speakers": {"A": ""}}, format="json").json()
    assert body["speaker_names"] == {}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"segments": [{"id": 9, "text": "x"}]}, (400, "unknown_segment", "segments")),
        ({"segments": [{"id": 0, "text": "x" * 10_001}]}, (400, "text_too_long", "segments")),
        ({"segments": [{"id": 0, "text": 5}]}, (400, "invalid", "segments.0.text")),
        ({"segments": "all"}, (400, "invalid", "segments")),
        ({"speakers": {"Z": "Zoe"}}, (400, "unknown_speaker", "speakers.Z")),
        ({"speakers": {"A": "x" * 81}}, (400, "name_too_long", "speakers.A")),
        ({"speakers": ["Ada"]}, (400, "invalid", "speakers")),
        ({"title": " "}, (400, "invalid", "title")),
        ({"state": "done"}, (400, "unknown_parameter", "state")),
    ],
)
def test_a_change_that_cant_be_is_refused_and_changes_nothing(alice, api, changes, expected):
    transcript = make_transcript(alice)
    before = api.get(one(transcript)).json()
    assert error_of(api.patch(one(transcript), changes, format="json")) == expected
    assert api.get(one(transcript)).json() == before


def test_what_is_not_done_cant_be_corrected_or_downloaded(api):
    body = send(api).json()
    url = f"{URL}/{body['transcriptions'][0]['id']}"
    assert error_of(api.patch(url, {"segments": [{"id": 0, "text": "x"}]}, format="json"))[0] == 409
    assert error_of(api.get(f"{url}/download"))[0] == 409


def test_a_deleted_one_is_gone_and_can_be_restored(alice, api):
    transcript = make_transcript(alice)
    assert api.delete(one(transcript)).status_code == 204
    assert api.get(one(transcript)).status_code == 404
    assert api.delete(one(transcript)).status_code == 404
    assert api.get(URL).json()["total"] == 0
    assert api.post(one(transcript, "/restore")).status_code == 200
    assert api.get(one(transcript)).status_code == 200


def test_a_purged_one_takes_its_audio_along_unless_that_is_kept(alice, api, monkeypatch):
    from datetime import timedelta

    from history.services import purge_discarded

    monkeypatch.setattr("history.services.UNDO_WITHIN", timedelta(0))
    kept, gone = make_transcript(alice, title="Kept"), make_transcript(alice, title="Gone")
    Clip.objects.filter(pk=kept.entry.clip_id).update(kept=True)
    for transcript in (kept, gone):
        api.delete(one(transcript))
    assert purge_discarded() == 2
    assert [clip.title for clip in Clip.objects.all()] == ["Kept"]
    assert not Transcript.objects.exists()


def test_stopping_and_retrying_one(api):
    body = send(api).json()
    url = f"{URL}/{body['transcriptions'][0]['id']}"
    stopped = api.post(f"{url}/stop").json()
    assert (stopped["state"], stopped["error"]["message"]) == ("failed", "You stopped it.")
    retried = api.post(f"{url}/retry")
    assert (retried.status_code, retried.json()["state"]) == (202, "new")
    run_job(retried.json()["job_id"])
    assert api.get(url).json()["text"] == "one two three"
    assert error_of(api.post(f"{url}/retry"))[0] == 409


def test_a_batch_comes_as_a_zip_with_a_file_for_each(api):
    body = send(api, sound(name="Talk.wav"), sound(name="talk.wav")).json()
    run_job(body["job"]["id"])
    answer = api.get(f"{URL}/archive", {"job": body["job"]["id"], "format": "vtt"})
    packed = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert len({name.casefold() for name in packed.namelist()}) == 2
    assert all(packed.read(name).startswith(b"WEBVTT") for name in packed.namelist())


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, (400, "missing_job", "job")),
        ({"job": "5"}, (400, "invalid", "job")),
        ({"job": str(uuid.uuid4())}, (404, "not_found", None)),
        ({"job": str(uuid.uuid4()), "format": "pdf"}, (400, "unknown_format", "format")),
    ],
)
def test_an_archive_of_nothing_is_an_error(api, query, expected):
    assert error_of(api.get(f"{URL}/archive", query)) == expected


def test_another_person_sees_nothing_of_it(alice, bob, api_of, fake):
    transcript = make_transcript(alice)
    job = send(api_of(alice)).json()["job"]["id"]
    theirs = api_of(bob)
    assert theirs.get(URL).json()["total"] == 0
    assert theirs.get(URL, {"job": job}).json()["total"] == 0
    assert theirs.get(f"{URL}/archive", {"job": job}).status_code == 404
    assert theirs.patch(one(transcript), {"title": "Mine"}, format="json").status_code == 404


def test_a_list_asks_no_more_for_more_rows(alice, api, django_assert_max_num_queries):
    for number in range(12):
        make_transcript(alice, title=f"Talk {number}", has_clip=False)
    with django_assert_max_num_queries(8):
        assert api.get(URL).json()["total"] == 12


def test_a_transcript_asks_no_more_for_more_segments(alice, api, django_assert_max_num_queries):
    transcript = make_transcript(alice, *["Good morning."] * 40)
    with django_assert_max_num_queries(9):
        assert len(api.get(one(transcript)).json()["segments"]) == 40


def test_what_a_person_has_is_exported_and_goes_with_them(alice):
    import json

    from accounts.services.export import write_archive

    make_transcript(alice)
    file = io.BytesIO()
    write_archive(user=alice, file=file, on_step=lambda share, step: None)
    archive = zipfile.ZipFile(file)
    assert json.loads(archive.read("transcribe.transcript.json"))[0]["original_text"].startswith(
        "Good morning"
    )
    assert len(json.loads(archive.read("transcribe.transcriptsegment.json"))) == 3
    alice.delete()
    assert not Transcript.objects.exists()
