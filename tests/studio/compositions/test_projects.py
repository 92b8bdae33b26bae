"""A composition as a file: what goes out comes back, and what is hostile leaves nothing."""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from clips.models import Clip
from jobs.models import Job
from jobs.runner import run_job
from studio.models import Composition
from tests import audio_files
from tests.clips.builders import make_byproduct, make_clip
from tests.history.builders import make_entry
from tests.studio.compositions.builders import make_composition
from tests.studio.compositions.documents import CLIP, document, region, track

pytestmark = pytest.mark.django_db

API = "/api/compositions"
SOUND = audio_files.wav(0.5, rate=8000)
FILE = "audio/0001.wav"


@pytest.fixture
def api(api_of: Any, alice: Any) -> Any:
    return api_of(alice)


@pytest.fixture
def bobs(api_of: Any, bob: Any) -> Any:
    return api_of(bob)


def bytes_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def sent(api: Any, data: bytes, name: str = "project.zip") -> Any:
    return api.post(f"{API}/import", {"file": SimpleUploadedFile(name, data)}, format="multipart")


def about_clip(**fields: Any) -> dict[str, Any]:
    digest = hashlib.sha256(SOUND).hexdigest()
    return {"clip_id": str(CLIP), "file": FILE, "sha256": digest, "title": "Music", **fields}


def manifest(*tracks: Any, clips: Any = None, **composition: Any) -> dict[str, Any]:
    given = tracks or (track("t1", region("r1")),)
    return {
        "format": "voicesite-composition",
        "version": 1,
        "composition": {"name": "Intro", "timeline": document(*given), **composition},
        "clips": [about_clip()] if clips is None else clips,
    }


def archive(about: Any = None, members: Any = ((FILE, SOUND),)) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("manifest.json", json.dumps(manifest() if about is None else about))
        for name, content in members:
            packed.writestr(name, content)
    return out.getvalue()


def test_a_project_comes_to_somebody_else_with_its_sounds(api: Any, alice: Any, bobs: Any, bob: Any) -> None:
    entry = make_entry(alice, clip=make_byproduct(alice, "Hello"))
    timeline = document(
        track("t1", region("r1", make_clip(alice, "Music"), trim_start_frames=100, volume=0.5)),
        track("t2", {"id": "r2", "source": {"kind": "history", "id": str(entry.pk)}}),
    )
    made = api.post(API, {"name": "Intro", "tags": ["a"], "timeline": timeline}, format="json").json()
    packed = bytes_of(api.get(f"{API}/{made['id']}/project.zip"))
    answer = sent(bobs, packed)
    assert answer.status_code == 201
    body = answer.json()
    assert (body["name"], body["tags"], body["warnings"], body["problems"]) == ("Intro", ["a"], [], [])
    assert body["duration_ms"] == made["duration_ms"]
    (first,), (second,) = (each["regions"] for each in body["timeline"]["tracks"])
    assert (first["trim_start_frames"], first["volume"]) == (100, 0.5)
    assert second["source"] == {"kind": "upload", "id": second["clip_id"]}
    clips = Clip.objects.filter(owner=bob)
    assert sorted(clips.values_list("title", "kept")) == [("Hello", False), ("Music", False)]
    assert bytes_of(api.get(f"{API}/{made['id']}/project.zip")) == packed


def test_a_sound_whose_file_is_gone_does_not_keep_the_rest(api: Any, alice: Any, bobs: Any) -> None:
    gone, here = make_clip(alice), make_clip(alice)
    composition = make_composition(alice, gone, here)
    Path(gone.file.path).unlink()
    body = sent(bobs, bytes_of(api.get(f"{API}/{composition.pk}/project.zip"))).json()
    assert len(body["warnings"]) == 1
    assert [each["region_id"] for each in body["problems"]] == ["r1"]


def test_as_json_it_comes_back_to_its_owner(api: Any, alice: Any, bobs: Any) -> None:
    composition = make_composition(alice, make_clip(alice))
    answer = api.get(f"{API}/{composition.pk}/project.json")
    assert "attachment" in answer.headers["Content-Disposition"]
    for way in (
        api.post(f"{API}/import", answer.json(), format="json"),
        sent(api, answer.content, "project.json"),
    ):
        assert way.status_code == 201
        assert way.json()["timeline"] == composition.timeline
    theirs = bobs.post(f"{API}/import", answer.json(), format="json")
    assert theirs.status_code == 404
    assert theirs.json()["error"]["param"] == "tracks[0].regions[0].clip_id"


def test_a_large_one_is_packed_by_a_job(api: Any, alice: Any, bobs: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("studio.compositions.projects.services.PACKED_AT_ONCE_BYTES", 10)
    composition = make_composition(alice, make_clip(alice))
    refused = api.get(f"{API}/{composition.pk}/project.zip")
    assert (refused.status_code, refused.json()["error"]["code"]) == (413, "needs_a_job")
    asked = api.post(f"{API}/{composition.pk}/project")
    assert asked.status_code == 202
    run_job(asked.json()["id"])
    job = Job.objects.get()
    assert job.file_name == "Intro.zip"
    with job.file.open() as file:
        assert sent(bobs, file.read()).status_code == 201


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "invalid_archive"),
        (b"PK nonsense", "invalid_archive"),
        (b"[]", "invalid_archive"),
        (b"{", "invalid_archive"),
        (b'{"format": "voicesite-profile", "version": 1}', "invalid_archive"),
        (archive(manifest() | {"version": 2}), "unknown_version"),
        (archive(manifest() | {"format": "x"}), "invalid_archive"),
        (archive(manifest() | {"tempo": 7}), "invalid_archive"),
        (archive(manifest(clips=[about_clip(sha256="0" * 64)])), "invalid_archive"),
        (archive(manifest(clips=[about_clip(file="audio/0002.wav")])), "invalid_archive"),
        (archive(manifest(clips=[about_clip(file="../../etc/passwd")])), "invalid_archive"),
        (archive(manifest(clips=[about_clip(), about_clip()])), "invalid_archive"),
        (archive(manifest(clips=[])), "invalid_archive"),
        (archive(manifest(clips=[{}])), "invalid_archive"),
        (archive(members=[("../evil.wav", SOUND), (FILE, SOUND)]), "invalid_archive"),
        (archive(members=[(FILE, SOUND), ("audio/0001.WAV", SOUND)]), "invalid_archive"),
        (archive(members=[]), "invalid_archive"),
        (archive()[:-30], "invalid_archive"),
        (archive(manifest(track("t1", volume=9))), "invalid_archive"),
        (archive(manifest(track("t1", region("r1", trim_end_frames=10**6)))), "beyond_the_end"),
        (
            archive(manifest(clips=[about_clip(sha256=hashlib.sha256(b"no").hexdigest())]), [(FILE, b"no")]),
            None,
        ),
    ],
)
def test_what_is_broken_or_hostile_leaves_nothing(api: Any, data: bytes, code: str | None) -> None:
    answer = sent(api, data)
    assert answer.status_code == 400, answer.content
    assert code in (None, answer.json()["error"]["code"])
    assert not Clip.objects.exists()
    assert not Composition.objects.exists()


def test_a_region_that_does_not_fit_a_sound_that_is_here_already_is_refused(api: Any, alice: Any) -> None:
    """Taken, it would have every later change refused."""
    beyond = region("r1", make_clip(alice), trim_end_frames=10**8)
    answer = sent(api, archive(manifest(track("t1", beyond), clips=[]), members=[]))
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "beyond_the_end")
    assert not Composition.objects.exists()


def test_a_project_that_names_anothers_clip_is_silent_there(api: Any, alice: Any, bob: Any) -> None:
    answer = sent(api, archive(manifest(track("t1", region("r1", make_clip(bob))), clips=[]), members=[]))
    body = answer.json()
    assert (answer.status_code, body["problems"][0]["code"], body["duration_ms"]) == (201, "clip_gone", 0)
    body["timeline"]["tracks"][0]["volume"] = 0.5
    url = f"{API}/{body['id']}"
    assert api.patch(url, {"timeline": body["timeline"]}, format="json").status_code == 200
    assert not Composition.objects.get().clips.exists()
    job = api.post(f"{url}/render", {}, format="json").json()
    run_job(job["id"])
    assert Job.objects.get(pk=job["id"]).error_code == "nothing_heard"


def test_a_file_is_needed(api: Any) -> None:
    answer = api.post(f"{API}/import", {}, format="multipart")
    assert answer.json()["error"]["code"] == "missing_file"


def test_too_large_a_project_is_not_read(api: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("studio.compositions.projects.importing.project_max_bytes", lambda: 10)
    assert sent(api, archive()).status_code == 413


def test_one_without_any_sound_comes_back(api: Any) -> None:
    answer = sent(api, archive(manifest(track("t1"), clips=[]), members=[]))
    assert (answer.status_code, answer.json()["regions"]) == (201, 0)


def test_the_page_takes_one(client_of: Any, alice: Any) -> None:
    page = client_of(alice)
    address = "/studio/compositions/import/"
    assert "A project as ZIP or JSON" in page.get(address).content.decode()
    wrong = page.post(address, {"file": SimpleUploadedFile("x.zip", b"PK")})
    assert wrong.status_code == 422
    assert "not a whole archive of a composition" in wrong.content.decode()
    taken = page.post(address, {"file": SimpleUploadedFile("x.zip", archive())})
    assert taken.url == f"/studio/compositions/{Composition.objects.get().pk}/"


def test_others_projects_are_not_there(api: Any, bob: Any) -> None:
    theirs = f"{API}/{make_composition(bob).pk}"
    assert api.get(f"{theirs}/project.json").status_code == 404
    assert api.get(f"{theirs}/project.zip").status_code == 404
    assert api.post(f"{theirs}/project").status_code == 404
