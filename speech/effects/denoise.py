"""Less of the noise that is always there."""

from speech.effects.processors import Unchanged
from speech.effects.spec import EffectSpec, Sound, Values, share


def _make(values: Values, sound: Sound) -> Unchanged:
    return Unchanged(sound)


DENOISE = EffectSpec(
    type="denoise",
    label="Noise reduction",
    description="Less of the noise that is always there: fans, hiss, hum.",
    group="clean",
    parameters=(share("strength", "Strength", default=0.6),),
    streams=True,
    make=_make,
)
