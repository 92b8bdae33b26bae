"""Small builders for presets and chains."""

from typing import Any

from profiles.effects.services import create_preset
from profiles.models import EffectPreset
from speech.effects import Effect, read_chain

REVERB = [{"type": "reverb", "room": "small", "mix": 0.2}]
PITCH = [{"type": "pitch", "semitones": 2}]


def chain(*effects: dict[str, Any]) -> tuple[Effect, ...]:
    return read_chain(list(effects))


def make_preset(owner: Any, name: str = "Small room", effects: Any = REVERB) -> EffectPreset:
    return create_preset(owner=owner, name=name, effects=read_chain(effects))
