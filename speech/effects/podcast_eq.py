"""A broadcast voice."""

from speech.effects.processors import Unchanged
from speech.effects.spec import EffectSpec, Sound, Values, share


def _make(values: Values, sound: Sound) -> Unchanged:
    return Unchanged(sound)


PODCAST_EQ = EffectSpec(
    type="podcast_eq",
    label="Podcast voice",
    description="Less rumble and mud, more presence, softer s sounds, an even level.",
    group="tone",
    parameters=(share("strength", "Strength", default=0.7),),
    streams=True,
    make=_make,
)
