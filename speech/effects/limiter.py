"""Nothing over the ceiling, between the samples too."""

import numpy as np
from numpy.typing import NDArray

from speech.audio.late import ndimage
from speech.effects.gain import factor
from speech.effects.processors import InPlace
from speech.effects.spec import Block, EffectSpec, Sound, Values, number
from speech.effects.true_peaks import REACH_FRAMES, stretches_reaching, true_peaks

Decibels = NDArray[np.float64]

AHEAD_SECONDS = 0.005
# What the search for peaks may miss, and what the moving gain may add.
MARGIN_DB = 0.1


class Limiter(InPlace):
    """Goes down before a peak, and comes back by 10 dB in the time of release."""

    def __init__(self, sound: Sound, *, ceiling_db: float, release_seconds: float = 0.1) -> None:
        super().__init__(sound)
        self._ceiling = factor(ceiling_db - MARGIN_DB)
        self._fall_db = 10 / max(1, sound.frames(release_seconds))
        self._ahead = max(2, sound.frames(AHEAD_SECONDS) // 2 * 2)
        self._heard = sound.silence(REACH_FRAMES)
        # The way down to a peak at the beginning is in the time before it.
        self._early = self._ahead
        self._waiting = sound.silence(self._early)
        self._needed: Decibels = np.zeros(self._early)
        self._held_db = 0.0
        self._lately: Decibels = np.zeros(self._ahead)

    def process(self, block: Block) -> Block:
        self._waiting = np.concatenate([self._waiting, block])
        self._needed = np.concatenate([self._needed, self._needs(block)])
        given = self._ready(len(self._needed) - self._ahead)
        late, self._early = given[self._early :], max(0, self._early - len(given))
        return late

    def flush(self) -> Block:
        waiting = len(self._waiting) - self._early
        return self.process(self.sound.silence(self._ahead + REACH_FRAMES))[:waiting]

    def _ready(self, ready: int) -> Block:
        if ready <= 0:
            return self.sound.silence()
        reduced_db = self._reduced(ready)
        self._needed = self._needed[ready:]
        given, self._waiting = self._waiting[:ready], self._waiting[ready:]
        if reduced_db is None:
            return given
        return np.asarray(given * np.power(10.0, -reduced_db / 20)[:, np.newaxis], np.float32)

    def _needs(self, block: Block) -> Decibels:
        """How far each sample is over the ceiling, as far as its neighbours are known."""
        self._heard = np.concatenate([self._heard, block])
        if len(self._heard) <= 2 * REACH_FRAMES:
            return np.zeros(0)
        heard, self._heard = self._heard, self._heard[-2 * REACH_FRAMES :]
        needed: Decibels = np.zeros(len(heard) - 2 * REACH_FRAMES)
        for start, end in stretches_reaching(heard, self.sound.rate_hz, self._ceiling):
            over = true_peaks(heard[start : end + 2 * REACH_FRAMES], self.sound.rate_hz)
            over /= np.float32(self._ceiling)
            needed[start:end] = 20 * np.log10(np.maximum(over, 1.0, dtype=np.float64))
        return needed

    def _reduced(self, ready: int) -> Decibels | None:
        """None where nothing is to be taken from any of them."""
        if not self._held_db and not self._needed.any() and not self._lately.any():
            return None
        half = self._ahead // 2
        coming = ndimage.maximum_filter1d(self._needed, self._ahead + 1)[half : half + ready]
        falls = self._fall_db * np.arange(1, ready + 1)
        held = np.maximum(np.maximum.accumulate(np.maximum(coming + falls, self._held_db)) - falls, 0.0)
        self._held_db = float(held[-1])
        sums = np.concatenate([[0.0], np.cumsum(np.concatenate([self._lately, held]))])
        self._lately = np.concatenate([self._lately, held])[-self._ahead :]
        reduced: Decibels = (sums[self._ahead + 1 :] - sums[:ready]) / (self._ahead + 1)
        return np.maximum(reduced, 0.0)


def _make(values: Values, sound: Sound) -> Limiter:
    return Limiter(
        sound, ceiling_db=float(values["ceiling_db"]), release_seconds=float(values["release_ms"]) / 1000
    )


LIMITER = EffectSpec(
    type="limiter",
    label="Limiter",
    description="Nothing goes over the ceiling, between the samples either. It looks 5 ms ahead.",
    group="level",
    parameters=(
        number("ceiling_db", "Ceiling", -24, 0, default=-1, step=0.5, unit="dB"),
        number("release_ms", "Release", 10, 1_000, default=100, step=10, unit="ms"),
    ),
    streams=True,
    make=_make,
)
