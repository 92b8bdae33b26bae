"""One loudness: integrated LUFS after ITU-R BS.1770, and no peak over the ceiling."""

import numpy as np

from speech.audio.drawn import cut
from speech.audio.loudness import WINDOW_SECONDS, LoudnessMeter
from speech.effects.gain import factor
from speech.effects.limiter import Limiter
from speech.effects.processors import Whole
from speech.effects.spec import Block, EffectSpec, Sound, Values, number
from speech.effects.true_peaks import goes_beyond

# At a time: more falls out of the processor's memory, and where a piece needs no limiting it costs little.
PIECE_FRAMES = 16_384
PART_SECONDS, PARTS_EVERY, LEAST_PARTS = 2.0, 8, 5
CLOSE_ENOUGH_LU = 0.1
MOST_ROUNDS = 8
MOST_COST = 4.0  # decibels of gain for one of loudness


def loudness_lufs(samples: Block, rate_hz: int) -> float:
    """Minus infinity for silence. What is shorter than the meter's window is measured as if it went on
    repeating."""
    least = int(np.ceil(WINDOW_SECONDS * rate_hz)) + 1
    repeated = np.tile(samples, (-(-least // len(samples)), 1)) if len(samples) < least else samples
    meter = LoudnessMeter(rate_hz, channels=samples.shape[1])
    for piece in cut(repeated, 4 * PIECE_FRAMES):
        meter.feed(piece)
    return -np.inf if meter.lufs is None else meter.lufs


def normalized(samples: Block, sound: Sound, *, target_lufs: float, ceiling_db: float) -> Block:
    """Limiting takes loudness away, so gain is added until what comes out is as loud as was asked for.
    Where no gain brings that, the ceiling holds and the loudness falls short."""
    measured = loudness_lufs(samples, sound.rate_hz)
    if not np.isfinite(measured):
        return samples
    gain_db = target_lufs - measured
    if not goes_beyond(samples, sound.rate_hz, factor(ceiling_db - gain_db)):
        return samples * np.float32(factor(gain_db))
    search = _Search(sound, ceiling_db, gain_db)
    parts = _parts(samples, sound)
    if len(parts) < len(samples):
        # Nearly all of the way is found on a few parts, as far from it as the whole is.
        search.pressed(parts, loudness_lufs(parts, sound.rate_hz) + gain_db)
    return search.pressed(samples, target_lufs)


def _parts(samples: Block, sound: Sound) -> Block:
    """Of a long sound a fraction, taken from everywhere in it."""
    frames = sound.frames(PART_SECONDS)
    starts = range(0, len(samples), PARTS_EVERY * frames)
    if len(starts) < LEAST_PARTS:
        return samples
    return np.concatenate([samples[start : start + frames] for start in starts])


class _Search:
    """For the gain. The harder it is limited, the less of each further decibel is heard: the last round
    tells how much."""

    def __init__(self, sound: Sound, ceiling_db: float, gain_db: float) -> None:
        self._sound, self._ceiling_db = sound, ceiling_db
        self._gain_db, self._cost = gain_db, 1.0

    def pressed(self, samples: Block, target_lufs: float) -> Block:
        last_gain_db, last_lufs = self._gain_db, -np.inf
        for _ in range(MOST_ROUNDS):
            made = _limited(samples * np.float32(factor(self._gain_db)), self._sound, self._ceiling_db)
            lufs = loudness_lufs(made, self._sound.rate_hz)
            missing = target_lufs - lufs
            if abs(missing) < CLOSE_ENOUGH_LU:
                break
            if np.isfinite(last_lufs) and lufs != last_lufs:
                self._cost = float(np.clip((self._gain_db - last_gain_db) / (lufs - last_lufs), 1, MOST_COST))
            last_gain_db, last_lufs = self._gain_db, lufs
            self._gain_db += missing * self._cost
        return made


def _limited(samples: Block, sound: Sound, ceiling_db: float) -> Block:
    limiter = Limiter(sound, ceiling_db=ceiling_db)
    made = [limiter.process(piece) for piece in cut(samples, PIECE_FRAMES)]
    return np.concatenate([*made, limiter.flush()])


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
