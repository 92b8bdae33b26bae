"""Loudness, the ceiling, and what a mix may not hold."""

import math
from dataclasses import replace

import numpy as np
import pytest

from speech.effects.normalize import loudness_lufs
from speech.effects.true_peaks import true_peak
from speech.mixing import Duck, Fade, Master, Mix, MixRefused, Track, mixed
from speech.mixing.errors import DuckCycle, NoSuchTrack, OutOfRange, SameTrackTwice
from tests.speech.effects.sounds import decibels, noise, tone, words
from tests.speech.mixing.builders import RATE_HZ, Shelf, at, heard, one_track, whole


@pytest.fixture
def shelf():
    shelf = Shelf()
    shelf.put("words", words(seconds=6, rate_hz=RATE_HZ))
    shelf.put("tone", tone(440, rate_hz=RATE_HZ))
    return shelf


@pytest.mark.parametrize("target_lufs", [-16, -23, -40])
def test_a_mix_is_as_loud_as_was_asked_for(shelf, target_lufs):
    made = whole(one_track(at("words"), master=Master(target_lufs=target_lufs)), shelf)
    assert loudness_lufs(made, RATE_HZ) == pytest.approx(target_lufs, abs=0.3)
    assert decibels(true_peak(made, RATE_HZ)) < -0.99


def test_loudness_counts_both_sides(shelf):
    made = whole(one_track(at("words", pan=-1), master=Master(target_lufs=-30)), shelf)
    assert loudness_lufs(made, RATE_HZ) == pytest.approx(-30, abs=0.1)
    assert not made[:, 1].any()


def test_silence_stays_silence_whatever_loudness_is_asked_for(shelf):
    shelf.put("silence", np.zeros(100_000))
    assert not whole(one_track(at("silence"), master=Master(target_lufs=-16)), shelf).any()


@pytest.mark.parametrize("ceiling_db", [0, -1, -6])
def test_nothing_is_over_the_ceiling_between_the_samples_either(ceiling_db):
    shelf = Shelf()
    shelf.put("loud", np.clip(noise(seconds=3, level=0.5, rate_hz=RATE_HZ), -1, 1))
    mix = Mix(
        RATE_HZ,
        [Track(str(n), [at("loud", 10 * n, volume=3)]) for n in range(5)],
        Master(ceiling_db=ceiling_db),
    )
    made = whole(mix, shelf)
    assert decibels(true_peak(made, RATE_HZ)) <= ceiling_db + 0.01


def test_what_is_under_the_ceiling_is_left_as_it_is(shelf):
    high = tone(440, level=0.85, rate_hz=RATE_HZ)
    shelf.put("high", np.round(high * 32_768) / 32_768)
    np.testing.assert_allclose(heard(shelf, at("high"))[:, 0], high, atol=1 / 65_000)


def test_the_masters_volume_is_a_factor(shelf):
    quiet = whole(one_track(at("tone"), master=Master(volume=0.25)), shelf)
    np.testing.assert_allclose(quiet, heard(shelf, at("tone")) / 4, atol=1e-7)
    assert not whole(one_track(at("tone"), master=Master(volume=0)), shelf).any()


# --- refused

REGION = at("tone")


@pytest.mark.parametrize(
    ("region", "param"),
    [
        (replace(REGION, volume=math.nan), "volume"),
        (replace(REGION, volume=-0.1), "volume"),
        (replace(REGION, volume=4.1), "volume"),
        (replace(REGION, volume=math.inf), "volume"),
        (replace(REGION, volume="1"), "volume"),
        (replace(REGION, volume=True), "volume"),
        (replace(REGION, pan=1.01), "pan"),
        (replace(REGION, offset_frames=-1), "offset_frames"),
        (replace(REGION, offset_frames=1.5), "offset_frames"),
        (replace(REGION, offset_frames=10**15), "offset_frames"),
        (replace(REGION, trim_start_frames=-1), "trim_start_frames"),
        (replace(REGION, trim_start_frames=10, trim_end_frames=10), "trim_end_frames"),
        (replace(REGION, loop_frames=0), "loop_frames"),
        (replace(REGION, fade_in=Fade(-1)), "fade_in.frames"),
        (replace(REGION, fade_out=Fade(10, "sudden")), "fade_out.curve"),
    ],
)
def test_a_region_that_makes_no_sense_is_refused_with_its_place(shelf, region, param):
    with pytest.raises(OutOfRange) as refused:
        mixed(one_track(REGION, region), open_source=shelf.open)
    assert refused.value.param == f"tracks[0].regions[1].{param}"
    assert "allowed is" in refused.value.message


@pytest.mark.parametrize(
    ("mix", "param"),
    [
        (Mix(0), "rate_hz"),
        (Mix(48_000.5), "rate_hz"),
        (Mix(RATE_HZ, [Track("a", pan=math.nan)]), "tracks[0].pan"),
        (Mix(RATE_HZ, [Track("a", volume=-1)]), "tracks[0].volume"),
        (Mix(RATE_HZ, master=Master(volume=math.nan)), "master.volume"),
        (Mix(RATE_HZ, master=Master(ceiling_db=3)), "master.ceiling_db"),
        (Mix(RATE_HZ, master=Master(target_lufs=0)), "master.target_lufs"),
        (Mix(RATE_HZ, least_frames=-1), "least_frames"),
        (Mix(RATE_HZ, [Track("a"), Track("b", duck=Duck("a", depth_db=-1))]), "tracks[1].duck.depth_db"),
        (
            Mix(RATE_HZ, [Track("a"), Track("b", duck=Duck("a", attack_seconds=math.inf))]),
            "tracks[1].duck.attack_seconds",
        ),
    ],
)
def test_a_mix_that_makes_no_sense_is_refused_with_its_place(shelf, mix, param):
    with pytest.raises(OutOfRange) as refused:
        mixed(mix, open_source=shelf.open)
    assert refused.value.param == param


def test_two_tracks_of_one_id_are_refused(shelf):
    with pytest.raises(SameTrackTwice):
        mixed(Mix(RATE_HZ, [Track("a"), Track("a")]), open_source=shelf.open)


def test_a_track_under_one_that_is_not_there_is_refused(shelf):
    with pytest.raises(NoSuchTrack, match="no track 'x'"):
        mixed(Mix(RATE_HZ, [Track("a", duck=Duck("x"))]), open_source=shelf.open)


@pytest.mark.parametrize(
    ("unders", "circle"),
    [({"a": "a"}, "a"), ({"a": "b", "b": "a"}, "ab"), ({"a": "b", "b": "c", "c": "d", "d": "b"}, "bcd")],
)
def test_tracks_in_a_circle_are_refused(shelf, unders, circle):
    tracks = [Track(name, duck=Duck(unders[name]) if name in unders else None) for name in "abcd"]
    with pytest.raises(DuckCycle) as refused:
        mixed(Mix(RATE_HZ, tracks), open_source=shelf.open)
    assert sorted(refused.value.track_ids) == sorted(circle)
    assert isinstance(refused.value, MixRefused)
    assert refused.value.code == "duck_cycle"
