"""Volume, pan, fades, and who is heard: against closed forms."""

import numpy as np
import pytest

from speech.mixing import CURVES, Fade, Mix, Track
from tests.speech.mixing.builders import Shelf, at, heard, ones, whole

SHAPES = {
    "linear": lambda x: x,
    "equal_power": lambda x: np.sin(x * np.pi / 2),
    "smooth": lambda x: 3 * x**2 - 2 * x**3,
    "exponential": lambda x: (10 ** (3 * x) - 1) / 999,
}


@pytest.fixture
def shelf():
    shelf = Shelf()
    shelf.put("sound", ones(10_000))
    shelf.put("double", np.repeat([[0.25, 0.125]], 10_000, axis=0))
    return shelf


@pytest.mark.parametrize("volume", [0.001, 0.5, 1, 2.5])
def test_volumes_are_factors_that_multiply(shelf, volume):
    np.testing.assert_allclose(heard(shelf, at(volume=volume)), 0.25 * volume, rtol=1e-6)
    np.testing.assert_allclose(heard(shelf, at(), volume=volume), 0.25 * volume, rtol=1e-6)
    np.testing.assert_allclose(heard(shelf, at(volume=0.5), volume=volume), 0.125 * volume, rtol=1e-6)


def test_the_middle_leaves_a_sound_as_it_is(shelf):
    np.testing.assert_array_equal(heard(shelf, at(pan=0)), 0.25)
    np.testing.assert_array_equal(heard(shelf, at("double", pan=0))[0], [0.25, 0.125])


@pytest.mark.parametrize("pan", [-1, -0.75, -0.3, 0.01, 0.5, 1])
@pytest.mark.parametrize("source", ["sound", "double"])
def test_pan_is_of_equal_power(shelf, source, pan):
    angle = (pan + 1) * np.pi / 4
    factors = np.sqrt(2) * np.array([np.cos(angle), np.sin(angle)])
    before = np.array([0.25, 0.25 if source == "sound" else 0.125])
    np.testing.assert_allclose(heard(shelf, at(source, pan=pan))[5_000], before * factors, atol=1e-7)
    np.testing.assert_allclose(heard(shelf, at(source), pan=pan)[5_000], before * factors, atol=1e-7)
    assert np.square(factors).sum() == pytest.approx(2)


def test_a_hard_side_is_silent_on_the_other(shelf):
    made = heard(shelf, at(pan=1))
    assert not made[:, 0].any()
    np.testing.assert_allclose(made[:, 1], 0.25 * np.sqrt(2), rtol=1e-6)


@pytest.mark.parametrize("curve", CURVES)
@pytest.mark.parametrize("source", ["sound", "double"])
@pytest.mark.parametrize("frames", [1, 100, 9_999])
def test_each_curve_rises_and_falls_by_its_formula(shelf, curve, source, frames):
    expected = SHAPES[curve]((np.arange(frames) + 0.5) / frames)
    rises = heard(shelf, at(source, fade_in=Fade(frames, curve)))[:, 0]
    np.testing.assert_allclose(rises[:frames], 0.25 * expected, atol=1e-7)
    np.testing.assert_array_equal(rises[frames:], 0.25)
    falls = heard(shelf, at(source, fade_out=Fade(frames, curve)))[:, 0]
    np.testing.assert_array_equal(falls, rises[::-1])


def test_linear_fades_that_cross_add_up_to_one(shelf):
    fade = Fade(2_000, "linear")
    made = heard(shelf, at(fade_out=fade), at(offset_frames=8_000, fade_in=fade))
    np.testing.assert_allclose(made, 0.25, atol=1e-6)


def test_equal_power_fades_that_cross_keep_the_power():
    rng = np.random.default_rng(8)
    shelf = Shelf()
    for name in ("one", "other"):
        shelf.put(name, rng.normal(0, 0.1, 96_000))
    fade = Fade(48_000, "equal_power")
    made = heard(shelf, at("one", fade_out=fade), at("other", offset_frames=48_000, fade_in=fade))[:, 0]
    powers = np.square(made.reshape(-1, 9_600)).mean(axis=1)
    assert np.ptp(10 * np.log10(powers)) < 0.5


def test_fades_that_meet_are_both_heard(shelf):
    fade = Fade(10_000, "linear")
    made = heard(shelf, at(fade_in=fade, fade_out=fade))[:, 0]
    rises = (np.arange(10_000) + 0.5) / 10_000
    np.testing.assert_allclose(made, 0.25 * rises * rises[::-1], atol=1e-7)


def test_fades_longer_than_the_region_are_cut_with_it(shelf):
    made = heard(shelf, at(trim_end_frames=1_000, fade_in=Fade(4_000, "linear")))[:, 0]
    np.testing.assert_allclose(made, 0.25 * (np.arange(1_000) + 0.5) / 4_000, atol=1e-7)
    made = heard(shelf, at(trim_end_frames=1_000, fade_out=Fade(4_000, "linear")))[:, 0]
    np.testing.assert_allclose(made, 0.25 * (np.arange(1_000)[::-1] + 0.5) / 4_000, atol=1e-7)


def test_a_loop_fades_out_at_its_own_end(shelf):
    made = heard(shelf, at(loop_frames=25_000, fade_out=Fade(5_000, "linear")))[:, 0]
    np.testing.assert_array_equal(made[:20_000], 0.25)
    np.testing.assert_allclose(made[20_000:], 0.25 * (np.arange(5_000)[::-1] + 0.5) / 5_000, atol=1e-7)


# --- who is heard

LEVELS = {"a": 0.125, "b": 0.25, "c": 0.03125}


@pytest.mark.parametrize(
    ("muted", "solo", "expected"),
    [
        ("", "", "abc"),
        ("a", "", "bc"),
        ("abc", "", ""),
        ("", "b", "b"),
        ("", "ab", "ab"),
        ("b", "b", ""),
        ("b", "bc", "c"),
        ("a", "b", "b"),
    ],
)
def test_who_is_muted_is_silent_and_solo_silences_the_others(muted, solo, expected):
    shelf = Shelf()
    tracks = []
    for name, level in LEVELS.items():
        shelf.put(name, ones(100, level=level))
        tracks.append(Track(name, [at(name)], is_muted=name in muted, is_solo=name in solo))
    made = whole(Mix(48_000, tracks, least_frames=100), shelf)
    np.testing.assert_allclose(made, sum(LEVELS[name] for name in expected))


def test_a_muted_region_is_silent_and_the_others_of_its_track_are_not(shelf):
    made = heard(shelf, at(is_muted=True), at(offset_frames=10_000))
    assert not made[:10_000].any()
    assert made[10_000:].all()


def test_what_is_not_heard_is_not_even_opened(shelf):
    mix = Mix(
        48_000,
        [
            Track("a", [at("gone", is_muted=True), at("gone", volume=0)]),
            Track("b", [at("gone")], is_muted=True),
        ],
    )
    assert len(whole(mix, shelf)) == 0
