"""One loudness: integrated LUFS after ITU-R BS.1770, and no peak over the ceiling."""

import numpy as np
import pyloudnorm

from speech.effects.gain import factor
from speech.effects.limiter import Limiter, true_peak
from speech.effects.processors import Whole
from speech.effects.spec import Block, EffectSpec, Sound, Values, number

WINDOW_SECONDS = 0.4  # the meter's: it says nothing of less
CLOSE_ENOUGH_LU = 0.05
MOST_ROUNDS = 10


def loudness_lufs(samples: Block, rate_hz: int) -> float:
    """Minus infinity for silence. What is shorter than the meter's window is measured as if it went on
    repeating."""
    least = int(np.ceil(WINDOW_SECONDS * rate_hz)) + 1
    repeated = np.tile(samples, (-(-least // len(samples)), 1)) if len(samples) < least else samples
    with np.errstate(divide="ignore"):
        return float(pyloudnorm.Meter(rate_hz).integrated_loudness(repeated.astype(np.float64)))


def normalized(samples: Block, sound: Sound, *, target_lufs: float, ceiling_db: float) -> Block:
    """Limiting takes loudness away, so gain is added until what comes out is as loud as was asked for.
    Where no gain brings that, the ceiling holds and the loudness falls short."""
    measured = loudness_lufs(samples, sound.rate_hz)
    if not np.isfinite(measured):
        return samples
    gain_db, made = 0.0, samples
    peak = true_peak(samples)
    for _ in range(MOST_ROUNDS):
        missing = target_lufs - measured
        if abs(missing) < CLOSE_ENOUGH_LU:
            break
        gain_db += missing
        made = samples * np.float32(factor(gain_db))
        if peak * factor(gain_db) <= factor(ceiling_db):
            break
        made = _limited(made, sound, ceiling_db)
        measured = loudness_lufs(made, sound.rate_hz)
    return made


def _limited(samples: Block, sound: Sound, ceiling_db: float) -> Block:
    limiter = Limiter(sound, ceiling_db=ceiling_db)
    return np.concatenate([limiter.process(samples), limiter.flush()])


def _make(values: Values, sound: Sound) -> Whole:
    target_lufs, ceiling_db = float(values["target_lufs"]), float(values["ceiling_db"])
    return Whole(
        sound, lambda whole: normalized(whole, sound, target_lufs=target_lufs, ceiling_db=ceiling_db)
    )


NORMALIZE = EffectSpec(
    type="normalize",
    label="Normalize",
    description="Brings the whole to one loudness, with no peak over the ceiling. It needs the whole sound.",
    group="level",
    parameters=(
        number("target_lufs", "Loudness", -40, -10, default=-16, step=0.5, unit="LUFS"),
        number("ceiling_db", "Ceiling", -9, 0, default=-1, step=0.5, unit="dB"),
    ),
    streams=False,
    make=_make,
)
