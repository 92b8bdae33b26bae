"""Where regions are, to the frame: offsets, trims, loops, overlaps."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.mixing import Mix, Track, mixed
from tests.speech.mixing.builders import Shelf, at, heard, in_blocks, joined, one_track, ones, ramp, whole


@pytest.fixture
def shelf():
    return Shelf()


@pytest.mark.parametrize("offset", [0, 1, 479, 32_640, 100_001])
def test_a_region_begins_at_its_frame(shelf, offset):
    shelf.put("sound", ramp(1_000))
    made = heard(shelf, at(offset_frames=offset))
    assert made.shape == (offset + 1_000, 2)
    assert not made[:offset].any()
    np.testing.assert_array_equal(made[offset:, 0], ramp(1_000))
    np.testing.assert_array_equal(made[:, 0], made[:, 1])


@pytest.mark.parametrize(("start", "end"), [(0, 10), (17, 900), (999, 1_000), (400, None)])
def test_a_trimmed_region_is_that_stretch_of_its_source(shelf, start, end):
    shelf.put("sound", ramp(1_000))
    made = heard(shelf, at(offset_frames=5, trim_start_frames=start, trim_end_frames=end))
    np.testing.assert_array_equal(made[5:, 0], ramp(1_000)[start:end])


def test_a_trim_beyond_the_end_ends_with_the_source(shelf):
    shelf.put("sound", ramp(1_000))
    made = heard(shelf, at(trim_start_frames=100, trim_end_frames=5_000))
    np.testing.assert_array_equal(made[:, 0], ramp(1_000)[100:])


@pytest.mark.parametrize("trim_end", [70, 700, None])
def test_a_loop_has_no_seam_and_ends_to_the_frame(shelf, trim_end):
    shelf.put("sound", ramp(1_000))
    made = heard(shelf, at(trim_start_frames=30, trim_end_frames=trim_end, loop_frames=33_333))
    stretch = ramp(1_000)[30:trim_end]
    np.testing.assert_array_equal(made[:, 0], np.resize(stretch, 33_333))


def test_a_long_stretch_loops_by_reading_it_again(shelf):
    sound = ramp(150_000)
    shelf.put("sound", sound)
    made = heard(shelf, at(trim_start_frames=11, loop_frames=400_000))
    np.testing.assert_array_equal(made[:, 0], np.resize(sound[11:], 400_000))


@pytest.mark.parametrize("stretch", [1, 3, 16_385])
def test_a_stretch_of_a_few_frames_fills_minutes_at_once(shelf, stretch):
    shelf.put("sound", ramp(20_000))
    minutes = at(trim_start_frames=2, trim_end_frames=2 + stretch, loop_frames=600 * 48_000)
    blocks = mixed(one_track(minutes), open_source=shelf.open).blocks()
    began, first = time.process_time(), joined(next(blocks) for _ in range(3))
    expected = np.resize(ramp(20_000)[2 : 2 + stretch], len(first))
    np.testing.assert_array_equal(first[:, 0], expected)
    assert sum(map(len, blocks)) + len(first) == 600 * 48_000
    assert time.process_time() - began < 10


def test_a_loop_shorter_than_its_stretch_is_cut(shelf):
    shelf.put("sound", ramp(1_000))
    np.testing.assert_array_equal(heard(shelf, at(loop_frames=300))[:, 0], ramp(300))


def test_overlapping_regions_of_a_track_add_up(shelf):
    shelf.put("sound", ones(1_000, level=0.25))
    made = heard(shelf, at(), at(offset_frames=600))
    np.testing.assert_allclose(made[:600, 0], 0.25)
    np.testing.assert_allclose(made[600:1_000, 0], 0.5)
    np.testing.assert_allclose(made[1_000:, 0], 0.25)


def test_a_sound_cut_in_two_is_the_same_as_uncut(shelf):
    shelf.put("sound", ramp(90_000))
    made = heard(shelf, at(trim_end_frames=40_001), at(offset_frames=40_001, trim_start_frames=40_001))
    np.testing.assert_array_equal(made, heard(shelf, at()))


def test_tracks_add_up_whatever_their_channels_are(shelf):
    shelf.put("single", ones(1_000, level=0.125))
    shelf.put("double", np.repeat([[0.25, -0.5]], 1_000, axis=0))
    made = whole(Mix(48_000, [Track("a", [at("single")]), Track("b", [at("double")])]), shelf)
    np.testing.assert_allclose(made, np.repeat([[0.375, -0.375]], 1_000, axis=0))


def test_a_clip_and_its_inverse_are_silence(shelf):
    rng = np.random.default_rng(4)
    noise = np.round(rng.uniform(-0.4, 0.4, (100_000, 2)) * 32_768) / 32_768
    shelf.put("sound", noise)
    shelf.put("inverse", -noise)
    fields = {"volume": 0.7, "pan": 0.3, "offset_frames": 77}
    made = whole(
        Mix(48_000, [Track("a", [at("sound", **fields)]), Track("b", [at("inverse", **fields)])]), shelf
    )
    assert np.abs(made).max() < 1e-6  # -120 dB


@settings(max_examples=25, deadline=None)
@given(
    frames=st.sampled_from([480, 4_800, 33_600, 96_000]),
    offsets=st.lists(st.integers(0, 60_000), min_size=1, max_size=4),
    pan=st.floats(-1, 1),
    volume=st.floats(0.01, 4),
    fade=st.integers(0, 30_000),
)
def test_blocks_of_any_size_hold_the_same_samples(frames, offsets, pan, volume, fade):
    from speech.mixing import Fade

    shelf = Shelf()
    shelf.put("sound", np.random.default_rng(1).uniform(-0.5, 0.5, 20_000))
    shelf.put("slow", np.random.default_rng(2).uniform(-0.5, 0.5, (9_000, 2)), rate_hz=22_050)
    regions = [
        at(name, offset, pan=pan, volume=volume, fade_in=Fade(fade), fade_out=Fade(fade, "smooth"))
        for offset in offsets
        for name in ("sound", "slow")
    ]
    mix = one_track(*regions)
    np.testing.assert_array_equal(in_blocks(mix, shelf, frames=frames), in_blocks(mix, shelf, frames=32_768))


def test_the_same_mix_is_the_same_samples(shelf):
    shelf.put("sound", np.random.default_rng(3).uniform(-1, 1, (60_000, 2)), rate_hz=44_100)
    mix = one_track(at(volume=3.0), at(offset_frames=30_000, pan=-0.5))
    assert whole(mix, shelf).tobytes() == whole(mix, shelf).tobytes()


def test_the_frames_are_told_before_and_are_those_that_come(shelf):
    shelf.put("sound", ramp(1_000), rate_hz=24_000)
    made = mixed(one_track(at(offset_frames=500)), open_source=shelf.open)
    assert made.frames == 2_500
    assert len(joined(made.blocks())) == made.frames == 2_500


def test_silence_fills_up_what_has_to_be_longer(shelf):
    shelf.put("sound", ramp(1_000))
    made = whole(one_track(at(), least_frames=70_000), shelf)
    assert len(made) == 70_000
    assert not made[1_000:].any()


def test_nothing_at_all_is_no_block(shelf):
    assert list(mixed(Mix(48_000), open_source=shelf.open).blocks()) == []


def test_an_hour_of_silence_before_a_sound_is_right_to_the_frame(shelf):
    shelf.put("sound", ones(10, level=0.5))
    made = mixed(one_track(at(offset_frames=8_000 * 3_600), rate_hz=8_000), open_source=shelf.open)
    frames = highest = 0
    for block in made.blocks():
        frames += len(block)
        highest = max(highest, block.max())
    assert (frames, highest) == (8_000 * 3_600 + round(10 / 6), pytest.approx(0.5, rel=0.5))
