"""Tracks and regions one at a time, and the composer's one shot."""

from typing import Any

import pytest

from jobs.models import Job
from jobs.runner import run_job
from studio.models import Composition
from tests.clips.builders import make_byproduct, make_clip
from tests.history.builders import make_entry
from tests.studio.compositions.builders import make_composition
from tests.studio.compositions.documents import document, track

pytestmark = pytest.mark.django_db

API = "/api/compositions"
RENDER = "/api/composer/render"


@pytest.fixture
def api(api_of: Any, alice: Any) -> Any:
    return api_of(alice)


def refusal(response: Any) -> tuple[int, str, str | None]:
    error = response.json()["error"]
    return response.status_code, error["code"], error["param"]


def tracks_of(api: Any, composition: Composition) -> list[Any]:
    return api.get(f"{API}/{composition.pk}/tracks").json()["items"]


def test_a_composition_is_built_piece_by_piece(api: Any, alice: Any) -> None:
    clip, composition = make_clip(alice), make_composition(alice)
    base = f"{API}/{composition.pk}/tracks"
    made = api.post(base, {"name": "Music", "volume": 0.5}, format="json")
    assert (made.status_code, made.headers["ETag"]) == (201, '"2"')
    track_id = made.json()["id"]
    sent = {"source": {"kind": "upload", "id": str(clip.pk)}, "offset_frames": 480}
    placed = api.post(f"{base}/{track_id}/regions", sent, format="json")
    assert (placed.status_code, placed.json()["clip_id"]) == (201, str(clip.pk))
    region_path = f"{base}/{track_id}/regions/{placed.json()['id']}"
    changed = api.patch(region_path, {"volume": 2}, format="json")
    assert (changed.json()["volume"], changed.json()["offset_frames"]) == (2, 480)
    assert api.patch(f"{base}/{track_id}", {"muted": True}, format="json").json()["muted"]
    assert api.delete(region_path).status_code == 204
    (only,) = tracks_of(api, composition)
    assert (only["name"], only["muted"], only["regions"]) == ("Music", True, [])
    gone = api.delete(f"{base}/{track_id}")
    assert (gone.status_code, gone.headers["ETag"]) == (204, '"7"')


def test_tracks_and_regions_move(api: Any, alice: Any) -> None:
    composition = make_composition(alice, make_clip(alice), make_clip(alice))
    base = f"{API}/{composition.pk}/tracks"
    api.patch(f"{base}/t2", {"position": 1}, format="json")
    assert [each["id"] for each in tracks_of(api, composition)] == ["t2", "t1"]
    api.patch(f"{base}/t2/regions/r2", {"track_id": "t1"}, format="json")
    assert [len(each["regions"]) for each in tracks_of(api, composition)] == [0, 2]


def test_a_track_that_others_go_under_takes_their_ducking_along(api: Any, alice: Any) -> None:
    timeline = document(track("voice"), track("music", duck={"under": "voice"}))
    made = api.post(API, {"timeline": timeline}, format="json").json()
    assert api.delete(f"{API}/{made['id']}/tracks/voice").status_code == 204
    assert api.get(f"{API}/{made['id']}").json()["timeline"]["tracks"][0]["duck"] is None


def test_what_is_not_there_is_not_changed(api: Any, alice: Any) -> None:
    base = f"{API}/{make_composition(alice, make_clip(alice)).pk}/tracks"
    for path in ("t9", "t1/regions/r9", "t9/regions/r1"):
        assert api.patch(f"{base}/{path}", {}, format="json").status_code == 404
        assert api.delete(f"{base}/{path}").status_code == 404
    assert refusal(api.patch(f"{base}/t1/regions/r1", {"track_id": "t9"}, format="json"))[::2] == (
        404,
        "track_id",
    )


@pytest.mark.parametrize(
    ("path", "body", "param"),
    [
        ("t1", {"volume": -1}, "tracks[0].volume"),
        ("t1", {"gain": 1}, "tracks[0].gain"),
        ("t1", {"position": 0}, "position"),
        ("t1", {"position": True}, "position"),
        ("t1", {"id": "t2"}, "id"),
        ("t1", [], None),
        ("t1/regions/r1", {"offset_frames": -1}, "tracks[0].regions[0].offset_frames"),
        ("t1/regions/r1", {"trim_end_frames": 10**7}, "tracks[0].regions[0].trim_end_frames"),
    ],
)
def test_what_is_wrong_is_named(api: Any, alice: Any, path: str, body: Any, param: str | None) -> None:
    composition = make_composition(alice, make_clip(alice))
    answer = api.patch(f"{API}/{composition.pk}/tracks/{path}", body, format="json")
    assert refusal(answer)[::2] == (400, param)
    composition.refresh_from_db()
    assert composition.revision == 1


def test_an_older_revision_is_refused(api: Any, alice: Any) -> None:
    base = f"{API}/{make_composition(alice, make_clip(alice)).pk}/tracks"
    assert api.post(base, {}, format="json", headers={"If-Match": '"9"'}).status_code == 412


def shot(**fields: Any) -> dict[str, Any]:
    return {"name": "Episode Intro", "format": "flac", **fields}


def test_the_composer_makes_a_mix_in_one_go(api: Any, alice: Any) -> None:
    entry, music = make_entry(alice, clip=make_byproduct(alice)), make_clip(alice)
    tracks = [
        {
            "history_id": str(entry.pk),
            "offset_s": 0,
            "volume": 1.0,
            "muted": False,
            "solo": False,
            "effects": [],
        },
        {"clip_id": str(music.pk), "offset_s": 1.2, "volume": 0.25, "pan": -0.5},
    ]
    asked = api.post(RENDER, shot(tracks=tracks, sample_rate=24_000), format="json")
    assert asked.status_code == 202
    job = Job.objects.get(pk=asked.json()["id"])
    run_job(str(job.pk))
    job.refresh_from_db()
    composition = Composition.objects.get(pk=job.result["composition_id"])
    assert (composition.name, composition.sample_rate_hz, composition.render.suffix) == (
        "Episode Intro",
        24_000,
        "flac",
    )
    assert job.result["duration_ms"] == 1500
    assert api.get(job.result["download_url"]).status_code == 200


@pytest.mark.parametrize("name", ["source_path", "output_path"])
def test_paths_are_neither_taken_nor_told(api: Any, name: str) -> None:
    answer = api.post(RENDER, shot(tracks=[{name: "/data/voice.wav"}]), format="json")
    assert refusal(answer) == (400, "paths_not_taken", f"tracks[0].{name}")
    assert "clip_id" in answer.json()["error"]["message"]
    assert refusal(api.post(RENDER, shot(tracks=[], **{name: "/x"}), format="json"))[2] == name


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"offset_s": -0.1}, "tracks[0].offset_s"),
        ({"offset_s": "1"}, "tracks[0].offset_s"),
        ({"offset_s": 10**400}, "tracks[0].offset_s"),
        ({"volume": 4.5}, "tracks[0].volume"),
        ({"pan": 2}, "tracks[0].pan"),
        ({"muted": "no"}, "tracks[0].muted"),
        ({"effects": [{"type": "warp"}]}, "tracks[0].effects[0].type"),
        ({"fade": 1}, "tracks[0].fade"),
        ({"turn_id": "6f1c4c1e-0b8a-4b7e-9a55-2f0d6c1b7a10"}, "tracks[0]"),
        ({"clip_id": "7"}, "tracks[0].clip_id"),
        ({"clip_id": None}, "tracks[0]"),
    ],
)
def test_what_is_wrong_with_a_shot_is_named(api: Any, alice: Any, fields: Any, param: str) -> None:
    one = {"clip_id": str(make_clip(alice).pk), **fields}
    assert refusal(api.post(RENDER, shot(tracks=[one]), format="json"))[::2] == (400, param)
    assert not Composition.objects.exists()


def test_anothers_clip_is_not_mixed(api: Any, bob: Any) -> None:
    answer = api.post(RENDER, shot(tracks=[{"clip_id": str(make_clip(bob).pk)}]), format="json")
    assert refusal(answer)[::2] == (404, "tracks[0].clip_id")
    assert not Composition.objects.exists()


def test_nothing_or_too_much_is_no_mix(api: Any, alice: Any) -> None:
    assert refusal(api.post(RENDER, shot(tracks=[]), format="json"))[1] == "empty_composition"
    many = [{"clip_id": str(make_clip(alice).pk)}] * 65
    assert refusal(api.post(RENDER, shot(tracks=many), format="json"))[1] == "too_many_tracks"
    assert refusal(api.post(RENDER, shot(tracks=many[:1], format="exe"), format="json"))[2] == "format"
    wrong_rate = shot(tracks=many[:1], sample_rate=7)
    assert refusal(api.post(RENDER, wrong_rate, format="json"))[2] == "sample_rate"
    assert not Composition.objects.exists()
