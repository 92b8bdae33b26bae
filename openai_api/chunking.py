"""`chunking_strategy`: how sound is cut, in its three spellings."""

import json
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.errors import InvalidInput
from openai_api.forms import number
from speech.recognition.voice_activity import USUAL_ACTIVITY, VoiceActivity

NAME = "chunking_strategy"
AUTO, SERVER_VAD = "auto", "server_vad"
LONGEST_MS = 30_000
KEYS = {"type", "threshold", "prefix_padding_ms", "silence_duration_ms"}
HOW = 'Send "auto", or {"type": "server_vad"} with threshold, prefix_padding_ms and silence_duration_ms.'


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string", "enum": [AUTO]},
            {
                "type": "object",
                "required": ["type"],
                "properties": {
                    "type": {"type": "string", "enum": [SERVER_VAD]},
                    "threshold": {"type": "number", "minimum": 0, "maximum": 1},
                    "prefix_padding_ms": {"type": "integer", "minimum": 0, "maximum": LONGEST_MS},
                    "silence_duration_ms": {"type": "integer", "minimum": 0, "maximum": LONGEST_MS},
                },
            },
        ]
    }
)
class ChunkingField(serializers.Field):
    """A word, JSON in a string, or the keys of a form one by one."""

    def to_internal_value(self, data: Any) -> VoiceActivity:
        asked = _read(data) if isinstance(data, str) else data
        if asked == AUTO:
            return USUAL_ACTIVITY
        if not isinstance(asked, dict) or asked.get("type") != SERVER_VAD:
            raise serializers.ValidationError(HOW)
        _require_known(asked)
        return VoiceActivity(
            threshold=_bounded(asked, "threshold", USUAL_ACTIVITY.threshold, most=1),
            prefix_padding_ms=_milliseconds(asked, "prefix_padding_ms", USUAL_ACTIVITY.prefix_padding_ms),
            silence_ms=_milliseconds(asked, "silence_duration_ms", USUAL_ACTIVITY.silence_ms),
        )


def _read(written: str) -> Any:
    if written == AUTO:
        return written
    try:
        return json.loads(written)
    except (ValueError, RecursionError):
        raise serializers.ValidationError(HOW) from None


def _require_known(asked: dict[str, Any]) -> None:
    for key in asked.keys() - KEYS:
        raise InvalidInput(
            f"There is no parameter {key[:80]!r} in {NAME}.",
            param=f"{NAME}.{key[:80]}",
            code="unknown_parameter",
        )


def _milliseconds(asked: dict[str, Any], key: str, usual: int) -> int:
    value = _bounded(asked, key, usual, most=LONGEST_MS)
    if value != int(value):
        raise _wrong(key, LONGEST_MS)
    return int(value)


def _bounded(asked: dict[str, Any], key: str, usual: float, *, most: int) -> float:
    value = number(asked.get(key))
    if value is None or value == "":
        return usual
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise _wrong(key, most)
    return value


def _wrong(key: str, most: int) -> InvalidInput:
    whole = "whole " if most > 1 else ""
    return InvalidInput(f"Send a {whole}number from 0 to {most:,}.", param=f"{NAME}.{key}")
