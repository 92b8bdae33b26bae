"""Sounds to try effects on, and what is asked of what comes out."""

import numpy as np

from speech.effects import Chain, applied, read_chain

RATE_HZ = 24_000


def tone(frequency_hz, *, seconds=1.0, level=0.25, rate_hz=RATE_HZ):
    moments = np.arange(round(seconds * rate_hz)) / rate_hz
    return (level * np.sin(2 * np.pi * frequency_hz * moments)).astype(np.float32)


def voice(pitch_hz, *, seconds=2.0, formants_hz=(700, 1_220, 2_600), rate_hz=RATE_HZ):
    """A vowel: overtones of one pitch, loud near the formants."""
    overtones = np.arange(1, int(0.45 * rate_hz / pitch_hz)) * pitch_hz
    levels = sum(np.exp(-(((overtones - formant) / 150) ** 2)) for formant in formants_hz) + 0.01
    moments = np.arange(round(seconds * rate_hz)) / rate_hz
    waves = np.sin(2 * np.pi * np.outer(overtones, moments) + (overtones**1.3)[:, np.newaxis])
    sound = levels @ waves
    return (0.3 * sound / np.abs(sound).max()).astype(np.float32)


def noise(*, seconds=1.0, level=0.1, seed=1, rate_hz=RATE_HZ):
    rng = np.random.default_rng(seed)
    return (level * rng.standard_normal(round(seconds * rate_hz))).astype(np.float32)


def words(*, seconds=3.0, seed=1, rate_hz=RATE_HZ):
    """Bursts of noise with quiet between them, and at both ends."""
    moments = np.arange(round(seconds * rate_hz)) / rate_hz
    return noise(seconds=seconds, seed=seed, rate_hz=rate_hz) * ((moments % 0.5) > 0.25)


def silence(*, seconds=1.0, rate_hz=RATE_HZ):
    return np.zeros(round(seconds * rate_hz), np.float32)


def through(sound, *effects, rate_hz=RATE_HZ):
    return applied(sound, read_chain(list(effects)), rate_hz=rate_hz)


def in_blocks(sound, *effects, frames, rate_hz=RATE_HZ):
    channels = sound.shape[1] if sound.ndim == 2 else 1
    chain = Chain(read_chain(list(effects)), rate_hz=rate_hz, channels=channels)
    blocks = [chain.process(sound[at : at + frames]) for at in range(0, len(sound), frames)]
    return np.concatenate([*blocks, *chain.rest()])


def decibels(ratio):
    return 20 * np.log10(ratio)


def level_db(sound):
    return decibels(np.sqrt(np.mean(np.square(sound, dtype=np.float64))) + 1e-12)


def loudest_hz(sound, *, rate_hz=RATE_HZ):
    """By a parabola through the highest point of the spectrum and its neighbours."""
    spectrum = np.log(np.abs(np.fft.rfft(sound * np.hanning(len(sound)))) + 1e-12)
    top = int(np.argmax(spectrum))
    below, here, above = spectrum[top - 1 : top + 2]
    return (top + 0.5 * (below - above) / (below - 2 * here + above)) * rate_hz / len(sound)


def response_db(effect, *, frequencies_hz, rate_hz=RATE_HZ, level=0.002):
    """What noise, too soft for anything that listens to loudness, loses or gains around each frequency."""
    sound = noise(seconds=20, level=level, rate_hz=rate_hz)
    made = through(sound, effect, rate_hz=rate_hz)[: len(sound)]
    return [decibels(_around(made, each, rate_hz) / _around(sound, each, rate_hz)) for each in frequencies_hz]


def _around(sound, frequency_hz, rate_hz):
    spectrum = np.abs(np.fft.rfft(sound))
    frequencies = np.fft.rfftfreq(len(sound), 1 / rate_hz)
    near = (frequencies > frequency_hz / 1.04) & (frequencies < frequency_hz * 1.04)
    return np.sqrt(np.mean(spectrum[near] ** 2))
