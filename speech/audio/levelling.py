"""Recordings of speech that are to be as loud as each other, and begin and end without a click."""

import numpy as np
from numpy.typing import NDArray

from speech.audio.loudness import LoudnessMeter

Samples = NDArray[np.float32]

FADE_SECONDS = 0.01
# As loud as speech usually is, and no sample above what coders keep unbroken.
TARGET_LUFS = -20.0
QUIETEST_TARGET_LUFS = -30.0
CEILING = 0.89


def levelled(parts: list[Samples], rate_hz: int) -> list[Samples]:
    """All as loud as each other: as loud as the one allows that has the highest peaks for its loudness."""
    loudness = [_lufs(samples, rate_hz) for samples in parts]
    target = TARGET_LUFS
    for samples, lufs in zip(parts, loudness, strict=True):
        if lufs is not None:
            target = min(target, lufs + _headroom_db(samples))
    target = max(target, QUIETEST_TARGET_LUFS)
    return [_at(samples, lufs, target) for samples, lufs in zip(parts, loudness, strict=True)]


def _at(samples: Samples, lufs: float | None, target: float) -> Samples:
    if lufs is None:
        return samples
    gain_db = min(target - lufs, _headroom_db(samples))
    return samples * np.float32(10 ** (gain_db / 20))


def _lufs(samples: Samples, rate_hz: int) -> float | None:
    meter = LoudnessMeter(rate_hz)
    meter.feed(samples)
    return meter.lufs


def _headroom_db(samples: Samples) -> float:
    peak = float(np.abs(samples).max(initial=0.0))
    return 20 * float(np.log10(CEILING / peak)) if peak else 0.0


def faded(samples: Samples, rate_hz: int) -> Samples:
    edged, frames = samples.copy(), min(round(FADE_SECONDS * rate_hz), len(samples) // 2)
    ramp = np.linspace(0, 1, frames, dtype=np.float32)
    edged[:frames] *= ramp
    edged[len(edged) - frames :] *= ramp[::-1]
    return edged
