"""What the page plays: windows of clips that join without a seam, and stems of what a browser can't make."""

import io
import json
import threading
import time
import uuid
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from clips.models import Clip
from common.departures import ClientLeft
from jobs.models import Job, State
from jobs.runner import run_job
from speech.mixing import mixed
from speech.mixing.reading import resampled
from studio.compositions.preview import stems
from studio.compositions.preview.stem_files import StemFiles
from studio.compositions.preview.windows import clip_window
from studio.compositions.sounds import opener
from studio.compositions.timeline import mix_of, read_timeline
from tests import audio_files
from tests.clips.builders import make_clip
from tests.studio.compositions.builders import make_composition
from tests.studio.compositions.documents import document, region, track

pytestmark = pytest.mark.django_db

RATE_HZ = 8_000
LOUDER = [{"type": "gain", "gain_db": 12}]
CRUSHED = [{"type": "reverb", "room": "small", "mix": 0.5}]


@pytest.fixture(autouse=True)
def files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> StemFiles:
    kept = StemFiles(tmp_path / "stems", budget_bytes=10_000_000)
    for module in ("stems", "freezing", "tasks"):
        monkeypatch.setattr(f"studio.compositions.preview.{module}.stem_files", lambda: kept)
    return kept


@pytest.fixture
def pages(client_of: Any, alice: Any) -> Any:
    return client_of(alice)


def noise(
    owner: Any, seconds: float = 2.0, *, rate: int = RATE_HZ, channels: int = 1, container: str = "wav"
) -> Clip:
    samples = 0.3 * np.random.default_rng(1).standard_normal((round(seconds * rate), channels))
    smooth = np.apply_along_axis(np.convolve, 0, samples, np.ones(8) / 8, mode="same").astype(np.float32)
    data = audio_files.wav(samples=smooth, rate=rate)
    if container != "wav":
        out = io.BytesIO()
        soundfile.write(out, smooth, rate, format=container)
        data = out.getvalue()
    return make_clip(owner, data=data, name=f"noise.{container}")


def asked(pages: Any, composition: Any, **query: Any) -> Any:
    return pages.get(f"/studio/compositions/{composition.pk}/sound/", query)


def window(pages: Any, composition: Any, start: int, frames: int, **query: Any) -> np.ndarray:
    answer = asked(pages, composition, **query, **{"from": start, "frames": frames})
    assert answer.status_code == 200, answer.content
    samples, rate_hz = soundfile.read(io.BytesIO(answer.content), dtype="float32", always_2d=True)
    assert rate_hz == composition.sample_rate_hz
    return samples


def rendered(composition: Any, timeline: Any, *clips: Clip) -> np.ndarray:
    mix = mix_of(read_timeline(timeline, rate_hz=composition.sample_rate_hz), composition.sample_rate_hz)
    whole = mixed(mix, open_source=opener({clip.pk: clip for clip in clips}))
    return np.concatenate(list(whole.blocks()))


def freeze(pages: Any, composition: Any, timeline: Any) -> Any:
    url = f"/studio/compositions/{composition.pk}/frozen/"
    return pages.post(url, json.dumps({"timeline": timeline}), content_type="application/json")


def frozen(pages: Any, composition: Any, timeline: Any) -> dict[str, Any]:
    """Once all that it began is made."""
    assert freeze(pages, composition, timeline).status_code == 200
    for job in Job.objects.active():
        run_job(str(job.pk))
    return freeze(pages, composition, timeline).json()


@pytest.mark.parametrize(
    ("rate", "channels", "container"),
    [(8_000, 1, "wav"), (44_100, 2, "flac"), (16_000, 1, "ogg"), (22_050, 1, "mp3")],
)
def test_windows_are_what_the_mix_hears_and_join_without_a_seam(
    pages: Any, alice: Any, rate: int, channels: int, container: str
) -> None:
    clip = noise(alice, rate=rate, channels=channels, container=container)
    composition = make_composition(alice, clip, sample_rate_hz=24_000)
    whole = rendered(composition, document(track("t1", region("r1", clip))), clip)
    pieces = [window(pages, composition, at, 9_000, clip=clip.pk) for at in range(0, 54_000, 9_000)]
    heard = np.concatenate(pieces)
    assert abs(len(heard) - len(whole)) <= 2
    frames = min(len(heard), len(whole))
    assert np.abs(heard[:frames] - whole[:frames]).max() < 1e-4


def test_an_mp3_is_the_same_wherever_one_goes_in_it(pages: Any, alice: Any) -> None:
    """Who plays on goes on with the reader that stands there; who goes back does not."""
    clip = noise(alice, 4.0, rate=22_050, container="mp3")
    composition = make_composition(alice, clip, sample_rate_hz=24_000)
    begins = (0, 9_000, 45_000, 18_000, 9_000, 72_000, 27_000)
    pieces = {at: window(pages, composition, at, 9_000, clip=clip.pk) for at in begins}
    whole = rendered(composition, document(track("t1", region("r1", clip))), clip)
    for at, piece in pieces.items():
        assert np.abs(piece - whole[at : at + 9_000]).max() < 1e-4, at


def test_who_plays_on_does_not_answer_for_the_one_that_was_there_before(
    alice: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = noise(alice, 8.0, rate=22_050, container="mp3")
    has_left = threading.Event()

    def check() -> None:
        if has_left.is_set():
            raise ClientLeft

    def slowly(blocks: Any, rate_hz: int, **options: Any) -> Any:
        for block in resampled(blocks, rate_hz, **options):
            time.sleep(0.01)
            yield block

    monkeypatch.setattr("speech.mixing.reading.resampled", slowly)
    monkeypatch.setattr("speech.mixing.ahead.LOOKS_UP_SECONDS", 0.001)
    clip_window(clip, rate_hz=24_000, start=0, frames=24_000, check=check)
    has_left.set()
    assert len(clip_window(clip, rate_hz=24_000, start=24_000, frames=96_000)) > 4 * 96_000
    with pytest.raises(ClientLeft):
        clip_window(clip, rate_hz=24_000, start=120_000, frames=24_000, check=check)


def test_behind_the_end_of_a_clip_there_is_an_empty_window(pages: Any, alice: Any) -> None:
    clip = noise(alice, 0.5)
    composition = make_composition(alice, clip, sample_rate_hz=RATE_HZ)
    assert window(pages, composition, 3_000, 8_000, clip=clip.pk).shape == (1_000, 2)
    assert window(pages, composition, 8_000, 8_000, clip=clip.pk).shape == (0, 2)


def test_a_window_that_the_browser_has_is_not_made_again(pages: Any, alice: Any) -> None:
    clip = noise(alice, 0.5)
    composition = make_composition(alice, clip, sample_rate_hz=RATE_HZ)
    first = asked(pages, composition, clip=clip.pk, frames=100, **{"from": 0})
    assert "private" in first["Cache-Control"]
    url = f"/studio/compositions/{composition.pk}/sound/?clip={clip.pk}&from=0&frames=100"
    again = pages.get(url, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("query", "param"),
    [
        ({"from": -1, "frames": 10}, "from"),
        ({"from": "NaN", "frames": 10}, "from"),
        ({"from": 10**15, "frames": 10}, "from"),
        ({"from": 0, "frames": 0}, "frames"),
        ({"from": 0, "frames": 31 * RATE_HZ}, "frames"),
        ({"from": 0}, "frames"),
        ({"from": 0, "frames": 10, "clip": "x"}, "clip"),
        ({"from": 0, "frames": 10, "stem": "../../etc"}, "stem"),
    ],
)
def test_what_makes_no_sense_is_told(pages: Any, alice: Any, query: dict[str, Any], param: str) -> None:
    clip = noise(alice, 0.5)
    composition = make_composition(alice, clip, sample_rate_hz=RATE_HZ)
    answer = asked(pages, composition, **{"clip": clip.pk, **query})
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


def test_nobody_hears_what_is_another_persons(pages: Any, alice: Any, bob: Any) -> None:
    own, theirs = noise(alice, 0.5), noise(bob, 0.5)
    composition = make_composition(alice, own, sample_rate_hz=RATE_HZ)
    assert asked(pages, composition, clip=theirs.pk, frames=10, **{"from": 0}).status_code == 404
    their_composition = make_composition(bob, theirs, sample_rate_hz=RATE_HZ)
    assert asked(pages, their_composition, clip=own.pk, frames=10, **{"from": 0}).status_code == 404
    assert freeze(pages, their_composition, {}).status_code == 404


def test_a_file_that_is_gone_is_told(pages: Any, alice: Any) -> None:
    clip = noise(alice, 0.5)
    composition = make_composition(alice, clip, sample_rate_hz=RATE_HZ)
    clip.file.storage.delete(clip.file_name)
    answer = asked(pages, composition, clip=clip.pk, frames=10, **{"from": 0})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "file_missing")


def test_a_document_without_effects_needs_no_stems(pages: Any, alice: Any) -> None:
    clip = noise(alice, 0.5)
    composition = make_composition(alice, clip, sample_rate_hz=RATE_HZ)
    answer = freeze(pages, composition, document(track("t1", region("r1", clip), volume=0.5, pan=-1)))
    assert answer.json() == {"tracks": {}, "master": None}
    assert not Job.objects.exists()


def test_a_track_with_effects_is_a_stem_before_its_volume_and_pan(pages: Any, alice: Any) -> None:
    clip = noise(alice)
    composition = make_composition(alice, clip, sample_rate_hz=RATE_HZ)
    wet = document(track("t1", region("r1", clip, volume=0.4), effects=LOUDER, volume=0.1, pan=1))
    state = frozen(pages, composition, wet)["tracks"]["t1"]
    assert (state["state"], state["frames"]) == ("ready", 2 * RATE_HZ)
    name, digest = state["source"].split("=")
    heard = state["gain"] * window(pages, composition, 0, 2 * RATE_HZ, **{name: digest})
    dry = rendered(composition, document(track("t1", region("r1", clip, volume=0.4))), clip)
    assert np.allclose(heard, dry * 10 ** (12 / 20), atol=2e-3)


def test_a_fader_needs_no_new_stem_and_a_moved_region_does(pages: Any, alice: Any) -> None:
    clip = noise(alice, 0.5)
    composition = make_composition(alice, clip, sample_rate_hz=RATE_HZ)
    first = frozen(pages, composition, document(track("t1", region("r1", clip), effects=LOUDER)))
    other = document(track("t1", region("r1", clip), effects=LOUDER, volume=0.2, pan=0.5))
    assert freeze(pages, composition, other).json() == first
    moved = document(track("t1", region("r1", clip, offset_frames=5), effects=LOUDER))
    assert freeze(pages, composition, moved).json()["tracks"]["t1"]["state"] == "making"


def test_a_stem_louder_than_full_scale_keeps_its_tops(pages: Any, alice: Any) -> None:
    clip = noise(alice)
    composition = make_composition(alice, clip, sample_rate_hz=RATE_HZ)
    loud = document(track("t1", region("r1", clip, volume=4.0), effects=LOUDER))
    state = frozen(pages, composition, loud)["tracks"]["t1"]
    heard = window(pages, composition, 0, 2 * RATE_HZ, stem=state["source"].removeprefix("stem="))
    assert state["gain"] > 1
    assert 0.99 < np.abs(heard).max() <= 1


def test_a_track_that_goes_down_under_another_is_heard_alone(pages: Any, alice: Any) -> None:
    clip = noise(alice)
    composition = make_composition(alice, clip, clip, sample_rate_hz=RATE_HZ)
    duck = {"under": "t2", "depth_db": 20, "attack_seconds": 0.01, "release_seconds": 0.01}
    second = track("t2", region("r2", clip, trim_end_frames=RATE_HZ))
    state = frozen(pages, composition, document(track("t1", region("r1", clip), duck=duck), second))
    heard = window(
        pages, composition, 0, 2 * RATE_HZ, stem=state["tracks"]["t1"]["source"].removeprefix("stem=")
    )
    dry = rendered(composition, document(track("t1", region("r1", clip))), clip)
    level = [
        np.sqrt(np.mean(np.square(samples[at : at + 4000])))
        for at in (2000, 10_000)
        for samples in (heard, dry)
    ]
    assert level[0] / level[1] == pytest.approx(0.1, rel=0.05)
    assert level[2] / level[3] == pytest.approx(1.0, rel=0.01)


def test_a_job_of_a_stem_is_told_no_more_than_it_needs(pages: Any, alice: Any) -> None:
    clip = noise(alice, 0.2)
    composition = make_composition(alice, clip, sample_rate_hz=RATE_HZ)
    timeline = document(
        track("bed", region("r1", clip), effects=LOUDER, duck={"under": "voice"}),
        track("voice", region("r2", clip), effects=LOUDER, duck={"under": "silent"}),
        track("silent", region("r3", clip), muted=True),
        track("other", region("r4", clip)),
    )
    states = frozen(pages, composition, timeline)["tracks"]
    assert {item: state["state"] for item, state in states.items()} == {"bed": "ready", "voice": "ready"}
    told = {
        job.params["item"]: {each["id"] for each in job.params["timeline"]["tracks"]}
        for job in Job.objects.all()
    }
    assert told == {"bed": {"bed", "voice"}, "voice": {"voice"}}


def test_a_master_with_a_loudness_is_one_stem_of_all(pages: Any, alice: Any) -> None:
    clip = noise(alice)
    composition = make_composition(alice, clip, sample_rate_hz=RATE_HZ)
    timeline = document(track("t1", region("r1", clip)), master={"target_lufs": -30})
    state = frozen(pages, composition, timeline)
    assert state["tracks"] == {}
    heard = window(pages, composition, 0, 2 * RATE_HZ, stem=state["master"]["source"].removeprefix("stem="))
    assert np.allclose(heard, rendered(composition, timeline, clip), atol=1e-3)


def test_what_is_made_of_an_older_document_is_stopped(pages: Any, alice: Any) -> None:
    clip = noise(alice, 0.5)
    composition = make_composition(alice, clip, sample_rate_hz=RATE_HZ)
    freeze(pages, composition, document(track("t1", region("r1", clip), effects=LOUDER)))
    freeze(pages, composition, document(track("t1", region("r1", clip), effects=CRUSHED)))
    states = list(Job.objects.order_by("created_at").values_list("state", flat=True))
    assert states == [State.CANCELLED, State.QUEUED]
    freeze(pages, composition, document(track("t1", region("r1", clip), effects=CRUSHED)))
    assert Job.objects.count() == 2, "the same is not begun twice"


def test_a_stem_that_failed_is_told_and_not_begun_again(pages: Any, alice: Any, monkeypatch: Any) -> None:
    clip = noise(alice, 0.5)
    composition = make_composition(alice, clip, sample_rate_hz=RATE_HZ)
    monkeypatch.setattr(stems, "BUDGET_BYTES", 100)
    state = frozen(pages, composition, document(track("t1", region("r1", clip), effects=LOUDER)))["tracks"][
        "t1"
    ]
    assert state["state"] == "failed"
    assert "too long" in state["message"]
    assert Job.objects.count() == 1


@pytest.mark.parametrize("body", ["", "[]", "{", '{"timeline": {"tracks": 3}}', '{"timeline": NaN}'])
def test_a_document_that_is_none_is_told(pages: Any, alice: Any, body: str) -> None:
    composition = make_composition(alice, sample_rate_hz=RATE_HZ)
    url = f"/studio/compositions/{composition.pk}/frozen/"
    answer = pages.post(url, body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"]["message"]


def test_a_stem_that_is_gone_or_anothers_is_told(pages: Any, client_of: Any, alice: Any, bob: Any) -> None:
    clip = noise(alice, 0.5)
    composition = make_composition(alice, clip, sample_rate_hz=RATE_HZ)
    state = frozen(pages, composition, document(track("t1", region("r1", clip), effects=LOUDER)))["tracks"][
        "t1"
    ]
    digest = state["source"].removeprefix("stem=")
    theirs = make_composition(bob, sample_rate_hz=RATE_HZ)
    answer = asked(client_of(bob), theirs, stem=digest, frames=10, **{"from": 0})
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "stem_gone")
    assert asked(pages, composition, stem=uuid.uuid4().hex * 2, frames=10, **{"from": 0}).status_code == 404


def test_the_stems_heard_last_are_kept_within_their_room(tmp_path: Path) -> None:
    files = StemFiles(tmp_path / "few", budget_bytes=10_000)
    second = np.zeros((1_000, 2), np.float32)
    for digest in ("a", "b"):
        files.put("alice", digest, [second], rate_hz=RATE_HZ)
    assert files.get("alice", "a") is not None
    files.put("alice", "c", [second], rate_hz=RATE_HZ)
    assert [files.get("alice", digest) is not None for digest in "abc"] == [True, False, True]
    files.forget_owner("alice")
    assert files.get("alice", "c") is None


def test_a_stem_that_was_broken_off_leaves_nothing(tmp_path: Path) -> None:
    def blocks() -> Any:
        yield np.zeros((10, 2), np.float32)
        raise RuntimeError

    files = StemFiles(tmp_path / "broken", budget_bytes=10_000)
    with pytest.raises(RuntimeError):
        files.put("alice", "a", blocks(), rate_hz=RATE_HZ)
    assert [path for path in (tmp_path / "broken").rglob("*") if path.is_file()] == []
