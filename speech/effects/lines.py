"""A voice from afar: by telephone, by radio."""

from speech.effects.processors import Unchanged
from speech.effects.spec import EffectSpec, Sound, Values, share


def _make(values: Values, sound: Sound) -> Unchanged:
    return Unchanged(sound)


_MIX = share("mix", "Mix", default=1, description="How much of what is heard comes over the line.")

TELEPHONE = EffectSpec(
    type="telephone",
    label="Telephone",
    description="From 300 to 3,400 Hz, and a little overdriven.",
    group="voice",
    parameters=(share("drive", "Drive", default=0.3), _MIX),
    streams=True,
    make=_make,
)

RADIO = EffectSpec(
    type="radio",
    label="Radio",
    description="An old set: a narrow band, pressed and overdriven.",
    group="voice",
    parameters=(share("drive", "Drive", default=0.5), _MIX),
    streams=True,
    make=_make,
)
