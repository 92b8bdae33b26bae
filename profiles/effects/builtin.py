"""Presets that everybody has: no rows, so they can't be changed, and change with the site."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from speech.effects import Effect, as_json, read_chain

# FFmpeg reads some peaks up to 0.2 dB above our own meter: half a decibel keeps them all under -1 dBTP.
LEVELLED = ({"type": "normalize", "target_lufs": -16, "ceiling_db": -1.5},)


@dataclass(frozen=True)
class BuiltinPreset:
    slug: str
    name: str
    note: str
    asked: tuple[Mapping[str, Any], ...]

    @cached_property
    def chain(self) -> tuple[Effect, ...]:
        return read_chain(list(self.asked))

    @cached_property
    def effects(self) -> list[dict[str, Any]]:
        return as_json(self.chain)

    is_builtin = True  # which a page asks of any preset


BUILTIN_PRESETS: Mapping[str, BuiltinPreset] = {
    preset.slug: preset
    for preset in (
        BuiltinPreset(
            "podcast",
            "Podcast",
            "Close, even and as loud as podcasts are.",
            ({"type": "high_pass", "frequency_hz": 80}, {"type": "podcast_eq", "strength": 0.7}, *LEVELLED),
        ),
        BuiltinPreset(
            "telephone",
            "Telephone",
            "Somebody on the line.",
            ({"type": "telephone", "drive": 0.3}, *LEVELLED),
        ),
        BuiltinPreset(
            "radio", "Radio", "An old set in the kitchen.", ({"type": "radio", "drive": 0.4}, *LEVELLED)
        ),
        BuiltinPreset(
            "robot",
            "Robot",
            "A machine, and one that can be understood.",
            ({"type": "robot", "style": "monotone", "pitch_hz": 90, "mix": 0.8}, *LEVELLED),
        ),
        BuiltinPreset(
            "cathedral",
            "Cathedral",
            "A very large room of stone.",
            ({"type": "reverb", "room": "large", "mix": 0.3, "pre_delay_ms": 40}, *LEVELLED),
        ),
        BuiltinPreset(
            "deep",
            "Deep",
            "The same words, some tones lower.",
            (
                {"type": "pitch", "semitones": -3},
                {"type": "low_shelf", "frequency_hz": 180, "gain_db": 3},
                *LEVELLED,
            ),
        ),
        BuiltinPreset(
            "bright",
            "Bright",
            "More air, less weight.",
            (
                {"type": "high_pass", "frequency_hz": 110},
                {"type": "peak", "frequency_hz": 3_500, "gain_db": 2.5, "q": 0.9},
                {"type": "high_shelf", "frequency_hz": 7_000, "gain_db": 4},
                *LEVELLED,
            ),
        ),
    )
}
