"""A composition as a job: its mix, its stems, what is left where something goes wrong."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from clips.models import Clip
from jobs.models import Job, State
from jobs.runner import run_job
from studio.compositions import services
from studio.compositions.rendering.asking import MixAsked
from studio.compositions.rendering.services import start_render
from studio.models import Composition
from tests import audio_files
from tests.clips.builders import make_clip
from tests.studio.compositions.builders import make_composition
from tests.studio.compositions.documents import document, region, track

pytestmark = pytest.mark.django_db

API = "/api/compositions"
RATE_HZ = 8_000


@pytest.fixture
def api(api_of: Any, alice: Any) -> Any:
    return api_of(alice)


def level(owner: Any, value: float, seconds: float = 0.5) -> Clip:
    """The same value all the way."""
    samples = np.full((round(seconds * RATE_HZ), 1), value, np.float32)
    return make_clip(owner, data=audio_files.wav(samples=samples, rate=RATE_HZ))


def make_mix(owner: Any, *tracks: Any, **fields: Any) -> Composition:
    given = {"name": "Mix", "sample_rate_hz": RATE_HZ, "timeline": document(*tracks)}
    return services.create_composition(owner=owner, **(given | fields))


def rendered(composition: Composition, **asked: Any) -> Job:
    job = start_render(composition=composition, asked=MixAsked.read(asked))
    run_job(str(job.pk))
    job.refresh_from_db()
    return job


def sound_of(file: Any) -> np.ndarray:
    return soundfile.read(io.BytesIO(file.read()), dtype="float32", always_2d=True)[0]


def mix_of(composition: Composition) -> np.ndarray:
    composition.refresh_from_db()
    with composition.render.file.open() as file:
        return sound_of(file)


def stems_of(job: Job) -> dict[str, np.ndarray]:
    with job.file.open() as file, zipfile.ZipFile(file) as archive:
        return {name: sound_of(archive.open(name)) for name in archive.namelist() if name.endswith(".wav")}


def test_two_tracks_add_up_where_they_are_placed(alice: Any) -> None:
    clip = level(alice, 0.25)
    composition = make_mix(
        alice,
        track("a", region("r1", clip), volume=0.5, pan=-1),
        track("b", region("r2", clip, offset_frames=2_000), pan=-1),
    )
    job = rendered(composition)
    assert (job.state, job.error) == (State.DONE, "")
    left = mix_of(composition)[:, 0]
    assert len(left) == 6_000
    root = np.sqrt(2)  # all of it on one side
    np.testing.assert_allclose(left[100:1_900] / root, 0.125, atol=1e-3)
    np.testing.assert_allclose(left[2_100:3_900] / root, 0.375, atol=1e-3)
    assert job.result["duration_ms"] == 750
    assert job.result["problems"] == []


@pytest.mark.parametrize("format_name", ["wav", "flac", "mp3", "opus", "m4a"])
def test_it_comes_in_every_format(alice: Any, api: Any, format_name: str) -> None:
    composition = make_composition(alice, make_clip(alice))
    rendered(composition, format=format_name)
    composition.refresh_from_db()
    assert composition.render.suffix == format_name
    answer = api.get(f"{API}/{composition.pk}/audio")
    assert answer.status_code == 200
    assert api.get(f"{API}/{composition.pk}").json()["render"]["is_current"]


def test_the_same_is_the_same_to_the_byte(alice: Any) -> None:
    composition = make_mix(alice, track("a", region("r1", level(alice, 0.3)), effects=[{"type": "reverb"}]))
    digests = set()
    for _ in range(2):
        rendered(composition)
        composition.refresh_from_db()
        digests.add(composition.render.sha256)
    assert len(digests) == 1


def test_another_render_takes_the_place_of_the_last(alice: Any) -> None:
    composition = make_composition(alice, make_clip(alice))
    for _ in range(2):
        assert rendered(composition).state == State.DONE
    assert Clip.objects.filter(source="render").count() == 1


def test_a_source_that_is_missing_is_told_and_the_rest_is_heard(alice: Any, api: Any) -> None:
    gone, here = level(alice, 0.2), level(alice, 0.25)
    composition = make_mix(alice, track("a", region("r1", gone)), track("b", region("r2", here)))
    Path(gone.file.path).unlink()
    job = rendered(composition)
    assert job.state == State.DONE
    (problem,) = job.result["problems"]
    assert (problem["track_id"], problem["region_id"]) == ("a", "r1")
    assert "missing" in problem["message"]
    np.testing.assert_allclose(mix_of(composition)[100:3_900], 0.25, atol=1e-3)


def test_where_nothing_can_be_heard_it_says_so(alice: Any) -> None:
    gone = level(alice, 0.2)
    composition = make_mix(alice, track("a", region("r1", gone)))
    Path(gone.file.path).unlink()
    job = rendered(composition)
    assert (job.state, job.error_code) == (State.FAILED, "nothing_heard")
    composition.refresh_from_db()
    assert composition.render is None


def test_stems_add_up_to_the_mix(alice: Any) -> None:
    voice, music = level(alice, 0.25, 0.3), level(alice, 0.2, 1.0)
    composition = make_mix(
        alice,
        track("voice", region("r1", voice, offset_frames=2_000), name="Voice"),
        track("music", region("r2", music), name="Music", pan=0.5, duck={"under": "voice"}),
        track("off", region("r3", music), name="Music", muted=True),
    )
    job = rendered(composition, stems=True)
    assert (job.state, job.error) == (State.DONE, "")
    stems = stems_of(job)
    assert list(stems) == ["01 Voice.wav", "02 Music.wav", "03 Music.wav"]
    assert {len(stem) for stem in stems.values()} == {8_000}
    np.testing.assert_allclose(sum(stems.values()), mix_of(composition), atol=2e-4)
    assert np.abs(stems["03 Music.wav"]).max() < 1e-4
    assert np.abs(stems["02 Music.wav"][3_000]).max() < 0.5 * np.abs(stems["02 Music.wav"][100]).max()
    assert job.result["stems_url"].endswith("/file")


def test_a_stem_that_is_too_loud_for_its_file_is_told(alice: Any) -> None:
    composition = make_mix(alice, track("a", region("r1", level(alice, 0.5)), volume=4))
    job = rendered(composition, stems=True)
    with job.file.open() as file, zipfile.ZipFile(file) as archive:
        (listed,) = json.loads(archive.read("stems.json"))["stems"]
    assert "clipped" in listed["problem"]


def test_another_rate_and_another_master_are_for_this_render_alone(alice: Any) -> None:
    composition = make_mix(alice, track("a", region("r1", level(alice, 0.25))))
    rendered(composition, sample_rate_hz=16_000, master={"volume": 0.5})
    heard = mix_of(composition)
    assert len(heard) == 8_000
    np.testing.assert_allclose(heard[500:7_500], 0.125, atol=2e-3)
    assert composition.timeline["master"]["volume"] == 1


@pytest.mark.parametrize(
    ("body", "param", "code"),
    [
        ({"format": "ogg"}, "format", "unknown_format"),
        ({"format": "m4b"}, "format", "unknown_format"),
        ({"format": 7}, "format", "unknown_format"),
        ({"stems": 1}, "stems", "invalid"),
        ({"sample_rate_hz": 7}, "sample_rate_hz", "invalid"),
        ({"master": {"volume": 5}}, "master.volume", "invalid"),
        ({"master": []}, "master", "invalid"),
        ({"loud": True}, "loud", "unknown_parameter"),
        ({}, "timeline", "empty_composition"),
    ],
)
def test_what_is_wrong_with_the_asking_is_said_at_once(
    api: Any, alice: Any, body: Any, param: str, code: str
) -> None:
    answer = api.post(f"{API}/{make_composition(alice).pk}/render", body, format="json")
    assert answer.status_code == 400
    assert (answer.json()["error"]["param"], answer.json()["error"]["code"]) == (param, code)
    assert not Job.objects.exists()


def test_room_is_asked_for_what_slowing_makes_of_it(api: Any, alice: Any) -> None:
    slow = [{"type": "speed", "factor": 0.25}]
    clip = level(alice, 0.1, seconds=10.0)
    plain, slowed = (make_mix(alice, track("t1", region("r1", clip), effects=each)) for each in ([], slow))
    alice.storage_quota_mib = 1  # ten seconds need a third of it
    alice.save()
    url = "/api/compositions/{}/render"
    assert api.post(url.format(plain.pk), {}, format="json").status_code == 202
    assert api.post(url.format(slowed.pk), {}, format="json").status_code == 507
    master = {"master": {"effects": slow}}
    assert api.post(url.format(plain.pk), master, format="json").status_code == 507


def test_asked_for_twice_it_is_one_job(api: Any, alice: Any) -> None:
    path = f"{API}/{make_composition(alice, make_clip(alice)).pk}/render"
    first, second = (api.post(path, {}, format="json") for _ in range(2))
    assert first.status_code == second.status_code == 202
    assert first.json()["id"] == second.json()["id"]
    other = api.post(path, {"format": "flac"}, format="json")
    assert other.json()["id"] != first.json()["id"]


def test_a_wait_is_a_number_of_seconds(api: Any, alice: Any) -> None:
    path = f"{API}/{make_composition(alice, make_clip(alice)).pk}/render"
    for wrong in ("nan", "-1", "x", "1e9"):
        assert api.post(f"{path}?wait={wrong}", {}, format="json").json()["error"]["param"] == "wait"


def test_an_older_state_does_not_take_the_place_of_a_newer(alice: Any) -> None:
    composition = make_composition(alice, make_clip(alice))
    rendered(composition)
    Composition.objects.update(rendered_revision=7)
    job = rendered(composition)
    assert (job.state, job.error_code) == (State.FAILED, "superseded")
    assert Clip.objects.filter(source="render").count() == 1


def test_deleted_meanwhile_it_leaves_nothing(alice: Any) -> None:
    composition = make_composition(alice, make_clip(alice))
    job = start_render(composition=composition, asked=MixAsked())
    services.discard(composition=composition)
    run_job(str(job.pk))
    job.refresh_from_db()
    assert (job.state, job.result) == (State.DONE, {})
    assert not Clip.objects.filter(source="render").exists()
