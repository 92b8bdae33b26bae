"""Sources of any rate, channels and codec, and those that can't be read."""

import io
import threading

import numpy as np
import pytest
import soundfile

from speech.mixing import Fade, Master, Mix, SourceMissing, Track, mixed
from speech.mixing.wav import wav_form
from tests.speech.effects.sounds import level_db, loudest_hz, tone
from tests.speech.mixing.builders import RATE_HZ, Shelf, at, heard, joined, one_track, ones, ramp, whole

CODED = {
    "mp3": ("libmp3lame", "mp3"),
    "flac": ("flac", "flac"),
    "vorbis": ("vorbis", "ogg"),
    "opus": ("libopus", "ogg"),
    "m4a": ("aac", "mp4"),
    "webm": ("libopus", "webm"),
}


@pytest.fixture
def shelf():
    return Shelf()


# --- rates


@pytest.mark.parametrize("mix_hz", [8_000, 24_000, 44_100, 48_000, 96_000])
@pytest.mark.parametrize("source_hz", [8_000, 11_025, 22_050, 44_100, 48_000, 96_000])
def test_a_tone_keeps_its_pitch_its_length_and_its_level(shelf, source_hz, mix_hz):
    shelf.put("sound", tone(440, rate_hz=source_hz), rate_hz=source_hz)
    made = heard(shelf, at(), rate_hz=mix_hz)[:, 0]
    assert len(made) == mix_hz
    middle = made[mix_hz // 4 : -mix_hz // 4]
    assert loudest_hz(middle, rate_hz=mix_hz) == pytest.approx(440, abs=0.1)
    assert level_db(middle) == pytest.approx(level_db(tone(440)), abs=0.05)


@pytest.mark.parametrize("source_hz", [22_050, 44_100, 96_000])
def test_a_click_is_where_it_was(shelf, source_hz):
    clicks = np.zeros(source_hz, np.float32)
    clicks[source_hz // 4] = 0.5
    shelf.put("sound", clicks, rate_hz=source_hz)
    assert (
        np.argmax(heard(shelf, at(offset_frames=7))[:, 0]) == round(source_hz // 4 * RATE_HZ / source_hz) + 7
    )


@pytest.mark.parametrize("start", [1, 1_000, 24_001, 60_000])
def test_a_trimmed_sound_of_another_rate_is_that_stretch_of_it(shelf, start):
    shelf.put("sound", tone(440, seconds=2, rate_hz=44_100), rate_hz=44_100)
    uncut = heard(shelf, at())
    np.testing.assert_allclose(heard(shelf, at(trim_start_frames=start)), uncut[start:], atol=1e-4)


def test_a_sound_of_another_rate_cut_in_two_has_no_seam(shelf):
    shelf.put("sound", tone(440, seconds=2, rate_hz=44_100), rate_hz=44_100)
    made = heard(shelf, at(trim_end_frames=30_011), at(offset_frames=30_011, trim_start_frames=30_011))
    np.testing.assert_allclose(made, heard(shelf, at()), atol=1e-4)


def test_a_loop_of_another_rate_is_seamless_and_long_enough(shelf):
    shelf.put("sound", tone(441, seconds=1, rate_hz=44_100), rate_hz=44_100)
    made = heard(shelf, at(loop_frames=200_000))[:, 0]
    assert len(made) == 200_000
    assert loudest_hz(made, rate_hz=RATE_HZ) == pytest.approx(441, abs=0.1)


# --- channels and sample formats


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
def test_every_sample_format_is_read(shelf, subtype):
    shelf.put("sound", ones(1_000), subtype=subtype)
    np.testing.assert_allclose(heard(shelf, at()), 0.25, atol=0.01)


def test_what_is_no_number_is_silence(shelf):
    broken = ones(1_000)
    broken[10] = np.nan
    shelf.put("sound", broken, subtype="FLOAT")
    made = heard(shelf, at())
    assert made[10, 0] == 0
    assert np.isfinite(made).all()


def test_six_channels_are_mixed_down_to_their_sides(shelf):
    """Left, right, middle, effects, left and right behind."""
    sides = []
    for number in range(6):
        channels = np.zeros((1_000, 6), np.float32)
        channels[:, number] = 0.5
        shelf.put(str(number), channels)
        sides.append(heard(shelf, at(str(number)))[500])
    left, right, middle, effects, left_behind, right_behind = np.array(sides)
    assert left[0] > left_behind[0] > 0
    assert left[1] == left_behind[1] == right[0] == right_behind[0] == 0
    assert middle[0] == middle[1] == pytest.approx(left[0] * np.sqrt(0.5), rel=1e-3)
    assert not effects.any()


@pytest.mark.parametrize("channels", [3, 4, 5, 6, 7, 8, 11])
def test_many_loud_channels_are_not_over_full_scale(shelf, channels):
    shelf.put("sound", ones(4_000, level=0.6, channels=channels))
    made = heard(shelf, at())
    assert 0.2 < made[2_000, 0] <= 0.6001
    assert made[2_000, 0] == pytest.approx(made[2_000, 1], abs=0.11)


# --- codecs


@pytest.mark.parametrize("name", CODED)
def test_every_codec_is_heard_in_its_length(shelf, name):
    codec, container = CODED[name]
    shelf.put_coded("sound", tone(440, seconds=3, rate_hz=RATE_HZ), codec=codec, container=container)
    made = heard(shelf, at())[:, 0]
    assert len(made) / RATE_HZ == pytest.approx(3, abs=0.06)
    assert loudest_hz(made[RATE_HZ : 2 * RATE_HZ], rate_hz=RATE_HZ) == pytest.approx(440, abs=0.5)


@pytest.mark.parametrize("name", CODED)
@pytest.mark.parametrize("start", [30_001, 150_000])
def test_every_codec_is_entered_at_the_very_frame(shelf, name, start):
    """Noise matches itself at one place only. AAC's decoder makes some of it up, anew each time."""
    codec, container = CODED[name]
    noise = np.random.default_rng(5).normal(0, 0.1, 4 * RATE_HZ).astype(np.float32)
    shelf.put_coded("sound", noise, codec=codec, container=container)
    uncut = heard(shelf, at())[start : start + 8_192, 0]
    made = heard(shelf, at(trim_start_frames=start, trim_end_frames=start + 8_192))[:, 0]
    assert len(made) == 8_192
    likeness = np.correlate(uncut, made[100:-100], mode="valid")
    assert np.argmax(likeness) == 100
    assert name == "m4a" or level_db(uncut[100:-100] - made[100:-100]) < level_db(uncut) - 30


@pytest.mark.parametrize("name", CODED)
def test_a_fade_out_ends_where_a_coded_sound_does(shelf, name):
    codec, container = CODED[name]
    shelf.put_coded("sound", tone(440, seconds=3, rate_hz=RATE_HZ), codec=codec, container=container)
    uncut = heard(shelf, at())
    made = heard(shelf, at(fade_out=Fade(48_000, "linear")))
    assert abs(len(made) - len(uncut)) <= 1
    rms = [level_db(made[-frames:, 0]) for frames in (48_000, 4_800, 480)]
    assert rms[0] > rms[1] + 10
    assert np.abs(made[-48:]).max() < 0.002


# --- what can't be read


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (None, "This sound is no longer there."),
        (b"", "The file is empty."),
        (b"hello" * 1_000, "not audio"),
        (b"RIFF\xff\xff\xff\xffWAVEdata\x00\x00\x00\x00", "not audio"),
    ],
)
def test_a_source_that_cannot_be_read_is_told_of_and_the_rest_goes_on(shelf, data, sentence):
    shelf.put("sound", ramp(1_000))
    if data is not None:
        shelf.put_bytes("broken", data)
    mix = Mix(RATE_HZ, [Track("a", [at("broken"), at("sound", 200)]), Track("b", [at("broken", 10**6)])])
    made = mixed(mix, open_source=shelf.open)
    assert list(made.problems) == ["broken"]
    assert sentence in made.problems["broken"]
    blocks = joined(made.blocks())
    assert len(blocks) == 1_200
    np.testing.assert_array_equal(blocks[200:, 0], ramp(1_000))


def test_a_wav_that_hides_its_sound_behind_empty_chunks_is_not_searched():
    file = io.BytesIO()
    soundfile.write(file, ones(1_000), 48_000, format="WAV", subtype="PCM_16")
    head, rest = file.getvalue()[:12], file.getvalue()[12:]
    assert wav_form(io.BytesIO(head + b"junk\0\0\0\0" * 10 + rest)) is not None
    assert wav_form(io.BytesIO(head + b"junk\0\0\0\0" * 10_000 + rest)) is None


def test_an_empty_recording_is_a_problem(shelf):
    shelf.put("sound", np.zeros(0, np.float32))
    made = mixed(one_track(at()), open_source=shelf.open)
    assert "no sound in it" in made.problems["sound"]


def test_a_missing_path_is_a_problem():
    made = mixed(one_track(at("/nowhere/at/all.wav")), open_source=str)
    assert "missing" in made.problems["/nowhere/at/all.wav"]
    assert list(made.blocks()) == []


def test_whoever_opens_may_say_why_there_is_none():
    def refuse(source):
        raise SourceMissing(f"The clip “{source}” was deleted.")

    assert mixed(one_track(at()), open_source=refuse).problems == {"sound": "The clip “sound” was deleted."}


def test_a_source_that_vanishes_on_the_way_leaves_silence(shelf):
    shelf.put("sound", ramp(1_000))
    shelf.put("other", ones(500_000))
    files = []

    def open_source(name):
        files.append(shelf.open(name) if name == "sound" else Vanishing(shelf.open(name).read()))
        return files[-1]

    made = mixed(
        Mix(RATE_HZ, [Track("a", [at("other")]), Track("b", [at("sound", 490_000)])]), open_source=open_source
    )
    assert made.problems == {}
    blocks = joined(made.blocks())
    assert list(made.problems) == ["other"]
    assert len(blocks) == 491_000
    np.testing.assert_array_equal(blocks[490_000:, 0], ramp(1_000))
    assert all(file.closed for file in files)


class Vanishing(io.BytesIO):
    def readinto(self, memory):
        if self.tell() > 200_000:
            raise OSError("gone")
        return super().readinto(memory)


def test_a_region_that_begins_behind_its_sound_is_a_problem(shelf):
    shelf.put("sound", ramp(1_000))
    shelf.put_coded("coded", tone(440), codec="libmp3lame", container="mp3")
    made = mixed(
        one_track(at(trim_start_frames=1_000), at("coded", trim_start_frames=99_999)), open_source=shelf.open
    )
    assert len(joined(made.blocks())) == 0
    assert set(made.problems) == {"sound", "coded"}


def test_files_are_closed_when_nobody_draws_any_further(shelf):
    shelf.put("sound", ones(200_000))
    files = []

    def open_source(name):
        files.append(shelf.open(name))
        return files[-1]

    blocks = mixed(one_track(at(), at(offset_frames=9)), open_source=open_source).blocks()
    next(blocks)
    blocks.close()
    assert len(files) == 3
    assert all(file.closed for file in files)


def test_a_check_may_stop_it(shelf):
    shelf.put("sound", ones(2_000_000))
    calls = []

    def check():
        calls.append(1)
        if len(calls) > 10:
            raise KeyboardInterrupt

    blocks = mixed(one_track(at()), open_source=shelf.open, check=check).blocks()
    with pytest.raises(KeyboardInterrupt):
        joined(blocks)


@pytest.mark.parametrize("target_lufs", [None, -23])
def test_progress_goes_up_to_all_of_it(shelf, target_lufs):
    shelf.put("sound", tone(440, seconds=5, rate_hz=RATE_HZ))
    told = []
    made = mixed(
        one_track(at(), master=Master(target_lufs=target_lufs)), open_source=shelf.open, on_frames=told.append
    )
    joined(made.blocks())
    assert told == sorted(told)
    assert told[-1] == made.frames == 5 * RATE_HZ
    assert len(told) > 4


def test_a_source_may_be_in_many_places_at_once(shelf):
    shelf.put("sound", ones(5_000, level=0.01))
    made = whole(one_track(*(at(offset_frames=100 * number) for number in range(40))), shelf)
    assert made.max() == pytest.approx(0.4, rel=0.01)


def test_no_thread_is_left_over(shelf):
    shelf.put_coded("sound", tone(440, seconds=3, rate_hz=RATE_HZ), codec="libmp3lame", container="mp3")
    before = threading.active_count()
    made = mixed(one_track(at(), at(offset_frames=70_000)), open_source=shelf.open)
    joined(made.blocks())
    assert threading.active_count() == before
    stopped = made.blocks()
    next(stopped)
    stopped.close()
    assert threading.active_count() == before
