"""Sound cut into what a recogniser hears in one run."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from speech.recognition.base import LONGEST_STRETCH_SECONDS, RATE_HZ, Gap, Stretch
from speech.recognition.stretches import stretches_of
from speech.recognition.voice_activity import VoiceActivity
from tests.speech.recognition.sounds import clicks, hum, noise, pink_noise, silence, spoken

SENTENCE_SECONDS = len(spoken()) / RATE_HZ


def cut(sound, *, block_frames=8_000, **activity):
    blocks = (sound[start : start + block_frames] for start in range(0, len(sound), block_frames))
    return list(stretches_of(blocks, VoiceActivity(**activity)))


def is_excerpt(stretch, sound):
    """Every sample of the stretch is the one that lies where `at` says."""
    for place in range(0, len(stretch.samples), 997):
        # The middle of a sample, so that no rounding decides.
        at = stretch.at((place + 0.5) / RATE_HZ)
        if stretch.samples[place] != sound[int(at * RATE_HZ)]:
            return False
    return True


@pytest.mark.parametrize("sound", [silence(70), noise(40), pink_noise(40), hum(40), clicks(40), silence(0)])
def test_silence_and_noise_give_no_stretch(sound):
    assert cut(sound) == []


def test_a_sentence_alone_is_one_stretch_with_a_little_silence_around_it():
    [stretch] = cut(np.concatenate([silence(20), spoken(), silence(20)]))
    assert stretch.start_seconds == pytest.approx(19.7, abs=0.2)
    assert stretch.seconds == pytest.approx(SENTENCE_SECONDS + 0.7, abs=0.5)


def test_a_long_silence_is_left_out_and_times_are_still_those_of_the_whole():
    sound = np.concatenate([spoken(), silence(60), spoken(), silence(3), spoken()])
    [stretch] = cut(sound)
    assert len(stretch.gaps) == 2
    assert stretch.seconds < 3 * SENTENCE_SECONDS + 3
    assert stretch.end_seconds == pytest.approx(len(sound) / RATE_HZ, abs=0.5)
    assert is_excerpt(stretch, sound)


def test_short_pauses_stay_as_they_are():
    sound = np.concatenate([spoken(), silence(0.6), spoken()])
    [stretch] = cut(sound)
    assert stretch.gaps == ()
    assert is_excerpt(stretch, sound)


def test_stretches_are_packed_as_full_as_a_recogniser_takes():
    sound = np.concatenate([silence(1), *[spoken(), silence(0.8)] * 40])
    stretches = cut(sound)
    assert all(stretch.seconds >= 0.6 * LONGEST_STRETCH_SECONDS for stretch in stretches[:-1])
    assert len(stretches) <= 1.3 * len(sound) / RATE_HZ / LONGEST_STRETCH_SECONDS + 1
    for stretch in stretches:
        edges = np.concatenate([stretch.samples[:1_600], stretch.samples[-1_600:]])
        assert np.max(np.abs(edges)) < 0.02, "it is cut where nobody speaks"


def test_speech_without_a_pause_is_cut_where_it_is_quietest():
    word = spoken()[8_000:32_000]
    loud = np.concatenate([word] * 30)
    dip = 25 * RATE_HZ
    sound = loud.copy()
    sound[dip : dip + 4_000] *= 0.01
    first, second, *_ = cut(sound)
    assert first.end_seconds == pytest.approx((dip + 2_000) / RATE_HZ, abs=0.1)
    assert second.start_seconds == first.end_seconds, "nothing is lost between them"


@settings(max_examples=15, deadline=None)
@given(
    pauses=st.lists(st.floats(0, 9), min_size=1, max_size=8),
    block_frames=st.integers(300, 400_000),
    silence_ms=st.sampled_from([100, 500, 1_500]),
    prefix=st.sampled_from([0, 300, 2_000]),
)
@example(pauses=[0.25, 0.0], block_frames=300, silence_ms=100, prefix=0)  # a pause in blocks of its own
def test_whatever_is_said_lies_in_a_stretch_at_its_own_time(pauses, block_frames, silence_ms, prefix):
    sound = np.concatenate([part for pause in pauses for part in (spoken(), silence(pause))])
    stretches = cut(sound, block_frames=block_frames, silence_ms=silence_ms, prefix_padding_ms=prefix)
    heard = np.zeros(len(sound))
    last_end = 0.0
    for stretch in stretches:
        assert 0 < stretch.seconds <= LONGEST_STRETCH_SECONDS
        assert stretch.start_seconds >= last_end - 1e-9
        assert is_excerpt(stretch, sound)
        last_end = stretch.end_seconds
        edges = [0.0, *(gap.at_seconds for gap in stretch.gaps), stretch.seconds]
        for start, end in pairwise(edges):
            heard[round(stretch.at(start + 1e-6) * RATE_HZ) : round(stretch.at(end) * RATE_HZ)] = 1
    missed = np.sum(np.square(sound) * (1 - heard)) / np.sum(np.square(sound))
    assert missed < 0.03


def test_only_the_sound_that_may_be_needed_is_kept(monkeypatch):
    """What is held is counted in samples, at every block."""
    from speech.recognition import stretches as module

    made, most = [], 0

    class Watched(module._Kept):
        def __init__(self):
            super().__init__()
            made.append(self)

    monkeypatch.setattr(module, "_Kept", Watched)
    minute = np.concatenate([spoken()[8_000:32_000]] * 7 + [silence(100)])

    def blocks():
        nonlocal most
        for _ in range(8):
            for start in range(0, len(minute), 16_000):
                yield minute[start : start + 16_000]
                most = max(most, sum(len(block) for _, block in made[0]._blocks))

    for _ in stretches_of(blocks()):
        pass
    assert most < 1.3 * LONGEST_STRETCH_SECONDS * RATE_HZ


def test_what_is_heard_beside_a_gap_does_not_reach_over_it():
    stretch = Stretch(silence(10), 100.0, (Gap(4.0, 60.0, 0.4),))
    assert stretch.place(1.0, 3.8) == (101.0, 103.8)
    assert stretch.place(1.0, 4.2) == (101.0, 104.0)
    assert stretch.place(3.8, 6.0) == pytest.approx((164.0, 166.0), abs=1e-3)
    assert stretch.place(2.0, 6.0) == (102.0, 166.0)
    assert stretch.place(5.0, 4.0)[0] <= stretch.place(5.0, 4.0)[1]
