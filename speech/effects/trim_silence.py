"""Nothing before the first word, nothing after the last."""

from speech.effects.processors import Unchanged
from speech.effects.spec import EffectSpec, Sound, Values, number, truth


def _make(values: Values, sound: Sound) -> Unchanged:
    return Unchanged(sound)


TRIM_SILENCE = EffectSpec(
    type="trim_silence",
    label="Trim silence",
    description="Takes away the silence at both ends. Pauses within stay.",
    group="clean",
    parameters=(
        number(
            "threshold_db",
            "Threshold",
            -90,
            -10,
            default=-50,
            step=1,
            unit="dB",
            description="What is softer counts as silence.",
        ),
        number("keep_ms", "Keep", 0, 2_000, default=50, step=10, unit="ms", description="What stays of it."),
        truth("start", "At the start", default=True),
        truth("end", "At the end", default=True),
    ),
    streams=True,
    make=_make,
)
