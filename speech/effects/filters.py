"""Filters of the second order in a row, in double precision: low cutoffs at high rates need it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from speech.audio.late import signal
from speech.effects.processors import InPlace
from speech.effects.spec import Block, EffectSpec, Sound, Values, choice, frequency

Sections = NDArray[np.float64]  # (sections, 6), as scipy has them

SILENT = 1e-30  # what rings on below it would only slow the arithmetic down
LOWEST_HZ = 1.0


class Filter(InPlace):
    def __init__(self, sound: Sound, sections: Sections) -> None:
        super().__init__(sound)
        self._sections = sections
        self._state = np.zeros((len(sections), 2, sound.channels))

    def process(self, block: Block) -> Block:
        if not len(block):
            return block
        filtered, self._state = signal.sosfilt(self._sections, block, axis=0, zi=self._state)
        self._state[np.abs(self._state) < SILENT] = 0.0
        return np.asarray(filtered, np.float32)


def high_pass(sound: Sound, frequency_hz: float, *, order: int = 2) -> Sections:
    return _sections(
        signal.butter(order, _allowed(sound, frequency_hz), "highpass", fs=sound.rate_hz, output="sos")
    )


def low_pass(sound: Sound, frequency_hz: float, *, order: int = 2) -> Sections:
    return _sections(
        signal.butter(order, _allowed(sound, frequency_hz), "lowpass", fs=sound.rate_hz, output="sos")
    )


def in_a_row(*filters: Sections) -> Sections:
    return np.concatenate(filters)


def _sections(sos: Sequence[Sequence[float]]) -> Sections:
    return np.asarray(sos, np.float64)


def _allowed(sound: Sound, frequency_hz: float) -> float:
    return max(LOWEST_HZ, sound.clamped_hz(frequency_hz))


_SLOPES = {
    "6": "6 dB per octave",
    "12": "12 dB per octave",
    "24": "24 dB per octave",
    "48": "48 dB per octave",
}
_SLOPE = choice(
    "slope", "Slope", _SLOPES, default="12", description="How steeply it falls beyond the cutoff."
)


def _order(values: Values) -> int:
    return int(values["slope"]) // 6


def _make_high_pass(values: Values, sound: Sound) -> Filter:
    return Filter(sound, high_pass(sound, float(values["frequency_hz"]), order=_order(values)))


def _make_low_pass(values: Values, sound: Sound) -> Filter:
    return Filter(sound, low_pass(sound, float(values["frequency_hz"]), order=_order(values)))


HIGH_PASS = EffectSpec(
    type="high_pass",
    label="High-pass",
    description="Takes away what is below: rumble, hum, thumps of the microphone.",
    group="tone",
    parameters=(frequency("frequency_hz", "Cutoff", 10, 20_000, default=80), _SLOPE),
    streams=True,
    make=_make_high_pass,
)

LOW_PASS = EffectSpec(
    type="low_pass",
    label="Low-pass",
    description="Takes away what is above: hiss, sharpness.",
    group="tone",
    parameters=(frequency("frequency_hz", "Cutoff", 10, 20_000, default=8_000), _SLOPE),
    streams=True,
    make=_make_low_pass,
)
