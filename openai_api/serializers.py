"""What may be sent to `/v1/`, field by field; a key that is not here is refused by its name."""

from typing import Any

from rest_framework import serializers

from common.errors import InvalidInput
from speech.audio.formats import FORMATS
from speech.engines.base import FASTEST, SLOWEST
from speech.engines.checks import LARGEST_SEED
from speech.text import INPUT_TYPES

# Named by the contract or by us, and not there yet.
LATER = {"profile_id", "effects", "save_history"}


class VoiceField(serializers.Field):
    """A name, or `{"id": name}`."""

    def to_internal_value(self, data: Any) -> str:
        if isinstance(data, dict) and set(data) == {"id"}:
            data = data["id"]
        if not isinstance(data, str) or not data.strip():
            raise serializers.ValidationError('Send a voice\'s name, or {"id": name}.')
        return data

    def to_representation(self, value: Any) -> Any:
        return value


class SpeechSerializer(serializers.Serializer):
    model = serializers.CharField(max_length=200)
    input = serializers.CharField(trim_whitespace=False, source="text")
    voice = VoiceField()
    instructions = serializers.CharField(max_length=4096, required=False, allow_blank=True, write_only=True)
    response_format = serializers.ChoiceField(list(FORMATS), default="mp3")
    speed = serializers.FloatField(min_value=SLOWEST, max_value=FASTEST, default=1.0)
    stream_format = serializers.ChoiceField(["audio", "sse"], default="audio")
    language = serializers.CharField(max_length=60, required=False, allow_null=True)
    input_type = serializers.ChoiceField(list(INPUT_TYPES), default="text")
    lexicon_id = serializers.UUIDField(required=False, allow_null=True)
    seed = serializers.IntegerField(min_value=0, max_value=LARGEST_SEED, required=False, allow_null=True)

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            _refuse_unknown(data, self.fields)
        return super().to_internal_value(data)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs.pop("instructions", None)
        attrs["language"] = attrs.get("language") or ""
        return attrs


def _refuse_unknown(data: dict[str, Any], fields: Any) -> None:
    for key in data:
        if key in LATER:
            raise InvalidInput(f"{key} is not supported here.", param=key, code="unsupported_parameter")
        if key not in fields:
            raise InvalidInput(
                f"There is no parameter {key[:80]!r}.", param=key[:80], code="unknown_parameter"
            )
