"""How long speech takes, and where it takes too long."""

import numpy as np
import pytest

from speech.proofing.pace import PIECE_SECONDS, WORDS, Pace
from speech.proofing.words import Token
from speech.recognition.base import RATE_HZ, Samples


def tone(seconds: float) -> Samples:
    return (0.3 * np.sin(np.arange(round(seconds * RATE_HZ)) / 10)).astype(np.float32)


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE_HZ), np.float32)


def words(*starts: float) -> list[Token]:
    """Of five letters each, half a second long."""
    return [Token("words", "words", start, start + 0.5) for start in starts]


def test_silence_is_no_speech():
    sound = np.concatenate([tone(1.0), silence(3.0), tone(1.0)])
    pace = Pace.of(sound, words(0.0, 0.5, 4.0, 4.5))
    assert pace.between(0.0, 5.0) == pytest.approx(2.0, abs=0.05)
    assert pace.between(1.5, 3.5) == 0.0


def test_a_long_sound_is_measured_piece_by_piece():
    sound = np.concatenate([silence(PIECE_SECONDS - 1), tone(2.0), silence(1.0)])
    pace = Pace.of(sound, [])
    assert pace.between(0.0, PIECE_SECONDS + 2) == pytest.approx(2.0, abs=0.1)
    assert pace.between(PIECE_SECONDS, PIECE_SECONDS + 1) == pytest.approx(1.0, abs=0.05)


def test_words_that_are_said_evenly_are_not_slow():
    heard = words(*np.arange(20) * 0.5)
    assert Pace.of(tone(10.0), heard).slow(heard) == []


def test_a_pause_between_words_does_not_make_them_slow():
    starts = [*np.arange(10) * 0.5, *(8.0 + np.arange(10) * 0.5)]
    sound = np.concatenate([tone(5.0), silence(3.0), tone(5.0)])
    assert Pace.of(sound, words(*starts)).slow(words(*starts)) == []


def test_speech_that_nobody_heard_makes_the_words_beside_it_slow():
    starts = [*np.arange(10) * 0.5, *(8.0 + np.arange(10) * 0.5)]
    heard = words(*starts)
    [slow] = Pace.of(tone(13.0), heard).slow(heard)
    assert slow < 10 <= slow + WORDS


def test_of_a_few_words_nothing_is_said():
    heard = words(0.0, 3.0)
    assert Pace.of(tone(4.0), heard).slow(heard) == []
