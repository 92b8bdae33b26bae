"""Exports and subtitles at their addresses, for programs and for pages."""

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from clips.models import Clip
from jobs.models import Job
from studio.conversations.services import update_conversation
from tests.answers import error_of
from tests.studio.conversations.builders import make_conversation
from tests.studio.rendering.builders import done, rendered

pytestmark = pytest.mark.django_db


def one(conversation, path: str) -> str:
    return f"/api/conversations/{conversation.pk}/{path}"


@pytest.fixture
def api(alice, api_of):
    return api_of(alice)


@pytest.fixture
def page(alice, client_of):
    return client_of(alice)


def test_an_export_is_a_job_whose_file_its_owner_downloads(api, scene):
    answer = api.post(one(scene, "export"), {"format": "mp3"}, format="json")
    assert answer.status_code == 202, answer.content
    job = Job.objects.get(pk=answer.json()["id"])
    assert answer["Location"] == f"/api/jobs/{job.pk}"
    assert (job.kind, job.title) == ("studio.export", "MP3 of “Scene 1”")
    assert done(job).state == "done"
    file = api.get(f"/api/jobs/{job.pk}/file")
    assert (file.status_code, file["Content-Type"]) == (200, "audio/mpeg")
    assert 'filename="Scene 1.mp3"' in file["Content-Disposition"]


def test_who_waits_is_given_what_was_made(api, scene, monkeypatch):
    """Another process would make it meanwhile: here it is made when it is waited for."""
    monkeypatch.setattr("jobs.waiting.wait_for", lambda job, seconds: done(job))
    answer = api.post(one(scene, "export?wait=5"), {"format": "flac"}, format="json")
    assert answer.status_code == 200
    assert answer.json()["state"] == "done"
    assert api.get(answer.json()["file_url"]).status_code == 200


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, (400, "invalid", "format")),
        ({"format": None}, (400, "invalid", "format")),
        ({"format": "ogg"}, (400, "invalid", "format")),
        ({"format": ["mp3"]}, (400, "invalid", "format")),
        ({"format": "zip", "audio_format": "mp3"}, (400, "invalid", "audio_format")),
        ({"format": "mp3", "bitrate": 9}, (400, "unknown_parameter", "bitrate")),
        ([], (400, "invalid", None)),
    ],
)
def test_what_is_wrong_is_named(api, scene, body, error):
    assert error_of(api.post(one(scene, "export"), body, format="json")) == error
    assert not Job.objects.filter(kind="studio.export").exists()


@pytest.mark.parametrize("wait", ["nan", "-1", "x", "1e9"])
def test_nobody_waits_for_nonsense(api, scene, wait):
    answer = api.post(one(scene, f"export?wait={wait}"), {"format": "mp3"}, format="json")
    assert error_of(answer)[::2] == (400, "wait")


def test_what_is_not_rendered_is_told(api, alice):
    scene = make_conversation(alice, "A: one")
    answer = api.post(one(scene, "export"), {"format": "mp3"}, format="json")
    assert error_of(answer)[:2] == (409, "not_rendered")
    assert error_of(api.get(one(scene, "subtitles.srt")))[:2] == (409, "not_rendered")


def test_what_was_changed_since_it_was_rendered_is_told(api, scene):
    update_conversation(conversation=scene, gap_ms=10)
    answer = api.post(one(scene, "export"), {"format": "mp3"}, format="json")
    assert error_of(answer)[:2] == (409, "render_stale")
    assert error_of(api.get(one(scene, "subtitles.vtt")))[:2] == (409, "render_stale")
    rendered(scene)
    assert api.post(one(scene, "export"), {"format": "mp3"}, format="json").status_code == 202


def test_a_render_whose_file_is_lost_is_told(api, scene):
    Clip.objects.filter(pk=scene.render_id).update(missing_at=timezone.now())
    answer = api.post(one(scene, "export"), {"format": "mp3"}, format="json")
    assert error_of(answer)[:2] == (409, "not_rendered")


def test_a_file_that_is_lost_meanwhile_fails_its_job(api, scene):
    answer = api.post(one(scene, "export"), {"format": "mp3"}, format="json")
    default_storage.delete(scene.render.file_name)
    job = done(Job.objects.get(pk=answer.json()["id"]))
    assert (job.state, job.error_code) == ("failed", "file_missing")


@pytest.mark.parametrize(("kind", "mime"), [("srt", "text/plain"), ("vtt", "text/vtt")])
def test_subtitles_come_at_once(api, page, scene, kind, mime):
    for answer in (
        api.get(one(scene, f"subtitles.{kind}")),
        page.get(f"/studio/conversations/{scene.pk}/subtitles.{kind}"),
    ):
        assert (answer.status_code, answer["Content-Type"]) == (200, f"{mime}; charset=utf-8")
        assert f'filename="Scene 1.{kind}"' in answer["Content-Disposition"]
        assert "ANNA: Hello there." in answer.content.decode()


def test_there_are_no_other_subtitles(api, scene):
    assert error_of(api.get(one(scene, "subtitles.ass")))[:2] == (404, "unknown_format")


def test_somebody_elses_conversation_is_none(api_of, client_of, bob, scene):
    api, page = api_of(bob), client_of(bob)
    assert api.post(one(scene, "export"), {"format": "mp3"}, format="json").status_code == 404
    assert api.post(one(scene, "export"), {}, format="json").status_code == 404
    assert api.get(one(scene, "subtitles.srt")).status_code == 404
    assert page.post(f"/studio/conversations/{scene.pk}/export", {"format": "mp3"}).status_code == 404
    assert page.get(f"/studio/conversations/{scene.pk}/subtitles.srt").status_code == 404
    assert not Job.objects.filter(kind="studio.export").exists()


def test_a_key_for_speaking_exports_nothing(api_of, alice, scene):
    api = api_of(alice, ["speech"])
    assert api.post(one(scene, "export"), {"format": "mp3"}, format="json").status_code == 403


def test_a_page_starts_an_export(page, scene):
    url = f"/studio/conversations/{scene.pk}/export"
    answer = page.post(url, {"format": "stems", "audio_format": "flac"}, headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Trigger"]) == (204, '{"jobs-started": {}}')
    assert Job.objects.get(kind="studio.export").params["audio_format"] == "flac"
    answer = page.post(url, {"format": "wav"})
    assert (answer.status_code, answer["Location"]) == (302, "/jobs/")
    assert page.post(url, {"format": "exe"}).status_code == 400
