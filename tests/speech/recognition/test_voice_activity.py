"""Where somebody speaks, found in sound as it comes."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.recognition.base import RATE_HZ
from speech.recognition.voice_activity import SpeechDetector, SpeechStarted, SpeechStopped, VoiceActivity
from tests.speech.recognition.sounds import clicks, hum, noise, silence, spoken


def events_of(samples, *, pieces=None, activity=None):
    detector = SpeechDetector(activity or VoiceActivity())
    events = []
    for piece in pieces or [samples]:
        events += detector.feed(piece)
    return events + detector.flush()


def test_two_sentences_with_a_long_pause_are_two_pieces_of_speech():
    events = events_of(np.concatenate([silence(1), spoken(), silence(1.5), spoken(), silence(1)]))
    length = len(spoken()) / RATE_HZ
    assert [type(event) for event in events] == [SpeechStarted, SpeechStopped] * 2
    started, stopped, again, end = (event.seconds for event in events)
    assert started == pytest.approx(1 - 0.3, abs=0.2), "the padding before the first word is part of it"
    assert stopped == pytest.approx(1 + length, abs=0.3)
    assert again == pytest.approx(2.5 + length - 0.3, abs=0.2)
    assert end == pytest.approx(2.5 + 2 * length, abs=0.3)


def test_a_short_pause_ends_nothing_unless_it_is_asked_to():
    sound = np.concatenate([spoken(), silence(0.1), spoken()])
    assert len(events_of(sound)) == 2
    assert len(events_of(sound, activity=VoiceActivity(silence_ms=200, prefix_padding_ms=0))) >= 4


@pytest.mark.parametrize("sound", [silence(3), noise(3), hum(3), clicks(3), silence(0), silence(0.01)])
def test_where_nobody_speaks_nothing_is_told(sound):
    assert events_of(sound) == []


def test_speech_that_goes_on_to_the_end_ends_there():
    sound = spoken()[: RATE_HZ // 2]
    *_, last = events_of(sound)
    assert isinstance(last, SpeechStopped)
    assert last.frame == len(sound)


@settings(max_examples=12, deadline=None)
@given(st.lists(st.integers(1, 20_000), min_size=1, max_size=12))
def test_the_pieces_it_comes_in_change_nothing(lengths):
    sound = np.concatenate([silence(0.5), spoken(), silence(0.8), spoken()])
    ends = [0, *(end for end in np.cumsum(lengths) if end < len(sound)), len(sound)]
    pieces = [sound[start:end] for start, end in pairwise(ends)]
    assert events_of(sound, pieces=pieces) == events_of(sound)


def test_no_start_lies_further_back_than_it_says():
    detector = SpeechDetector(VoiceActivity(prefix_padding_ms=1_000))
    sound = np.concatenate([silence(3), spoken()])
    for start in range(0, len(sound), 512):
        for event in detector.feed(sound[start : start + 512]):
            if isinstance(event, SpeechStarted):
                assert detector.frames - event.frame <= detector.lookback_frames
                return
    pytest.fail("nobody was heard")
