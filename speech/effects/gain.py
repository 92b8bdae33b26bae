"""Louder or softer, by so many decibels."""

import numpy as np

from speech.effects.processors import InPlace
from speech.effects.spec import Block, EffectSpec, Sound, Values, number


def factor(gain_db: float) -> float:
    return float(10 ** (gain_db / 20))


class Gain(InPlace):
    def __init__(self, sound: Sound, gain_db: float) -> None:
        super().__init__(sound)
        self._factor = np.float32(factor(gain_db))

    def process(self, block: Block) -> Block:
        return block * self._factor


def _make(values: Values, sound: Sound) -> Gain:
    return Gain(sound, float(values["gain_db"]))


GAIN = EffectSpec(
    type="gain",
    label="Gain",
    description="Louder or softer. Loud parts may clip: put a limiter behind it.",
    group="level",
    parameters=(number("gain_db", "Gain", -60, 30, default=0, step=0.5, unit="dB"),),
    streams=True,
    make=_make,
)
