"""A voice from afar: by telephone, by radio."""

import numpy as np
import pedalboard

from speech.effects.filters import Filter, high_pass, in_a_row, low_pass
from speech.effects.processors import InPlace, InTurn, Plugin, mixed
from speech.effects.spec import Block, EffectSpec, Processor, Sound, Values, share

MOST_DRIVE = 12.0
LEAST_DRIVE = 1e-4  # bends nothing that anybody could hear, and so little can't be divided by
FULL_LEVEL = 0.5  # stays as loud as it was, however hard it is driven


class Overdriven(InPlace):
    """Bends what is loud, softly. 0 leaves the sound as it is."""

    def __init__(self, sound: Sound, drive: float) -> None:
        super().__init__(sound)
        self._drive = np.float32(MOST_DRIVE * drive if drive >= LEAST_DRIVE else 0)
        self._level = np.float32(FULL_LEVEL / np.tanh(self._drive * FULL_LEVEL) if self._drive else 1)

    def process(self, block: Block) -> Block:
        return self._level * np.tanh(self._drive * block) if self._drive else block


def _band(sound: Sound, low_hz: float, high_hz: float, *, order: int) -> Filter:
    return Filter(
        sound, in_a_row(high_pass(sound, low_hz, order=order), low_pass(sound, high_hz, order=order))
    )


def _telephone(sound: Sound, drive: float) -> Processor:
    return InTurn(
        sound,
        _band(sound, 300, 3_400, order=6),
        Overdriven(sound, drive),
        _band(sound, 300, 3_400, order=4),
    )


def _radio(sound: Sound, drive: float) -> Processor:
    pressed = pedalboard.Pedalboard(
        [
            pedalboard.PeakFilter(cutoff_frequency_hz=sound.clamped_hz(1_800), gain_db=6, q=0.8),
            pedalboard.Compressor(threshold_db=-30, ratio=5, attack_ms=3, release_ms=120),
            pedalboard.Gain(gain_db=8),
        ]
    )
    return InTurn(
        sound,
        _band(sound, 400, 5_000, order=4),
        Plugin(sound, pressed),
        Overdriven(sound, drive),
        _band(sound, 250, 5_000, order=4),
    )


def _make_telephone(values: Values, sound: Sound) -> Processor:
    return mixed(sound, lambda: _telephone(sound, float(values["drive"])), float(values["mix"]))


def _make_radio(values: Values, sound: Sound) -> Processor:
    return mixed(sound, lambda: _radio(sound, float(values["drive"])), float(values["mix"]))


_MIX = share("mix", "Mix", default=1, description="How much of what is heard comes over the line.")

TELEPHONE = EffectSpec(
    type="telephone",
    label="Telephone",
    description="From 300 to 3,400 Hz, and a little overdriven.",
    group="voice",
    parameters=(share("drive", "Drive", default=0.3), _MIX),
    streams=True,
    make=_make_telephone,
)

RADIO = EffectSpec(
    type="radio",
    label="Radio",
    description="An old set: a narrow band, pressed and overdriven.",
    group="voice",
    parameters=(share("drive", "Drive", default=0.4), _MIX),
    streams=True,
    make=_make_radio,
)
