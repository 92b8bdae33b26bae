"""Faster or slower, at the same pitch."""

from functools import partial

from speech.audio.stretch import stretched
from speech.effects.pieces import Piecewise
from speech.effects.processors import Unchanged
from speech.effects.spec import EffectSpec, Processor, Sound, Values, number


def _make(values: Values, sound: Sound) -> Processor:
    factor = float(values["factor"])
    if factor == 1:
        return Unchanged(sound)
    return Piecewise(sound, partial(stretched, rate_hz=sound.rate_hz, speed=factor), speed=factor)


SPEED = EffectSpec(
    type="speed",
    label="Speed",
    description="Faster or slower, at the same pitch: 2 is twice as fast.",
    group="voice",
    parameters=(number("factor", "Speed", 0.25, 4, default=1, step=0.05, is_logarithmic=True),),
    streams=True,
    make=_make,
)
