"""Faster or slower, at the same pitch."""

from speech.effects.processors import Unchanged
from speech.effects.spec import EffectSpec, Sound, Values, number


def _make(values: Values, sound: Sound) -> Unchanged:
    return Unchanged(sound)


SPEED = EffectSpec(
    type="speed",
    label="Speed",
    description="Faster or slower, at the same pitch: 2 is twice as fast.",
    group="voice",
    parameters=(number("factor", "Speed", 0.25, 4, default=1, step=0.05, is_logarithmic=True),),
    streams=False,
    make=_make,
)
