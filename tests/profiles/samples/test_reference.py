"""A profile's samples as one recording."""

import numpy as np
import pytest
from django.core.files.base import ContentFile

from common.errors import Conflict
from profiles.samples.reference import reference_of
from profiles.samples.services import change_sample, move_sample
from speech.audio.levelling import CEILING
from speech.audio.loudness import LoudnessMeter
from speech.audio.pauses import last_pause
from tests import audio_files
from tests.profiles.samples.builders import make_profile, make_sample

pytestmark = pytest.mark.django_db
RATE = 24_000


def tone(seconds: float, *, gain: float = 1.0, hertz: float = 440.0, rate: int = RATE) -> ContentFile:
    samples = gain * audio_files.tone(seconds, rate=rate, hertz=hertz)
    return ContentFile(audio_files.wav(samples=samples, rate=rate), name="tone.wav")


def words(*lengths: float, pause: float = 0.4) -> ContentFile:
    """Tones with silence after each."""
    silence = np.zeros((round(pause * RATE), 1), np.float32)
    pieces = [piece for length in lengths for piece in (audio_files.tone(length, rate=RATE), silence)]
    return ContentFile(audio_files.wav(samples=np.concatenate(pieces), rate=RATE), name="words.wav")


def pitch_of(samples: np.ndarray) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(samples * np.hanning(len(samples))))) * RATE / len(samples))


def lufs(samples: np.ndarray) -> float:
    meter = LoudnessMeter(RATE)
    meter.feed(samples)
    return meter.lufs or -99.0


def test_samples_follow_each_other_with_a_pause_between(alice):
    profile = make_profile(alice)
    make_sample(profile, file=tone(2.0, hertz=300), transcript="One.")
    make_sample(profile, file=tone(3.0, hertz=900, rate=48_000), transcript="Two.")
    made = reference_of(profile, most_seconds=30)
    assert len(made.samples) / RATE == pytest.approx(5.3, abs=0.01)
    assert pitch_of(made.samples[: RATE * 2]) == pytest.approx(300, abs=3)
    assert pitch_of(made.samples[RATE * 23 // 10 :]) == pytest.approx(900, abs=3)
    assert not made.samples[round(2.05 * RATE) : round(2.25 * RATE)].any()
    assert made.transcript == "One. Two."


def test_their_order_is_the_lists(alice):
    profile = make_profile(alice)
    make_sample(profile, file=tone(2.0, hertz=300))
    move_sample(sample=make_sample(profile, file=tone(2.0, hertz=900)), position=1)
    assert pitch_of(reference_of(profile).samples[: RATE * 2]) == pytest.approx(900, abs=3)


def test_all_are_equally_loud_and_none_too_loud(alice):
    profile = make_profile(alice)
    make_sample(profile, file=tone(2.0, gain=0.02))
    make_sample(profile, file=tone(2.0, gain=1.9))
    samples = reference_of(profile).samples
    soft, loud = samples[: RATE * 2], samples[-RATE * 2 :]
    assert lufs(soft) == pytest.approx(lufs(loud), abs=0.3)
    assert lufs(soft) == pytest.approx(-20, abs=0.5)
    assert np.abs(samples).max() <= CEILING + 1e-3


def test_silence_is_left_silent(alice):
    profile = make_profile(alice)
    make_sample(profile, file=tone(2.0, gain=0.0))
    made = reference_of(profile)
    assert np.isfinite(made.samples).all()
    assert not made.samples.any()


def test_only_what_is_left_after_trimming_is_in_it(alice):
    profile = make_profile(alice)
    sample = make_sample(profile, file=tone(5.0))
    change_sample(sample=sample, trim_start_seconds=1.0, trim_end_seconds=2.5)
    assert len(reference_of(profile).samples) == pytest.approx(1.5 * RATE, abs=2)


def test_what_is_off_is_left_out(alice):
    profile = make_profile(alice)
    change_sample(sample=make_sample(profile, file=tone(2.0)), is_enabled=False)
    with pytest.raises(Conflict, match="no sample in use"):
        reference_of(profile)


def test_one_that_does_not_fit_is_cut_at_its_pause(alice):
    profile = make_profile(alice)
    make_sample(profile, file=words(2.0, 2.0, 2.0), transcript="One two three.")
    made = reference_of(profile, most_seconds=6.0)
    assert len(made.samples) / RATE == pytest.approx(4.6, abs=0.1)
    assert made.transcript == ""


def test_one_that_would_be_cut_inside_a_word_is_left_out(alice):
    profile = make_profile(alice)
    make_sample(profile, file=tone(2.0), transcript="One.")
    make_sample(profile, file=tone(5.0), transcript="Two.")
    made = reference_of(profile, most_seconds=6.0)
    assert (len(made.samples), made.transcript) == (2 * RATE, "One.")


def test_the_first_is_there_whatever_it_is(alice):
    profile = make_profile(alice)
    make_sample(profile, file=tone(5.0))
    assert len(reference_of(profile, most_seconds=3.0).samples) == 3 * RATE


def test_a_part_begins_and_ends_without_a_click(alice):
    profile = make_profile(alice)
    make_sample(profile, file=tone(2.0))
    samples = reference_of(profile).samples
    assert abs(samples[0]) < 1e-3
    assert abs(samples[-1]) < 1e-3


def test_a_text_that_is_not_known_of_all_is_told_of_none(alice):
    profile = make_profile(alice)
    make_sample(profile, file=tone(2.0), transcript="One.")
    make_sample(profile, file=tone(2.0))
    assert reference_of(profile).transcript == ""


def test_the_rate_is_the_one_that_is_asked_for(alice):
    profile = make_profile(alice)
    make_sample(profile, file=tone(2.0, rate=44_100))
    made = reference_of(profile, rate_hz=16_000)
    assert len(made.samples) == pytest.approx(32_000, abs=2)


@pytest.mark.parametrize("seconds", [0.0, 0.1, 2.0])
def test_sound_without_a_pause_has_no_place_to_cut(seconds):
    assert last_pause(audio_files.tone(seconds, rate=RATE)[:, 0], RATE) is None
