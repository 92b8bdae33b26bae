"""Joined passages: no clicks, the pauses that were asked for, one loudness, any cut of the blocks."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.audio.edges import LEAD_SECONDS, TAIL_SECONDS, EdgeTrimmer
from speech.audio.loudness import LoudnessMeter
from speech.audio.resample import Resampler
from speech.audio.silence import trim_silence
from speech.audio.stitch import PassageAudio, stitch

RATE_HZ = 24_000


def silence(seconds, rate_hz=RATE_HZ):
    return np.zeros(round(seconds * rate_hz), np.float32)


def tone(seconds=1.0, *, level=0.3, hertz=300.0, rate_hz=RATE_HZ):
    """Begins at its crest: the hardest edge there is."""
    return (level * np.cos(2 * np.pi * hertz * np.arange(round(seconds * rate_hz)) / rate_hz)).astype(
        np.float32
    )


def blocks_of(samples, frames):
    return [samples[start : start + frames] for start in range(0, len(samples), frames)]


def passage(samples, pause=0.0, *, frames=5_000, rate_hz=RATE_HZ):
    return PassageAudio(blocks_of(samples, frames), rate_hz, pause)


def stitched(*passages, rate_hz=RATE_HZ, **options):
    parts = list(stitch(passages, rate_hz=rate_hz, **options))
    return np.concatenate(parts) if parts else np.zeros(0, np.float32)


def level_of(samples):
    return float(np.sqrt(np.mean(np.square(samples))))


def test_silence_at_the_edges_is_trimmed_to_a_margin():
    out = stitched(passage(np.concatenate([silence(0.5), tone(), silence(0.7)])))
    assert len(out) / RATE_HZ == pytest.approx(1 + LEAD_SECONDS + TAIL_SECONDS, abs=0.001)


def test_silence_inside_is_kept():
    out = stitched(passage(np.concatenate([tone(0.5), silence(1.0), tone(0.5)])))
    assert len(out) / RATE_HZ == pytest.approx(2.0, abs=0.001)


def test_a_pause_is_as_long_as_asked_for():
    out = stitched(passage(tone(0.5), 2.5), passage(tone(0.5), 0.25))
    assert len(out) / RATE_HZ == pytest.approx(0.5 + 2.5 + 0.5 + 0.25, abs=0.001)
    assert not out[round(0.55 * RATE_HZ) : round(2.95 * RATE_HZ)].any()


@pytest.mark.parametrize("pause", [0.0, 0.001, 0.3])
def test_a_join_never_jumps_further_than_the_sound_itself(pause):
    out = stitched(passage(tone(), pause), passage(-tone(), pause), passage(tone()))
    inside = np.abs(np.diff(tone())).max()
    assert np.abs(np.diff(out)).max() < 1.5 * inside
    assert abs(out[0]) < inside
    assert abs(out[-1]) < inside


def test_a_silent_passage_leaves_only_its_pause():
    assert len(stitched(passage(silence(3.0), 0.5))) == RATE_HZ // 2
    assert len(stitched()) == 0


def speech(seed, seconds=2.0, level=0.1):
    """Noise with pauses, as speech is."""
    rng = np.random.default_rng(seed)
    frames = round(seconds * RATE_HZ)
    syllables = 0.5 + 0.5 * np.sin(2 * np.pi * 3 * np.arange(frames) / RATE_HZ)
    return (level * rng.standard_normal(frames) * syllables).astype(np.float32)


def test_loudness_between_passages_is_drawn_together_and_within_bounds():
    loud, soft = speech(1, level=0.1), speech(2, level=0.03)
    out = stitched(passage(loud), passage(soft))
    first, second = out[: len(loud)], out[len(loud) :]
    before_db = 20 * np.log10(level_of(loud) / level_of(soft))
    after_db = 20 * np.log10(level_of(first) / level_of(second))
    assert before_db == pytest.approx(10.5, abs=0.5)
    assert 5.5 < after_db < before_db - 3.5
    assert np.allclose(first[1_000:-1_000], loud[1_000:-1_000])


def test_a_gain_never_drives_into_clipping():
    loud, soft = speech(1, level=0.2), speech(2, level=0.05)
    soft[RATE_HZ] = 0.9
    out = stitched(passage(loud), passage(soft))
    assert np.abs(out[len(loud) :]).max() <= 0.981


def test_equal_passages_stay_equal():
    same = speech(3)
    out = stitched(passage(same), passage(same), passage(same))
    assert level_of(out[-len(same) :]) == pytest.approx(level_of(out[: len(same)]), rel=1e-3)


def test_the_first_passage_does_not_wait_for_its_end():
    drawn = []

    def blocks():
        for block in blocks_of(tone(3.0), 2_400):
            drawn.append(len(block))
            yield block

    first = next(stitch([PassageAudio(blocks(), RATE_HZ)], rate_hz=RATE_HZ))
    assert len(first)
    assert len(drawn) == 1


@given(frames=st.integers(50, 30_000), out_hz=st.sampled_from([24_000, 48_000, 16_000]))
@settings(max_examples=15, deadline=None)
def test_the_cut_of_the_blocks_does_not_change_the_result(frames, out_hz):
    first = np.concatenate([silence(0.3), speech(4, 0.9), silence(2.6), tone(0.2), silence(3.1)])
    second = np.concatenate([tone(0.4, level=0.1), silence(0.1)])
    whole = stitched(passage(first, 0.3, frames=10**9), passage(second, frames=10**9), rate_hz=out_hz)
    cut = stitched(passage(first, 0.3, frames=frames), passage(second, frames=frames), rate_hz=out_hz)
    assert len(cut) == len(whole)
    assert np.allclose(cut, whole, atol=1e-6)


def test_passages_of_different_rates_come_out_at_one():
    out = stitched(
        passage(tone(1.0), 0.5), passage(tone(1.0, rate_hz=22_050), 0.5, rate_hz=22_050), rate_hz=48_000
    )
    assert len(out) / 48_000 == pytest.approx(3.0, abs=0.002)


PARTS = st.tuples(
    st.floats(0, 0.5),  # of silence before
    st.floats(0.05, 0.8),  # of sound
    st.floats(0, 0.5),  # of silence after
    st.floats(0, 0.4),  # of pause
    st.sampled_from([24_000, 22_050, 16_000]),
)


@given(st.lists(PARTS, min_size=1, max_size=5), st.sampled_from([24_000, 48_000]), st.integers(50, 9_000))
@settings(max_examples=40, deadline=None)
def test_a_passage_is_told_to_lie_where_it_lies(parts, out_hz, frames):
    """A pulse in the middle of each is found in the recording where it was told to be."""
    passages, pulses = [], []
    for before, sound, after, pause, rate_hz in parts:
        samples = pulsed(rate_hz, before, sound, after)
        pulses.append((round(before * rate_hz) + round(sound * rate_hz) // 2) / rate_hz)
        passages.append(passage(samples, pause, frames=frames, rate_hz=rate_hz))
    places = []
    out = stitched(*passages, rate_hz=out_hz, matches_loudness=False, on_placed=places.append)
    assert [place.number for place in places] == list(range(len(parts)))
    for place, pulse in zip(places, pulses, strict=True):
        first, last = (round(at * out_hz) for at in (place.start_seconds, place.end_seconds))
        found = (first + int(np.argmax(np.abs(out[first:last])))) / out_hz
        assert place.at(pulse) == pytest.approx(found, abs=0.001)
        assert place.at(-9) == place.start_seconds <= place.at(pulse) <= place.end_seconds == place.at(99)


def pulsed(rate_hz, before, sound, after):
    body = tone(sound, level=0.1, rate_hz=rate_hz)
    middle = len(body) // 2
    body[middle - 3 : middle + 4] = [0.2, 0.4, 0.6, 0.9, 0.6, 0.4, 0.2]
    return np.concatenate([silence(before, rate_hz), body, silence(after, rate_hz)])


def test_a_passage_that_is_silent_is_placed_too_and_lasts_nothing():
    places = []
    stitched(passage(tone(1.0), 0.5), passage(silence(2.0), 0.5), passage(tone(1.0)), on_placed=places.append)
    assert [(place.start_seconds, place.end_seconds) for place in places] == [
        (0, pytest.approx(1.0)),
        (pytest.approx(1.5), pytest.approx(1.5)),
        (pytest.approx(2.0), pytest.approx(3.0)),
    ]
    assert places[1].at(1.0) == places[1].start_seconds


def test_a_long_text_is_held_in_constant_memory():
    """A hundred minutes pass through, and what is held stays within a passage."""
    import tracemalloc

    block = speech(5, 5.0)
    passages = (PassageAudio(blocks_of(block, 24_000), RATE_HZ, 0.3) for _ in range(1_200))
    tracemalloc.start()
    total = sum(len(out) for out in stitch(passages, rate_hz=RATE_HZ))
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total / RATE_HZ > 6_000
    assert peak_bytes < 16 * 2**20


def test_the_fade_is_at_both_ends_however_small_the_blocks():
    edges = EdgeTrimmer(RATE_HZ)
    out = np.concatenate([edges.feed(block) for block in blocks_of(tone(0.2), 7)] + [edges.finish()])
    assert out[0] == out[-1] == 0
    assert len(out) == round(0.2 * RATE_HZ)


def test_a_full_scale_sine_at_997_hz_is_minus_3_lufs():
    """The reference that BS.1770 gives for one channel."""
    for rate_hz in (24_000, 48_000):
        meter = LoudnessMeter(rate_hz)
        meter.feed(tone(5.0, level=1.0, hertz=997.0, rate_hz=rate_hz))
        assert meter.lufs == pytest.approx(-3.01, abs=0.1)


def test_loudness_leaves_pauses_out_and_knows_nothing_of_silence():
    meter, paused = LoudnessMeter(RATE_HZ), LoudnessMeter(RATE_HZ)
    meter.feed(speech(6, 4.0))
    paused.feed(np.concatenate([speech(6, 4.0), silence(20)]))
    assert paused.lufs == pytest.approx(meter.lufs, abs=0.3)
    quiet = LoudnessMeter(RATE_HZ)
    quiet.feed(silence(5))
    assert quiet.lufs is None


@given(frames=st.integers(1, 9_000))
@settings(max_examples=10, deadline=None)
def test_resampling_does_not_depend_on_the_blocks(frames):
    def resampled(block_frames):
        resampler = Resampler(22_050, 24_000)
        parts = [resampler.feed(block) for block in blocks_of(tone(0.5, rate_hz=22_050), block_frames)]
        return np.concatenate([*parts, resampler.finish()])

    assert np.allclose(resampled(frames), resampled(10**6), atol=1e-6)
    assert len(resampled(frames)) == 12_000


def test_trimming_keeps_a_margin_and_empties_silence():
    trimmed = trim_silence(np.concatenate([silence(1), tone(1), silence(1)]), RATE_HZ)
    assert len(trimmed) / RATE_HZ == pytest.approx(1.09, abs=0.001)
    assert len(trim_silence(silence(1), RATE_HZ)) == 0
