"""Softer where it is loud, silent where it is soft."""

import pedalboard

from speech.effects.processors import Plugin, Unchanged
from speech.effects.spec import EffectSpec, Processor, Sound, Values, number


def _make_compressor(values: Values, sound: Sound) -> Processor:
    if values["ratio"] == 1 and not values["makeup_db"]:
        return Unchanged(sound)
    plugin: pedalboard.Plugin = pedalboard.Compressor(
        threshold_db=float(values["threshold_db"]),
        ratio=float(values["ratio"]),
        attack_ms=float(values["attack_ms"]),
        release_ms=float(values["release_ms"]),
    )
    if values["makeup_db"]:
        plugin = pedalboard.Pedalboard([plugin, pedalboard.Gain(float(values["makeup_db"]))])
    return Plugin(sound, plugin)


def _make_noise_gate(values: Values, sound: Sound) -> Processor:
    if values["ratio"] == 1:
        return Unchanged(sound)
    plugin = pedalboard.NoiseGate(
        threshold_db=float(values["threshold_db"]),
        ratio=float(values["ratio"]),
        attack_ms=float(values["attack_ms"]),
        release_ms=float(values["release_ms"]),
    )
    return Plugin(sound, plugin)


COMPRESSOR = EffectSpec(
    type="compressor",
    label="Compressor",
    description="Evens a voice out: what is over the threshold comes down by the ratio.",
    group="level",
    parameters=(
        number("threshold_db", "Threshold", -60, 0, default=-20, step=0.5, unit="dB"),
        number("ratio", "Ratio", 1, 20, default=3, step=0.1),
        number("attack_ms", "Attack", 0.1, 200, default=5, step=0.1, unit="ms", is_logarithmic=True),
        number("release_ms", "Release", 5, 2_000, default=120, step=5, unit="ms", is_logarithmic=True),
        number("makeup_db", "Make-up gain", 0, 24, default=0, step=0.5, unit="dB"),
    ),
    streams=True,
    make=_make_compressor,
)

NOISE_GATE = EffectSpec(
    type="noise_gate",
    label="Noise gate",
    description="Quiet between the words: what is under the threshold comes down by the ratio.",
    group="clean",
    parameters=(
        number("threshold_db", "Threshold", -90, -10, default=-50, step=0.5, unit="dB"),
        number("ratio", "Ratio", 1, 100, default=10, step=0.5),
        number("attack_ms", "Attack", 0.1, 200, default=1, step=0.1, unit="ms", is_logarithmic=True),
        number("release_ms", "Release", 5, 2_000, default=150, step=5, unit="ms", is_logarithmic=True),
    ),
    streams=True,
    make=_make_noise_gate,
)
