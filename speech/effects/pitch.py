"""Higher or lower, at the same pace."""

from functools import partial

from speech.audio.stretch import stretched
from speech.effects.pieces import Piecewise
from speech.effects.processors import Unchanged
from speech.effects.spec import EffectSpec, Processor, Sound, Values, number, truth


def _make(values: Values, sound: Sound) -> Processor:
    if not values["semitones"]:
        return Unchanged(sound)
    shifted = partial(
        stretched,
        rate_hz=sound.rate_hz,
        semitones=float(values["semitones"]),
        keeps_formants=bool(values["keep_formants"]),
    )
    return Piecewise(sound, shifted)


PITCH = EffectSpec(
    type="pitch",
    label="Pitch",
    description="Higher or lower, at the same pace.",
    group="voice",
    parameters=(
        number("semitones", "Pitch", -24, 24, default=0, step=0.5, unit="semitones"),
        truth(
            "keep_formants",
            "Keep the speaker's size",
            default=True,
            description="The voice stays that of the same person. Off: it becomes a child's, or a giant's.",
        ),
    ),
    streams=True,
    make=_make,
)
