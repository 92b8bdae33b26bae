"""Higher or lower, at the same pace."""

from speech.effects.processors import Unchanged
from speech.effects.spec import EffectSpec, Sound, Values, number, truth


def _make(values: Values, sound: Sound) -> Unchanged:
    return Unchanged(sound)


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
    streams=False,
    make=_make,
)
