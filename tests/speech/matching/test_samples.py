"""Whose voice is looked for, and when nobody's is."""

import numpy as np
import pytest

from speech.matching import MatchRefused, SampleUnusable, SeveralVoices, TooLittleSpeech
from speech.matching.samples import LEAST_SECONDS, MOST_SECONDS, target_of
from speech.recognition.base import RATE_HZ
from speech.recognition.speakers.encoder import SIZE, SpeakerEncoder
from tests.speech.recognition.sounds import hum, noise, silence, spoken

LONG = (
    "The river was high that morning, and the ferry had not come. Nobody in the town knew why, and few asked."
)


class Told(SpeakerEncoder):
    """Says who speaks in each sample, by its loudness."""

    def __init__(self, by_level=None):
        self.by_level = by_level or (lambda level: 0)
        self.heard_seconds = 0.0

    def voices(self, sounds):
        self.heard_seconds += sum(map(len, sounds)) / RATE_HZ
        return [_place(self.by_level(float(np.abs(sound).max()))) for sound in sounds]


def _place(number):
    return np.eye(SIZE, dtype=np.float32)[number]


def said(seconds, *, level=1.0):
    speech = spoken(LONG)
    return level * np.resize(speech, round(seconds * RATE_HZ)).astype(np.float32)


def test_enough_speech_is_a_target_without_a_word():
    target = target_of([(said(14), RATE_HZ)], Told())
    np.testing.assert_array_equal(target.point, _place(0))
    assert 10 < target.speech_seconds <= 14
    assert target.warnings == ()


def test_several_short_samples_are_enough_together():
    samples = [(said(2), RATE_HZ)] * 3
    assert target_of(samples, Told()).speech_seconds > LEAST_SECONDS


def test_few_seconds_are_searched_with_a_warning():
    [warning] = target_of([(said(6), RATE_HZ)], Told()).warnings
    assert "only" in warning


@pytest.mark.parametrize("sound", [silence(20), noise(20), hum(20), said(2), silence(0)], ids=str)
def test_what_is_too_little_speech_is_refused(sound):
    with pytest.raises(TooLittleSpeech, match="At least 3 s") as refused:
        target_of([(sound, RATE_HZ)], Told())
    assert refused.value.seconds < LEAST_SECONDS


def test_no_samples_are_too_little_speech():
    with pytest.raises(TooLittleSpeech, match="No speech"):
        target_of([], Told())


def test_two_people_are_refused():
    samples = [(said(8), RATE_HZ), (said(8, level=0.1), RATE_HZ)]
    with pytest.raises(SeveralVoices, match="one person"):
        target_of(samples, Told(lambda level: int(level < 0.2)))


def test_a_word_by_somebody_else_does_no_harm():
    samples = [(said(20), RATE_HZ), (said(2, level=0.1), RATE_HZ)]
    target = target_of(samples, Told(lambda level: int(level < 0.2)))
    assert target.point @ _place(0) > 0.98


def test_no_more_is_listened_to_than_helps():
    encoder = Told()
    target = target_of([(said(100), RATE_HZ)] * 2, encoder)
    assert encoder.heard_seconds == pytest.approx(target.speech_seconds)
    assert MOST_SECONDS <= target.speech_seconds < MOST_SECONDS + 5


def test_another_rate_is_the_same_speech():
    speech = said(12)
    twice = np.repeat(speech, 2)
    seconds = [
        target_of([(sound, rate)], Told()).speech_seconds
        for sound, rate in ((speech, 16_000), (twice, 32_000))
    ]
    assert seconds[0] == pytest.approx(seconds[1], abs=0.5)


@pytest.mark.parametrize(
    ("sound", "rate_hz"),
    [
        (np.full(RATE_HZ, np.nan, np.float32), RATE_HZ),
        (np.full(RATE_HZ, np.inf, np.float32), RATE_HZ),
        (np.zeros((RATE_HZ, 2), np.float32), RATE_HZ),
        (np.zeros(RATE_HZ, np.int16), RATE_HZ),
        (silence(1), 0),
        (silence(1), 1_000_000),
    ],
    ids=["not a number", "infinite", "stereo", "integers", "no rate", "a rate of nothing"],
)
def test_what_is_no_sound_is_refused(sound, rate_hz):
    with pytest.raises(SampleUnusable, match="Leave it out"):
        target_of([(said(5), RATE_HZ), (sound, rate_hz)], Told())


def test_every_refusal_is_one():
    for refusal in (TooLittleSpeech(0, wanted_seconds=3), SeveralVoices(0.5), SampleUnusable("is bad")):
        assert isinstance(refusal, MatchRefused)
        assert refusal.code != MatchRefused.code
        assert refusal.param == "samples"
