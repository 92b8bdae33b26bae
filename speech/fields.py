"""Fields that take what the contract says and guess nothing: "1.5" is no number, 5 is no text."""

import math
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from speech.effect_chains import chain_of
from speech.effects import EFFECTS, MOST_EFFECTS, Effect, as_json

NAME_CHARACTERS = 200
BLEND_CHARACTERS = 1_000


class TextField(serializers.Field):
    """A string as it was sent, spaces and control characters too: what can be said is judged elsewhere."""

    def __init__(self, *, most_characters: int | None = None, **kwargs: Any) -> None:
        self.most_characters = most_characters
        super().__init__(**kwargs)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError("Send a string.")
        if self.most_characters is not None and len(data) > self.most_characters:
            raise serializers.ValidationError(f"{self.most_characters:,} characters are the most here.")
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class NameField(TextField):
    """A string that names something."""

    def __init__(self, *, most_characters: int = NAME_CHARACTERS, **kwargs: Any) -> None:
        super().__init__(most_characters=most_characters, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        name = super().to_internal_value(data)
        if not name.strip():
            raise serializers.ValidationError("This may not be empty.")
        return name


class VoiceField(NameField):
    """A name, or `{"id": name}`."""

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, dict) and set(data) == {"id"}:
            data = data["id"]
        if not isinstance(data, str):
            raise serializers.ValidationError('Send a voice\'s name, or {"id": name}.')
        return super().to_internal_value(data)


class NumberField(serializers.FloatField):
    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float) or not _is_finite(data):
            raise serializers.ValidationError(f"Send a number from {self.min_value:g} to {self.max_value:g}.")
        return super().to_internal_value(data)


class WholeNumberField(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int):
            raise serializers.ValidationError(
                f"Send a whole number from {self.min_value:,} to {self.max_value:,}."
            )
        return data


class TruthField(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, bool):
            raise serializers.ValidationError("Send true or false.")
        return data


class IdField(serializers.UUIDField):
    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            raise serializers.ValidationError("Send an id, as a string.")
        return super().to_internal_value(data)


class OneOfField(serializers.ChoiceField):
    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str) or data not in self.choices:
            raise serializers.ValidationError(f"Send one of {', '.join(map(str, self.choices))}.")
        return data


class EffectsField(serializers.Field):
    """A chain of effects, first one first."""

    def to_internal_value(self, data: Any) -> tuple[Effect, ...]:
        return chain_of(data, at=self.field_name or "effects")

    def to_representation(self, value: Any) -> Any:
        return as_json(value)


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:  # a whole number beyond any float
        return False


extend_schema_field({"type": "string"})(TextField)
extend_schema_field(
    {
        "oneOf": [
            {"type": "string"},
            {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]},
        ]
    }
)(VoiceField)
extend_schema_field(
    {
        "type": "array",
        "maxItems": MOST_EFFECTS,
        "description": "What the sound passes through, first one first. Each has a `type` and the parameters "
        "of that effect, all of them optional; `enabled: false` leaves it out.",
        "items": {
            "type": "object",
            "properties": {
                "type": {"type": "string", "enum": list(EFFECTS)},
                "enabled": {"type": "boolean", "default": True},
            },
            "required": ["type"],
            "additionalProperties": {"oneOf": [{"type": "number"}, {"type": "string"}, {"type": "boolean"}]},
        },
        "example": [{"type": "pitch", "semitones": 2}, {"type": "reverb", "room": "small", "mix": 0.2}],
    }
)(EffectsField)
