"""What `session.update` may say: every field of the published contract, and no other."""

from typing import Any

from rest_framework import serializers

from openai_api.language_field import LanguageField
from openai_api.realtime.session import FLAT_KINDS, KINDS, LOGPROBS
from speech.fields import NameField, NumberField, OneOfField, TextField, WholeNumberField
from speech.wish_serializer import StrictSerializer

PROMPT_CHARACTERS = 4_096
MOST_KEYWORDS = 100
MOST_LANGUAGES = 100
LEAST_RATE_HZ, MOST_RATE_HZ = 8_000, 48_000
MOST_PADDING_MS, MOST_SILENCE_MS = 5_000, 10_000
DELAYS = ["minimal", "low", "medium", "high", "xhigh"]


class UpdateSerializer(StrictSerializer):
    """What was sent alone; null stands where it means to turn something off."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(*args, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            raise serializers.ValidationError({"non_field_errors": "Send an object."})
        return super().to_internal_value(data)

    def _is_required(self, key: str) -> bool:
        return super()._is_required(key) or (key in self.fields and self.fields[key].allow_null)

    def _require_known(self, key: str) -> None:
        if key not in self.fields:  # with its path, which an error of the site's own would not have
            raise serializers.ValidationError({key[:80]: f"There is no parameter {key[:80]!r}."})


def require_whole_characters(text: str) -> None:
    """JSON can hold half of a surrogate pair; no recogniser takes it, and no answer could tell it."""
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise serializers.ValidationError("This holds half a character: remove it or write it anew.")


class FormatSerializer(UpdateSerializer):
    type = OneOfField(list(KINDS))
    rate = WholeNumberField(min_value=LEAST_RATE_HZ, max_value=MOST_RATE_HZ, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["type"] != "audio/pcm" and attrs.pop("rate", LEAST_RATE_HZ) != LEAST_RATE_HZ:
            raise serializers.ValidationError({"rate": f"{attrs['type']} is always {LEAST_RATE_HZ:,} Hz."})
        return attrs


class TranscriptionSerializer(UpdateSerializer):
    model = NameField(required=False)
    language = LanguageField(may_be_empty=True, required=False)
    languages = serializers.ListField(
        child=LanguageField(may_be_empty=True), max_length=MOST_LANGUAGES, required=False
    )
    prompt = TextField(
        most_characters=PROMPT_CHARACTERS, required=False, validators=[require_whole_characters]
    )
    keywords = serializers.ListField(
        child=NameField(validators=[require_whole_characters]), max_length=MOST_KEYWORDS, required=False
    )
    delay = OneOfField(DELAYS, required=False)


class NoiseReductionSerializer(UpdateSerializer):
    type = OneOfField(["near_field", "far_field"], required=False)
    strength = NumberField(min_value=0.0, max_value=1.0, required=False)


class ServerVadField(OneOfField):
    def to_internal_value(self, data: Any) -> Any:
        if data == "semantic_vad":
            raise serializers.ValidationError("Here a turn ends by silence alone: send server_vad, or null.")
        return super().to_internal_value(data)


class TurnDetectionSerializer(UpdateSerializer):
    """What is about answers of a model is taken and has no effect: nothing answers here."""

    type = ServerVadField(["server_vad"])
    threshold = NumberField(min_value=0.0, max_value=1.0, required=False)
    prefix_padding_ms = WholeNumberField(min_value=0, max_value=MOST_PADDING_MS, required=False)
    silence_duration_ms = WholeNumberField(min_value=0, max_value=MOST_SILENCE_MS, required=False)
    create_response = serializers.BooleanField(required=False)
    interrupt_response = serializers.BooleanField(required=False)
    idle_timeout_ms = WholeNumberField(min_value=0, max_value=3_600_000, required=False)


class InputSerializer(UpdateSerializer):
    format = FormatSerializer()
    transcription = TranscriptionSerializer()
    noise_reduction = NoiseReductionSerializer(allow_null=True)
    turn_detection = TurnDetectionSerializer(allow_null=True)


class AudioSerializer(UpdateSerializer):
    input = InputSerializer()


class SessionSerializer(UpdateSerializer):
    type = OneOfField(["transcription"])
    audio = AudioSerializer()
    include = serializers.ListField(child=OneOfField([LOGPROBS]), required=False, max_length=1)


class FlatSessionSerializer(UpdateSerializer):
    """The same in the words of the beta."""

    input_audio_format = OneOfField(list(FLAT_KINDS), required=False)
    input_audio_transcription = TranscriptionSerializer()
    input_audio_noise_reduction = NoiseReductionSerializer(allow_null=True)
    turn_detection = TurnDetectionSerializer(allow_null=True)
    include = serializers.ListField(child=OneOfField([LOGPROBS]), required=False, max_length=1)
    modalities = serializers.ListField(child=OneOfField(["text"]), required=False, max_length=1)


def unflattened(flat: dict[str, Any]) -> dict[str, Any]:
    """As `SessionSerializer` would give it."""
    sound = {
        name: flat[flat_name]
        for flat_name, name in (
            ("input_audio_transcription", "transcription"),
            ("input_audio_noise_reduction", "noise_reduction"),
            ("turn_detection", "turn_detection"),
        )
        if flat_name in flat
    }
    if "input_audio_format" in flat:
        sound["format"] = {"type": FLAT_KINDS[flat["input_audio_format"]]}
    return {"audio": {"input": sound}} | {key: flat[key] for key in flat if key == "include"}
