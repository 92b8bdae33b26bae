"""Less of the noise that is always there. It is learnt from the softest moment that each frequency had in the
last second and a half; what stands out of it stays."""

import numpy as np
from numpy.typing import NDArray

from speech.audio.late import ndimage, signal
from speech.effects.overlapping import Overlapping
from speech.effects.processors import Held, InPlace, Unchanged
from speech.effects.spec import Block, EffectSpec, Processor, Sound, Values, share

Powers = NDArray[np.float32]  # (windows, channels, frequencies)

HOP_SECONDS = 0.008
HOPS_IN_A_WINDOW = 4
LEARNT_SECONDS = 1.0  # heard before anything is given out
LOOKED_BACK_SECONDS = 1.5
FLOOR_DB = -24.0  # at full strength: noise taken away entirely leaves chirps
OVER = 2.0
SLOWLY, QUICKLY = 0.85, 0.5  # what stays of the last window in the average
LOWEST_IS = 2.7  # the mean of a noise, over its softest moment: measured
NEIGHBOURS = 5
FAINT = 1e-20


class Denoiser(InPlace):
    def __init__(self, sound: Sound, strength: float) -> None:
        super().__init__(sound)
        hop = max(8, sound.frames(HOP_SECONDS))
        window = np.sqrt(np.hanning(HOPS_IN_A_WINDOW * hop + 1)[:-1]).astype(np.float32)
        self._noise = NoiseGain(strength)
        self._spectra = Overlapping(
            sound,
            lambda spectra: spectra * self._noise.gains(np.square(np.abs(spectra))),
            before=window,
            after=window / np.float32(HOPS_IN_A_WINDOW / 2),
            hop_frames=hop,
        )
        self._first = Held(sound)
        self._to_learn = sound.frames(LEARNT_SECONDS)

    def process(self, block: Block) -> Block:
        """The first second goes on at once: the first gains are told from all of it."""
        if not self._to_learn:
            return self._spectra.process(block)
        self._first.append(block)
        return self._begun() if self._first.frames >= self._to_learn else self.sound.silence()

    def flush(self) -> Block:
        return np.concatenate([self._begun(), self._spectra.flush()])

    def _begun(self) -> Block:
        first = self._first.take(self._to_learn)
        self._to_learn = 0
        learnt = self._spectra.process(first)
        return np.concatenate([learnt, self._spectra.process(self._first.take(self._first.frames))])


class NoiseGain:
    """How much of each frequency to leave, window after window."""

    def __init__(self, strength: float) -> None:
        self._floor = np.float32(10 ** (FLOOR_DB * strength / 20))
        self._over = np.float32(OVER)
        self._windows = round(LOOKED_BACK_SECONDS / HOP_SECONDS)
        self._slow, self._quick = Smoothed(SLOWLY), Smoothed(QUICKLY)
        self._lately: Powers | None = None

    def gains(self, powers: Powers) -> Powers:
        if not len(powers):
            return powers
        noise = self._softest(self._slow.of(powers)) * np.float32(LOWEST_IS)
        heard = self._quick.of(ndimage.uniform_filter1d(powers, NEIGHBOURS, axis=2, mode="nearest"))
        return np.asarray(np.clip(1 - self._over * noise / (heard + FAINT), self._floor, 1), np.float32)

    def _softest(self, slow: Powers) -> Powers:
        """Of the last second and a half, for each window."""
        if self._lately is None:
            # The first windows reach out into nothing.
            begun = slow[HOPS_IN_A_WINDOW // 2 :]
            lowest = (begun if len(begun) else slow).min(axis=0)
            self._lately = np.repeat(lowest[np.newaxis], self._windows, axis=0)
            slow = np.maximum(slow, lowest)
        known = np.concatenate([self._lately, slow])
        self._lately = known[-self._windows :]
        size = self._windows + 1
        return np.asarray(
            ndimage.minimum_filter1d(known, size, axis=0, origin=size // 2 - (1 - size % 2))[self._windows :]
        )


class Smoothed:
    """An average that forgets: `stays` of it is what it was a window ago."""

    def __init__(self, stays: float) -> None:
        self._stays = np.float32(stays)
        self._state: Powers | None = None

    def of(self, powers: Powers) -> Powers:
        if self._state is None:
            first = powers[min(HOPS_IN_A_WINDOW // 2, len(powers) - 1)]
            self._state = (self._stays * first)[np.newaxis]
        taps = np.array([1 - self._stays], np.float32), np.array([1, -self._stays], np.float32)
        smoothed, self._state = signal.lfilter(*taps, powers, axis=0, zi=self._state)
        return np.asarray(smoothed, np.float32)


def _make(values: Values, sound: Sound) -> Processor:
    strength = float(values["strength"])
    return Denoiser(sound, strength) if strength else Unchanged(sound)


DENOISE = EffectSpec(
    type="denoise",
    label="Noise reduction",
    description="Less of the noise that is always there: fans, hiss, hum.",
    group="clean",
    parameters=(share("strength", "Strength", default=0.6),),
    streams=True,
    make=_make,
)
