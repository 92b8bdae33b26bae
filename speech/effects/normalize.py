"""One loudness: integrated LUFS after ITU-R BS.1770, and no peak over the ceiling."""

import numpy as np
import pyloudnorm

from speech.effects.gain import factor
from speech.effects.limiter import Limiter
from speech.effects.processors import Whole
from speech.effects.spec import Block, EffectSpec, Sound, Values, number
from speech.effects.true_peaks import true_peak

METER = "DeMan"  # the standard's filters for any rate; the usual ones are off by 0.2 LU at 8 kHz
WINDOW_SECONDS = 0.4  # the meter's: it says nothing of less
CLOSE_ENOUGH_LU = 0.02
MOST_ROUNDS = 8
MOST_COST = 4.0  # decibels of gain for one of loudness


def loudness_lufs(samples: Block, rate_hz: int) -> float:
    """Minus infinity for silence. What is shorter than the meter's window is measured as if it went on
    repeating."""
    least = int(np.ceil(WINDOW_SECONDS * rate_hz)) + 1
    repeated = np.tile(samples, (-(-least // len(samples)), 1)) if len(samples) < least else samples
    meter = pyloudnorm.Meter(rate_hz, filter_class=METER)
    with np.errstate(divide="ignore"):
        return float(meter.integrated_loudness(repeated.astype(np.float64)))


def normalized(samples: Block, sound: Sound, *, target_lufs: float, ceiling_db: float) -> Block:
    """Limiting takes loudness away, so gain is added until what comes out is as loud as was asked for.
    Where no gain brings that, the ceiling holds and the loudness falls short."""
    measured = loudness_lufs(samples, sound.rate_hz)
    if not np.isfinite(measured):
        return samples
    gain_db = target_lufs - measured
    if true_peak(samples, sound.rate_hz) * factor(gain_db) <= factor(ceiling_db):
        return samples * np.float32(factor(gain_db))
    return _pressed(samples, sound, gain_db, target_lufs=target_lufs, ceiling_db=ceiling_db)


def _pressed(samples: Block, sound: Sound, gain_db: float, *, target_lufs: float, ceiling_db: float) -> Block:
    """The harder it is limited, the less of each further decibel is heard: the last round tells how much."""
    costs, last_gain_db, last_lufs = 1.0, gain_db, -np.inf
    for _ in range(MOST_ROUNDS):
        made = _limited(samples * np.float32(factor(gain_db)), sound, ceiling_db)
        lufs = loudness_lufs(made, sound.rate_hz)
        missing = target_lufs - lufs
        if abs(missing) < CLOSE_ENOUGH_LU:
            break
        if np.isfinite(last_lufs) and lufs != last_lufs:
            costs = float(np.clip((gain_db - last_gain_db) / (lufs - last_lufs), 1, MOST_COST))
        last_gain_db, last_lufs = gain_db, lufs
        gain_db += missing * costs
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
