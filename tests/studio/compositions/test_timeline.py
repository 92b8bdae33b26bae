"""The document of a composition: what is taken, what is refused, and by which name."""

import json
import math
import uuid
from typing import Any

import pytest

from common.errors import InvalidInput
from studio.compositions.timeline import (
    MOST_REGIONS,
    MOST_TRACKS,
    as_json,
    frames_of,
    kept_timeline,
    mix_of,
    read_timeline,
    require_fits,
    rescaled,
)
from tests.studio.compositions.documents import CLIP, document, region, track

RATE_HZ = 48_000


def refused(value: Any, **kwargs: Any) -> tuple[str | None, str]:
    with pytest.raises(InvalidInput) as caught:
        read_timeline(value, **kwargs)
    assert caught.value.message.endswith((".", "”."))
    return caught.value.param, caught.value.code


def misfit(value: Any, seconds: float) -> tuple[str | None, str]:
    with pytest.raises(InvalidInput) as caught:
        require_fits(read_timeline(value), {CLIP: seconds}, rate_hz=RATE_HZ)
    return caught.value.param, caught.value.code


def of_region(**fields: Any) -> Any:
    return document(track("t1", region("r0")), track("t2", region("r1", **fields)))


def of_track(**fields: Any) -> Any:
    return document(track("t1"), track("t2", **fields))


def of_master(**fields: Any) -> Any:
    return {"tracks": [], "master": fields}


def test_nothing_is_an_empty_timeline() -> None:
    assert as_json(read_timeline({})) == {
        "tracks": [],
        "master": {"volume": 1.0, "effects": [], "target_lufs": None, "ceiling_db": -1.0},
    }


def test_what_is_written_out_reads_as_the_same() -> None:
    sent = document(
        track(
            "music", region("r1", loop_frames=480_000, fade_in={"frames": 10, "curve": "smooth"}), volume=0
        ),
        track(
            "voice",
            region("r2", pan=-0.5, trim_start_frames=5, trim_end_frames=9),
            effects=[{"type": "robot"}],
        ),
        master={"target_lufs": -16, "volume": 2},
    )
    sent["tracks"][0]["duck"] = {"under": "voice"}
    timeline = read_timeline(sent)
    written = json.loads(json.dumps(as_json(timeline)))
    assert read_timeline(written) == kept_timeline(written) == timeline
    assert as_json(read_timeline(written)) == written
    assert written["tracks"][0]["duck"]["depth_db"] == 12


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, True, "1", None, [], 10**400, -0.01, 4.01])
def test_a_volume_is_a_number_from_0_to_4(value: Any) -> None:
    assert refused(of_region(volume=value))[0] == "tracks[1].regions[0].volume"
    assert refused(of_track(volume=value))[0] == "tracks[1].volume"
    assert refused(of_master(volume=value))[0] == "master.volume"


@pytest.mark.parametrize("value", [-1, 1.5, 1.0, math.nan, True, "0", 24 * 3600 * RATE_HZ + 1, 10**400])
def test_places_are_whole_frames_within_a_day(value: Any) -> None:
    for name in ("offset_frames", "trim_start_frames", "trim_end_frames", "loop_frames"):
        assert refused(of_region(**{name: value}))[0] == f"tracks[1].regions[0].{name}"
    assert refused(of_region(fade_in={"frames": value}))[0] == "tracks[1].regions[0].fade_in.frames"


@pytest.mark.parametrize(
    ("value", "param"),
    [
        ([], "timeline"),
        (None, "timeline"),
        ("{}", "timeline"),
        ({"tracks": {}}, "tracks"),
        ({"tracks": "x"}, "tracks"),
        ({"tempo": 120}, "tempo"),
        (of_master(speed=2), "master.speed"),
        ({"master": []}, "master"),
        ({"tracks": [7]}, "tracks[0]"),
        (of_track(gain_db=2), "tracks[1].gain_db"),
        (of_region(source_path="/etc/passwd"), "tracks[1].regions[0].source_path"),
        (of_region(source=None), "tracks[1].regions[0].source"),
        (of_region(source={"kind": "file", "id": str(CLIP)}), "tracks[1].regions[0].source.kind"),
        (of_region(source={"kind": "upload", "id": "../x"}), "tracks[1].regions[0].source.id"),
        (of_region(clip_id="7"), "tracks[1].regions[0].clip_id"),
        (of_region(clip_id=7), "tracks[1].regions[0].clip_id"),
        (of_region(fade_out={"curve": "log"}), "tracks[1].regions[0].fade_out.curve"),
        (of_region(fade_out=0), "tracks[1].regions[0].fade_out"),
        (of_region(muted=1), "tracks[1].regions[0].muted"),
        (of_region(pan=-1.1), "tracks[1].regions[0].pan"),
        (of_region(name=7), "tracks[1].regions[0].name"),
        (of_region(name="x" * 121), "tracks[1].regions[0].name"),
        (of_track(solo="yes"), "tracks[1].solo"),
        (of_track(regions={}), "tracks[1].regions"),
        (of_track(effects=[{"type": "reverb", "mix": math.nan}]), "tracks[1].effects[0].mix"),
        (of_track(duck={"under": "t9"}), "tracks[1].duck.under"),
        (of_track(duck={"under": "t1", "depth_db": 61}), "tracks[1].duck.depth_db"),
        (of_track(duck=[]), "tracks[1].duck"),
        (of_master(target_lufs=-3), "master.target_lufs"),
        (of_master(ceiling_db=1), "master.ceiling_db"),
        (of_master(effects=[{"type": "warp"}]), "master.effects[0].type"),
    ],
)
def test_whatever_is_wrong_is_named_by_its_place(value: Any, param: str) -> None:
    assert refused(value)[0] == param


@pytest.mark.parametrize("wrong", ["", "a b", "x" * 41, "ä", None, 7, "a\n"])
def test_ids_are_short_and_plain(wrong: Any) -> None:
    assert refused(document(track(wrong))) == ("tracks[0].id", "invalid_id")


def test_an_id_is_used_once() -> None:
    assert refused(document(track("a"), track("a"))) == ("tracks[1].id", "duplicate_id")
    assert refused(document(track("a", region("a")))) == ("tracks[0].regions[0].id", "duplicate_id")


def test_there_are_bounds_to_tracks_and_regions() -> None:
    assert refused({"tracks": [track(f"t{n}") for n in range(10_000)]}) == ("tracks", "too_many_tracks")
    many = [region(f"r{n}") for n in range(MOST_REGIONS)]
    assert len(list(read_timeline(document(track("t", *many))).regions)) == MOST_REGIONS
    assert refused(document(track("t", *many), track("u", region("one-more")))) == (
        "tracks[1].regions",
        "too_many_regions",
    )
    assert len(read_timeline({"tracks": [track(f"t{n}") for n in range(MOST_TRACKS)]}).tracks) == MOST_TRACKS


def test_a_stretch_has_its_end_behind_its_start() -> None:
    wrong = of_region(trim_start_frames=10, trim_end_frames=10)
    assert refused(wrong)[0] == "tracks[1].regions[0].trim_end_frames"


def test_tracks_do_not_go_under_each_other_in_a_circle() -> None:
    alone = document(track("a", duck={"under": "a"}))
    assert refused(alone) == ("tracks[0].duck.under", "ducks_in_a_circle")
    three = document(*(track(own, duck={"under": other}) for own, other in ("ab", "bc", "ca")))
    assert refused(three) == ("tracks[0].duck.under", "ducks_in_a_circle")
    chain = document(track("a", duck={"under": "b"}), track("b", duck={"under": "c"}), track("c"))
    assert read_timeline(chain).tracks[0].duck.under == "b"


def test_what_lies_beyond_the_clip_is_refused() -> None:
    at = "tracks[1].regions[0]"
    assert misfit(of_region(trim_end_frames=48_010), 1.0) == (f"{at}.trim_end_frames", "beyond_the_end")
    assert misfit(of_region(trim_start_frames=48_000), 1.0) == (f"{at}.trim_start_frames", "beyond_the_end")
    assert misfit(of_region(fade_in={"frames": 48_010}), 1.0) == (f"{at}.fade_in.frames", "fade_too_long")
    assert misfit(of_region(offset_frames=24 * 3600 * RATE_HZ), 1.0) == (f"{at}.offset_frames", "too_long")
    require_fits(read_timeline(of_region(trim_end_frames=10**9)), {}, rate_hz=RATE_HZ)


def test_a_loop_is_as_long_as_it_is_to_fill() -> None:
    timeline = read_timeline(of_region(loop_frames=960_000, fade_out={"frames": 480_000}, offset_frames=7))
    require_fits(timeline, {CLIP: 1.0}, rate_hz=RATE_HZ)
    assert frames_of(timeline, {CLIP: 1.0}, rate_hz=RATE_HZ) == 960_007
    assert frames_of(timeline, {}, rate_hz=RATE_HZ) == 0


def test_another_sample_rate_moves_every_frame() -> None:
    timeline = read_timeline(
        of_region(
            offset_frames=48_000,
            trim_start_frames=3,
            trim_end_frames=4,
            loop_frames=96_000,
            fade_in={"frames": 480},
        )
    )
    (_, lower) = rescaled(timeline, 48_000, 8_000).regions
    assert (lower.offset_frames, lower.loop_frames, lower.fade_in.frames) == (8_000, 16_000, 80)
    assert lower.trim_end_frames > lower.trim_start_frames
    assert rescaled(timeline, 48_000, 48_000) is timeline


def test_a_mix_knows_sources_by_their_clips() -> None:
    timeline = read_timeline(
        document(track("t1", region("r1", muted=True, pan=0.25), region("r2", clip_id=None), solo=True))
    )
    mix = mix_of(timeline, 44_100)
    assert mix.rate_hz == 44_100
    assert mix.tracks[0].is_solo
    (heard,) = mix.tracks[0].regions
    assert (heard.source, heard.is_muted, heard.pan) == (str(CLIP), True, 0.25)


def test_effects_that_were_there_may_stay_where_they_are_turned_off(settings: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr("speech.effect_chains.effects_enabled", lambda: False)
    sent = of_track(effects=[{"type": "robot"}])
    assert refused(sent) == ("tracks[1].effects", "effects_disabled")
    before = kept_timeline(sent)
    assert read_timeline(sent, before=before) == before
    assert refused(of_track(effects=[{"type": "reverb"}]), before=before)[1] == "effects_disabled"


def test_ids_of_sources_are_written_in_one_way() -> None:
    sent = of_region(source={"kind": "upload", "id": uuid.UUID(str(CLIP)).hex.upper()})
    written = as_json(read_timeline(sent))
    assert written["tracks"][1]["regions"][0]["source"]["id"] == str(CLIP)
