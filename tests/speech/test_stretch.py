import subprocess
import sys

import numpy as np
import pytest

from speech.audio.stretch import stretched

BURST_SECONDS = 0.02
ON_THREADS = """
from concurrent.futures import ThreadPoolExecutor
import numpy as np
from speech.audio.stretch import stretched

def slow(samples):
    stretched(samples, rate_hz=24_000, speed=0.25)

def higher(samples):
    stretched(samples, rate_hz=24_000, semitones=2)

hiss = (0.1 * np.random.default_rng(0).standard_normal(12 * 24_000)).astype(np.float32)
with ThreadPoolExecutor(4) as threads:
    for work in (slow, higher):
        list(threads.map(work, [hiss] * 4))
"""


@pytest.mark.parametrize("rate_hz", [16_000, 24_000, 48_000])
@pytest.mark.parametrize(
    ("speed", "semitones"),
    [(0.25, 0), (0.7, 0), (0.9, 0), (1.1, 0), (2, 0), (1, -24), (1, -12), (1, -3), (1, 2), (1, 7), (1, 24)],
)
def test_each_moment_is_where_its_speed_puts_it_after_twenty_seconds_too(rate_hz, speed, semitones):
    made = stretched(_bursts(20, rate_hz), rate_hz=rate_hz, speed=speed, semitones=semitones)

    late = [_middle(made, (second + 0.5) / speed, rate_hz, speed=speed) for second in range(20)]
    assert np.abs(late).max() < 0.01


@pytest.mark.parametrize(
    ("speed", "semitones"),
    [(0.5, 0), (0.6, 0), (0.7, 0), (0.9, 0), (1.5, 0), (1, 2), (1, 6), (1, 7), (1, 12)],
)
def test_nothing_is_heard_before_it_begins(speed, semitones):
    rate_hz, begins = 24_000, 12_000
    moments = np.arange(rate_hz) / rate_hz
    vowel = sum(np.sin(2 * np.pi * 120 * number * moments) / number for number in range(1, 20))
    sound = np.concatenate([np.zeros(begins), 0.3 * vowel * np.exp(-8 * moments)]).astype(np.float32)

    made = stretched(sound, rate_hz=rate_hz, speed=speed, semitones=semitones)

    onset = round(begins / speed)
    before, heard = made[onset - 720 : onset - 120], made[onset : onset + 1_200]
    assert np.mean(np.square(before)) < 0.025 * np.mean(np.square(heard))


@pytest.mark.parametrize("frames", [1, 100, 1_023, 24_000])
@pytest.mark.parametrize(("speed", "semitones"), [(0.25, 0), (1.3, 0), (4, 0), (1, -12), (1, 7)])
def test_sound_of_any_length_becomes_as_long_as_its_speed_makes_it(frames, speed, semitones):
    sound = np.full((frames, 2), 0.1, np.float32)

    made = stretched(sound, rate_hz=24_000, speed=speed, semitones=semitones)

    assert made.shape == (round(frames / speed), 2)
    assert np.isfinite(made).all()


def test_rubber_band_has_nothing_to_complain_of_when_several_threads_stretch():
    run = subprocess.run([sys.executable, "-c", ON_THREADS], capture_output=True, text=True, check=True)

    assert run.stderr == ""


def _bursts(seconds, rate_hz):
    """One in the middle of each second."""
    frames = round(BURST_SECONDS * rate_hz)
    hiss = 0.1 * np.random.default_rng(1).standard_normal(frames)
    burst = 0.3 * np.sin(2 * np.pi * 220 * np.arange(frames) / rate_hz) + hiss
    sound = np.zeros(seconds * rate_hz, np.float32)
    for second in range(seconds):
        begins = round((second + 0.5) * rate_hz) - frames // 2
        sound[begins : begins + frames] = burst
    return sound


def _middle(made, expected_seconds, rate_hz, *, speed):
    """Of what is heard around that moment, and how much later than it."""
    first = max(0, round((expected_seconds - 0.25 / speed) * rate_hz))
    power = np.square(made[first : round((expected_seconds + 0.25 / speed) * rate_hz)], dtype=np.float64)
    return (first + np.arange(len(power)) @ power / power.sum()) / rate_hz - expected_seconds
