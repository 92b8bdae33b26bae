"""Sounds to listen to, without a recording: at 16 kHz, mono."""

from functools import cache

import numpy as np

from speech.engines.base import PassageRequest
from speech.engines.espeak import open_engine
from speech.engines.settings import EngineSettings
from speech.recognition.base import RATE_HZ, Samples


def silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE_HZ), np.float32)


def noise(seconds: float, level: float = 0.05) -> Samples:
    random = np.random.default_rng(1)
    return (level * random.standard_normal(round(seconds * RATE_HZ))).astype(np.float32)


def pink_noise(seconds: float, level: float = 0.05) -> Samples:
    spectrum = np.fft.rfft(noise(seconds, 1.0))
    spectrum /= np.sqrt(np.maximum(1, np.arange(len(spectrum))))
    pink = np.fft.irfft(spectrum)
    return (level * pink / np.std(pink)).astype(np.float32)


def hum(seconds: float, level: float = 0.2) -> Samples:
    """A chord, as of an organ."""
    time = np.arange(round(seconds * RATE_HZ)) / RATE_HZ
    tones = sum(np.sin(2 * np.pi * hz * time) for hz in (110, 220, 277.2, 329.6))
    return (level / 4 * np.asarray(tones)).astype(np.float32)


def clicks(seconds: float, every_seconds: float = 0.5) -> Samples:
    sound = silence(seconds)
    for start in range(0, len(sound), round(every_seconds * RATE_HZ)):
        sound[start : start + 32] = 0.8
    return sound


@cache
def spoken(text: str = "The river was high that morning, and the ferry had not come.") -> Samples:
    """By espeak-ng, which needs no weights."""
    from speech.audio.resample import Resampler

    engine = open_engine(EngineSettings())
    engine.load()
    voice = next(voice for voice in engine.voices if voice.language.startswith("en"))
    blocks = engine.synthesize(PassageRequest(text, voice.id))
    resampler = Resampler(engine.sample_rate_hz(voice.id), RATE_HZ)
    sound = np.concatenate([*(resampler.feed(block) for block in blocks), resampler.finish()])
    sound.flags.writeable = False
    return sound
