"""Where speech begins and ends: hiss is no speech, a soft consonant is."""

import numpy as np
import pytest

from speech.audio.silence import kept_span, trim_silence

RATE_HZ = 24_000


def noise(seconds: float, peak: float) -> np.ndarray:
    return np.random.default_rng(7).uniform(-peak, peak, round(seconds * RATE_HZ)).astype(np.float32)


def test_the_hiss_that_a_model_leaves_behind_is_trimmed():
    spoken = noise(1.0, 0.4)
    kept = trim_silence(np.concatenate([noise(0.3, 0.002), spoken, noise(0.5, 0.003)]), RATE_HZ)
    assert len(kept) / RATE_HZ == pytest.approx(1.0 + 0.03 + 0.06, abs=0.02)


def test_a_soft_last_consonant_is_kept():
    kept = trim_silence(np.concatenate([noise(1.0, 0.4), noise(0.15, 0.006), noise(0.5, 0.001)]), RATE_HZ)
    assert len(kept) / RATE_HZ == pytest.approx(1.15 + 0.06, abs=0.02)


def test_a_whisper_is_kept_whole():
    samples = np.concatenate([np.zeros(RATE_HZ, np.float32), noise(1.0, 0.002)])
    start, end = kept_span(samples, RATE_HZ)
    assert (start / RATE_HZ, end / RATE_HZ) == (pytest.approx(0.97, abs=0.02), 2.0)


@pytest.mark.parametrize("samples", [np.zeros(0, np.float32), np.zeros(500, np.float32)])
def test_of_silence_nothing_is_kept(samples):
    assert kept_span(samples, RATE_HZ) == (0, 0)
