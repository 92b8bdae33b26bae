"""Nothing over the ceiling, between the samples too: the peaks are looked for at four times the rate."""

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter1d
from scipy.signal import firwin

from speech.effects.gain import factor
from speech.effects.processors import InPlace
from speech.effects.spec import Block, EffectSpec, Sound, Values, number

Decibels = NDArray[np.float64]

OVERSAMPLING = 4
REACH_FRAMES = 12  # samples on each side that a value between two of them is told from
AHEAD_SECONDS = 0.005
# What four times the rate may miss of a peak, and what the moving gain may add.
MARGIN_DB = 0.1


def _between() -> tuple[NDArray[np.float32], ...]:
    """For each quarter between two samples, the weights of those around it."""
    taps = firwin(2 * REACH_FRAMES * OVERSAMPLING + 1, 1 / OVERSAMPLING, window=("kaiser", 8.0))
    taps = (taps * OVERSAMPLING).astype(np.float32)
    return tuple(np.ascontiguousarray(taps[part::OVERSAMPLING]) for part in range(1, OVERSAMPLING))


BETWEEN = _between()


def true_peaks(block: Block) -> NDArray[np.float32]:
    """The highest near each sample in any channel; for all but REACH_FRAMES samples on each side."""
    highest: NDArray[np.float32] = np.abs(block[REACH_FRAMES : len(block) - REACH_FRAMES]).max(axis=1)
    for channel in block.T:
        for weights in BETWEEN:
            between = np.abs(np.convolve(channel, weights, mode="valid"))
            # One lies on each side of a sample.
            np.maximum(highest, between[: len(highest)], out=highest)
            np.maximum(highest, between[1 : len(highest) + 1], out=highest)
    return highest


def true_peak(samples: Block) -> float:
    """Of a whole sound, in pieces: four times the rate of hours is much."""
    around = np.zeros((REACH_FRAMES, samples.shape[1]), np.float32)
    padded = np.concatenate([around, samples, around])
    pieces = range(0, len(samples), 65_536)
    return max(
        (float(true_peaks(padded[at : at + 65_536 + 2 * REACH_FRAMES]).max()) for at in pieces), default=0.0
    )


class Limiter(InPlace):
    """Goes down before a peak, and comes back by 10 dB in the time of release."""

    def __init__(self, sound: Sound, *, ceiling_db: float, release_seconds: float = 0.1) -> None:
        super().__init__(sound)
        self._ceiling = factor(ceiling_db - MARGIN_DB)
        self._fall_db = 10 / max(1, sound.frames(release_seconds))
        self._ahead = max(2, sound.frames(AHEAD_SECONDS) // 2 * 2)
        self._heard = sound.silence(REACH_FRAMES)
        self._waiting = sound.silence()
        self._needed: Decibels = np.zeros(0)
        self._held_db = 0.0
        self._lately: Decibels = np.zeros(self._ahead)

    def process(self, block: Block) -> Block:
        self._waiting = np.concatenate([self._waiting, block])
        self._needed = np.concatenate([self._needed, self._needs(block)])
        ready = len(self._needed) - self._ahead
        if ready <= 0:
            return self.sound.silence()
        reduced_db = self._reduced(ready)
        self._needed = self._needed[ready:]
        given, self._waiting = self._waiting[:ready], self._waiting[ready:]
        if reduced_db is None:
            return given
        return np.asarray(given * np.power(10.0, -reduced_db / 20)[:, np.newaxis], np.float32)

    def flush(self) -> Block:
        waiting = len(self._waiting)
        return self.process(self.sound.silence(self._ahead + REACH_FRAMES))[:waiting]

    def _needs(self, block: Block) -> Decibels:
        """How far each sample is over the ceiling, as far as its neighbours are known."""
        self._heard = np.concatenate([self._heard, block])
        if len(self._heard) <= 2 * REACH_FRAMES:
            return np.zeros(0)
        heard, self._heard = self._heard, self._heard[-2 * REACH_FRAMES :]
        # No interpolation goes beyond the sum of its weights.
        if float(np.abs(heard).max()) * _MOST_BETWEEN < self._ceiling:
            return np.zeros(len(heard) - 2 * REACH_FRAMES)
        over = true_peaks(heard) / np.float32(self._ceiling)
        needed: Decibels = 20 * np.log10(np.maximum(over, 1.0, dtype=np.float64))
        return needed

    def _reduced(self, ready: int) -> Decibels | None:
        """None where nothing is to be taken from any of them."""
        if not self._held_db and not self._needed.any() and not self._lately.any():
            return None
        half = self._ahead // 2
        coming = maximum_filter1d(self._needed, self._ahead + 1)[half : half + ready]
        falls = self._fall_db * np.arange(1, ready + 1)
        held = np.maximum(np.maximum.accumulate(np.maximum(coming + falls, self._held_db)) - falls, 0.0)
        self._held_db = float(held[-1])
        sums = np.concatenate([[0.0], np.cumsum(np.concatenate([self._lately, held]))])
        self._lately = np.concatenate([self._lately, held])[-self._ahead :]
        reduced: Decibels = (sums[self._ahead + 1 :] - sums[:ready]) / (self._ahead + 1)
        return np.maximum(reduced, 0.0)


_MOST_BETWEEN = max(float(np.abs(weights).sum()) for weights in BETWEEN)


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
