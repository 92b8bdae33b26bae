"""`POST /api/speech/jobs`."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clips.models import Clip
from jobs.models import Job, State
from jobs.runner import run_job
from tests.answers import error_of
from tests.speak.long_text_builders import titles
from tests.speech.document_builders import packed, two_chapters, word

pytestmark = pytest.mark.django_db
URL = "/api/speech/jobs"
FIELDS = {"model": "fake", "voice": "low"}


def document(data: bytes, name: str) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


@pytest.fixture
def api(alice, api_of, fake):
    return api_of(alice)


def test_a_text_becomes_a_job_that_tells_its_clips(alice, api):
    answer = api.post(URL, FIELDS | {"input": "Once upon a time.", "title": "Tale"}, format="json")
    assert answer.status_code == 202
    body = answer.json()
    assert (body["kind"], body["state"], body["title"]) == ("speak.long_text", "queued", "Speak “Tale”")
    assert answer.headers["Location"] == f"/api/jobs/{body['id']}"
    run_job(body["id"])
    ended = api.get(answer.headers["Location"]).json()
    assert (ended["state"], ended["progress"]) == ("done", 1.0)
    [clip_id] = ended["result"]["clip_ids"]
    assert api.get(f"/api/clips/{clip_id}").json()["title"] == "Tale"
    assert api.get(f"/api/clips/{clip_id}/audio").status_code == 200


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (two_chapters(), "x.epub", ["A Book", "A Book – 01 The First", "A Book – 02 The Second"]),
        (
            word(("One", "Heading 1"), "First.", ("Two", "Heading 1"), "Second.", title="Doc"),
            "x.docx",
            ["Doc", "Doc – 01 One", "Doc – 02 Two"],
        ),
        (b"# One\n\nFirst.\n\n# Two\n\nSecond.", "Notes.md", ["Notes", "Notes – 01 One", "Notes – 02 Two"]),
        ("Grüße.".encode("utf-16"), "Brief.txt", ["Brief", "Brief"]),
    ],
)
def test_a_file_becomes_an_audiobook(alice, api, data, name, expected):
    form = FIELDS | {"file": document(data, name), "response_format": "m4b", "speed": "1.5", "seed": "7"}
    answer = api.post(URL, form, format="multipart")
    assert answer.status_code == 202, answer.json()
    run_job(answer.json()["id"])
    ended = api.get(answer.headers["Location"]).json()
    assert titles(alice) == expected
    audio = api.get(f"/api/clips/{ended['result']['audiobook_clip_id']}/audio?download=1")
    assert audio.headers["Content-Type"] == "audio/mp4"
    assert ".m4b" in audio.headers["Content-Disposition"]


def test_a_form_may_leave_fields_empty_and_say_no(alice, api):
    form = FIELDS | {"file": document(two_chapters(), "x.epub"), "chapters": "false", "title": "", "seed": ""}
    answer = api.post(URL, form, format="multipart")
    assert answer.status_code == 202, answer.json()
    run_job(answer.json()["id"])
    assert titles(alice) == ["A Book"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"input": None}, (400, "missing_input", "input")),
        ({"input": ""}, (400, "nothing_to_say", "input")),
        ({"input": " \n "}, (400, "nothing_to_say", "input")),
        ({"input": "🙂🙂"}, (400, "nothing_to_say", "input")),
        ({"input": 5}, (400, "invalid", "input")),
        ({"input": "x " * 600_000}, (400, "text_too_long", "input")),
        ({"model": "nobody"}, (404, "model_not_found", "model")),
        ({"model": None}, (400, "invalid", "model")),
        ({"voice": "nobody"}, (400, "unknown_voice", "voice")),
        ({"response_format": "pcm"}, (400, "invalid", "response_format")),
        ({"speed": 9}, (400, "invalid", "speed")),
        ({"speed": "fast"}, (400, "invalid", "speed")),
        ({"language": "xx-nowhere"}, (400, None, "language")),
        ({"lexicon_id": "5"}, (400, "invalid", "lexicon_id")),
        ({"chapters": "yes"}, (400, "invalid", "chapters")),
        ({"title": "x" * 300}, (400, "invalid", "title")),
        ({"loudness": 11}, (400, "unknown_parameter", "loudness")),
        ({"file": "tale.txt"}, (400, "unknown_parameter", "file")),
        ({"profile_id": "5"}, (400, "invalid", "profile_id")),
        ({"profile_id": str(uuid.uuid4())}, (404, "profile_not_found", "profile_id")),
    ],
)
def test_what_is_wrong_with_json_is_said_by_its_field(api, changes, expected):
    found = error_of(api.post(URL, FIELDS | {"input": "Words."} | changes, format="json"))
    assert found[::2] == expected[::2]
    assert expected[1] in (found[1], None)
    assert not Job.objects.exists()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"file": document(b"", "x.txt")}, (400, "empty_file", "file")),
        ({"file": document(b"text", "x.pdf")}, (400, "unknown_document_kind", "file")),
        ({"file": document(b"%PDF-1.4", "x.docx")}, (400, "wrong_document_kind", "file")),
        ({"file": document(packed({"a": "b"}), "x.epub")}, (400, "broken_document", "file")),
        ({"file": document(b"word " * 300_000, "x.txt")}, (413, "text_too_long", "file")),
        ({"file": document(b"Words.", "x.txt"), "input": "Too."}, (400, "two_inputs", "input")),
        ({"file": document(b"Words.", "x.txt"), "input_type": "ssml"}, (400, "ssml_in_file", "input_type")),
        ({"file": document(b"Words.", "x.txt"), "speed": "fast"}, (400, "invalid", "speed")),
        ({"file": document(b"Words.", "x.txt"), "speed": "nan"}, (400, "invalid", "speed")),
        ({"file": document(b"Words.", "x.txt"), "chapters": "maybe"}, (400, "invalid", "chapters")),
        ({"file": "no file at all"}, (400, "invalid", "file")),
        ({}, (400, "missing_input", "input")),
    ],
)
def test_what_is_wrong_with_a_form_is_said_by_its_field(api, changes, expected):
    for value in changes.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    assert error_of(api.post(URL, FIELDS | changes, format="multipart")) == expected
    assert not Job.objects.exists()


def test_anothers_lexicon_is_as_good_as_none(api, bob):
    from tests.speech.lexicon_builders import make_lexicon

    theirs = make_lexicon(bob, SQL="sequel")
    asked = FIELDS | {"input": "SQL.", "lexicon_id": str(theirs.pk)}
    assert error_of(api.post(URL, asked, format="json")) == (404, "lexicon_not_found", "lexicon_id")


def test_another_person_sees_neither_the_job_nor_its_clips(api, api_of, bob):
    answer = api.post(URL, FIELDS | {"input": "Words."}, format="json")
    run_job(answer.json()["id"])
    assert Job.objects.get().state == State.DONE
    theirs = api_of(bob)
    assert theirs.get(answer.headers["Location"]).status_code == 404
    assert theirs.get(f"/api/clips/{Clip.objects.get().pk}").status_code == 404
    assert theirs.get("/api/clips/").json()["total"] == 0
