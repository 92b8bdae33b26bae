"""A broadcast voice: no rumble, less mud, more presence and air, softer s sounds, an even level."""

import numpy as np
import pedalboard
from numpy.typing import NDArray

from speech.audio.late import signal
from speech.effects.filters import Filter, high_pass
from speech.effects.limiter import Limiter
from speech.effects.processors import InPlace, InTurn, Plugin, Unchanged
from speech.effects.spec import Block, EffectSpec, Processor, Sound, Values, share

RUMBLE_HZ = (20.0, 80.0)  # the cutoff, at no strength and at full strength
MUD_HZ, MUD_DB = 300.0, -5.0
PRESENCE_HZ, PRESENCE_DB = 4_000.0, 4.0
AIR_HZ, AIR_DB = 10_000.0, 3.0

HISS_HZ = (5_000.0, 9_000.0)
HISS_THRESHOLD_DB = -42.0  # of the band; below, no s is sharp
HISS_MOST_DB = 10.0
HISS_SECONDS = 0.003
# Of all its power, what a sound has in the band when it begins to count as an s, and when it does in full.
HISS_SHARES = (0.15, 0.5)
FAINT = 1e-12

MAKEUP_DB = 6.0
CEILING_DB = -1.0


class DeEsser(InPlace):
    """Takes the band of s down while most of what is heard is in it."""

    def __init__(self, sound: Sound, strength: float) -> None:
        super().__init__(sound)
        top_hz = sound.clamped_hz(HISS_HZ[1])
        band = signal.butter(1, (HISS_HZ[0], top_hz), "bandpass", fs=sound.rate_hz, output="sos")
        self._band = Filter(sound, np.asarray(band, np.float64))
        self._most_db = HISS_MOST_DB * strength
        self._stay = float(np.exp(-1 / (HISS_SECONDS * sound.rate_hz)))
        self._states = [np.zeros(1), np.zeros(1)]

    def process(self, block: Block) -> Block:
        if not len(block):
            return block
        band = self._band.process(block)
        hiss, all_of_it = self._power(band, 0), self._power(block, 1)
        reduced_db = self._reduced_db(hiss, all_of_it)
        if not reduced_db.any():
            return block
        taken = 1 - np.power(10.0, -reduced_db / 20)
        return np.asarray(block - taken[:, np.newaxis] * band, np.float32)

    def _power(self, block: Block, number: int) -> NDArray[np.float64]:
        """Of the last milliseconds, before each frame."""
        squares = np.square(block, dtype=np.float64).mean(axis=1)
        power, self._states[number] = signal.lfilter(
            [1 - self._stay], [1, -self._stay], squares, zi=self._states[number]
        )
        return np.asarray(power)

    def _reduced_db(self, hiss: NDArray[np.float64], all_of_it: NDArray[np.float64]) -> NDArray[np.float64]:
        over_db = 10 * np.log10(hiss + FAINT) - HISS_THRESHOLD_DB
        least, most = HISS_SHARES
        sharpness = np.clip((hiss / (all_of_it + FAINT) - least) / (most - least), 0, 1)
        return np.asarray(np.clip(over_db / 2, 0, self._most_db) * sharpness)


def _tone(sound: Sound, strength: float) -> pedalboard.Pedalboard:
    filters: list[pedalboard.Plugin] = [pedalboard.PeakFilter(MUD_HZ, MUD_DB * strength, q=0.9)]
    if sound.clamped_hz(PRESENCE_HZ) == PRESENCE_HZ:
        filters.append(pedalboard.PeakFilter(PRESENCE_HZ, PRESENCE_DB * strength, q=0.8))
    if sound.clamped_hz(AIR_HZ) == AIR_HZ:
        filters.append(pedalboard.HighShelfFilter(AIR_HZ, AIR_DB * strength))
    return pedalboard.Pedalboard(filters)


def _level(strength: float) -> pedalboard.Pedalboard:
    """Gently: 2.5 to 1 at the most, and what that takes from loud words is given back to all of them."""
    compressor = pedalboard.Compressor(
        threshold_db=-24, ratio=1 + 1.5 * strength, attack_ms=10, release_ms=180
    )
    return pedalboard.Pedalboard([compressor, pedalboard.Gain(gain_db=MAKEUP_DB * strength)])


def _make(values: Values, sound: Sound) -> Processor:
    if not (strength := float(values["strength"])):
        return Unchanged(sound)
    cutoff_hz = RUMBLE_HZ[0] + strength * (RUMBLE_HZ[1] - RUMBLE_HZ[0])
    parts: list[Processor] = [
        Filter(sound, high_pass(sound, cutoff_hz, order=4)),
        Plugin(sound, _tone(sound, strength)),
    ]
    if sound.rate_hz > 2.5 * HISS_HZ[0]:
        parts.append(DeEsser(sound, strength))
    return InTurn(sound, *parts, Plugin(sound, _level(strength)), Limiter(sound, ceiling_db=CEILING_DB))


PODCAST_EQ = EffectSpec(
    type="podcast_eq",
    label="Podcast voice",
    description="Less rumble and mud, more presence, softer s sounds, an even level.",
    group="tone",
    parameters=(share("strength", "Strength", default=0.7),),
    streams=True,
    make=_make,
)
