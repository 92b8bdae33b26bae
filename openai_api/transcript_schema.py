"""The description of what hears: its form with the names that go over the wire, and its answers."""

from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, PolymorphicProxySerializer
from rest_framework import serializers

from openai_api.transcript_fields import TranscriptionSerializer


class TranscriptionFormSerializer(TranscriptionSerializer):
    """Lists have brackets in their names; without them they are taken as well."""

    def get_fields(self) -> dict[str, Any]:
        return {
            f"{name}[]" if name in self.lists else name: field for name, field in super().get_fields().items()
        }


class DurationUsageSerializer(serializers.Serializer):
    type = serializers.CharField(default="duration")
    seconds = serializers.IntegerField(help_text="Of the sound; one that has begun counts")


class TokenLogprobSerializer(serializers.Serializer):
    token = serializers.CharField()
    logprob = serializers.FloatField()
    bytes = serializers.ListField(child=serializers.IntegerField())


class TranscriptSerializer(serializers.Serializer):
    text = serializers.CharField()
    usage = DurationUsageSerializer()


class TranscriptionJsonSerializer(TranscriptSerializer):
    logprobs = TokenLogprobSerializer(many=True, required=False, help_text="With `include[]=logprobs`")


class TranscriptWordSerializer(serializers.Serializer):
    word = serializers.CharField()
    start = serializers.FloatField(help_text="Seconds")
    end = serializers.FloatField()


class TranscriptSegmentSerializer(serializers.Serializer):
    id = serializers.IntegerField()
    seek = serializers.IntegerField(help_text="Hundredths of a second: where what was heard at once begins")
    start = serializers.FloatField(help_text="Seconds")
    end = serializers.FloatField()
    text = serializers.CharField()
    tokens = serializers.ListField(child=serializers.IntegerField())
    temperature = serializers.FloatField()
    avg_logprob = serializers.FloatField()
    compression_ratio = serializers.FloatField()
    no_speech_prob = serializers.FloatField()


class TranscriptionVerboseSerializer(TranscriptSerializer):
    task = serializers.ChoiceField(["transcribe", "translate"])
    language = serializers.CharField(help_text="Its English name, such as `english`")
    duration = serializers.FloatField(help_text="Seconds")
    segments = TranscriptSegmentSerializer(many=True, allow_null=True)
    words = TranscriptWordSerializer(many=True, allow_null=True)


class SpokenSegmentSerializer(serializers.Serializer):
    type = serializers.CharField(default="transcript.text.segment")
    id = serializers.CharField()
    start = serializers.FloatField(help_text="Seconds")
    end = serializers.FloatField()
    text = serializers.CharField()
    speaker = serializers.CharField(help_text="A name that was sent, or A, B, …")


class TranscriptionDiarizedSerializer(TranscriptSerializer):
    task = serializers.CharField(default="transcribe")
    duration = serializers.FloatField(help_text="Seconds")
    segments = SpokenSegmentSerializer(many=True)


def _one_of(name: str, *shapes: type[serializers.Serializer]) -> PolymorphicProxySerializer:
    return PolymorphicProxySerializer(
        component_name=name, serializers=list(shapes), resource_type_field_name=None
    )


TRANSLATION_RESPONSES = {
    (200, "application/json"): _one_of(
        "TranslationAnswer", TranscriptSerializer, TranscriptionVerboseSerializer
    ),
    (200, "text/plain"): OpenApiTypes.STR,
    (200, "text/vtt"): OpenApiTypes.STR,
}
TRANSCRIPTION_RESPONSES = TRANSLATION_RESPONSES | {
    (200, "application/json"): _one_of(
        "TranscriptionAnswer",
        TranscriptionJsonSerializer,
        TranscriptionVerboseSerializer,
        TranscriptionDiarizedSerializer,
    ),
    (200, "text/event-stream"): OpenApiTypes.STR,
}

_USAGE = {"type": "duration", "seconds": 3}
TRANSCRIPTION_EXAMPLES = [
    OpenApiExample(
        "A recording with the times of its words",
        value={
            "file": "talk.mp3",
            "model": "whisper-1",
            "response_format": "verbose_json",
            "timestamp_granularities[]": ["word"],
        },
        request_only=True,
        media_type="multipart/form-data",
    ),
    OpenApiExample(
        "json",
        value={"text": "The quick brown fox jumps over the lazy dog.", "usage": _USAGE},
        response_only=True,
        media_type="application/json",
    ),
    OpenApiExample(
        "diarized_json",
        value={
            "task": "transcribe",
            "duration": 2.8,
            "text": "Shall we begin?",
            "segments": [
                {
                    "type": "transcript.text.segment",
                    "id": "seg_0",
                    "start": 0.4,
                    "end": 1.9,
                    "text": "Shall we begin?",
                    "speaker": "A",
                }
            ],
            "usage": _USAGE,
        },
        response_only=True,
        media_type="application/json",
    ),
]
