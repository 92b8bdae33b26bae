"""A machine that speaks."""

from speech.effects.processors import Unchanged
from speech.effects.spec import EffectSpec, Sound, Values, choice, number, share


def _make(values: Values, sound: Sound) -> Unchanged:
    return Unchanged(sound)


ROBOT = EffectSpec(
    type="robot",
    label="Robot",
    description="A machine that speaks.",
    group="voice",
    parameters=(
        choice(
            "style",
            "Kind",
            {"monotone": "Monotone", "ring": "Metallic"},
            default="monotone",
            description="On one note; or rung like a bell, by a ring modulator.",
        ),
        number("pitch_hz", "Note", 30, 400, default=90, step=1, unit="Hz", is_logarithmic=True),
        share("mix", "Mix", default=1, description="How much of what is heard is the machine."),
    ),
    streams=True,
    make=_make,
)
