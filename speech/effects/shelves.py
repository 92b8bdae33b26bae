"""Shelves and bells: some frequencies louder or softer, the others as they are."""

from collections.abc import Callable

import pedalboard

from speech.effects.processors import Plugin, Unchanged
from speech.effects.spec import EffectSpec, Parameter, Processor, Sound, Values, frequency, number

BUTTERWORTH_Q = 2**-0.5

_GAIN = number("gain_db", "Gain", -24, 24, default=0, step=0.5, unit="dB")


def _maker(plugin: Callable[..., pedalboard.Plugin]) -> Callable[[Values, Sound], Processor]:
    def make(values: Values, sound: Sound) -> Processor:
        if not values["gain_db"]:
            return Unchanged(sound)
        return Plugin(
            sound,
            plugin(
                cutoff_frequency_hz=sound.clamped_hz(float(values["frequency_hz"])),
                gain_db=float(values["gain_db"]),
                q=float(values.get("q", BUTTERWORTH_Q)),
            ),
        )

    return make


def _cutoff(label: str, *, default: float) -> Parameter:
    return frequency("frequency_hz", label, 20, 20_000, default=default)


LOW_SHELF = EffectSpec(
    type="low_shelf",
    label="Low shelf",
    description="More or less of all that is below: warmth, or a voice too near to the microphone.",
    group="tone",
    parameters=(_cutoff("Below", default=150), _GAIN),
    streams=True,
    make=_maker(pedalboard.LowShelfFilter),
)

HIGH_SHELF = EffectSpec(
    type="high_shelf",
    label="High shelf",
    description="More or less of all that is above: air, or sharpness.",
    group="tone",
    parameters=(_cutoff("Above", default=6_000), _GAIN),
    streams=True,
    make=_maker(pedalboard.HighShelfFilter),
)

PEAK = EffectSpec(
    type="peak",
    label="Bell",
    description="More or less of what is around one frequency.",
    group="tone",
    parameters=(
        _cutoff("Centre", default=1_000),
        _GAIN,
        number("q", "Sharpness (Q)", 0.1, 18, default=1, step=0.1, is_logarithmic=True),
    ),
    streams=True,
    make=_maker(pedalboard.PeakFilter),
)
