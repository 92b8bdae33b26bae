"""The description of `/v1/`: its own shape of errors, its lists, and audio as bytes."""

from drf_spectacular.types import OpenApiTypes
from rest_framework import serializers

from common.schema import Schema
from speech.audio.formats import FORMATS
from speech.engines.base import Gender


class OpenAiErrorBodySerializer(serializers.Serializer):
    message = serializers.CharField(help_text="A sentence; for people")
    type = serializers.CharField(help_text="The kind of error, by its status")
    param = serializers.CharField(allow_null=True, help_text="The field at fault")
    code = serializers.CharField(allow_null=True, help_text="Stable; for programs")


class OpenAiErrorSerializer(serializers.Serializer):
    error = OpenAiErrorBodySerializer()


class OpenAiSchema(Schema):
    error_serializer = OpenAiErrorSerializer


class ModelSerializer(serializers.Serializer):
    id = serializers.CharField()
    object = serializers.CharField(default="model")
    created = serializers.IntegerField(help_text="Always the same: models here have no birthday")
    owned_by = serializers.CharField(help_text="The engine that speaks or hears")


class ModelListSerializer(serializers.Serializer):
    object = serializers.CharField(default="list")
    data = ModelSerializer(many=True)  # type: ignore[assignment]  # a field here, a property there


class VoiceSerializer(serializers.Serializer):
    id = serializers.CharField(help_text="What `voice` takes")
    name = serializers.CharField()
    language = serializers.CharField(help_text="BCP 47")
    gender = serializers.ChoiceField([*Gender], allow_null=True)
    model = serializers.CharField(help_text="What `model` takes")
    alias_of = serializers.CharField(allow_null=True, help_text="The voice that such a name stands for")
    profile = serializers.BooleanField(help_text="One of the person's own voice profiles")
    own = serializers.BooleanField(help_text="A voice that the person brought, imitated by `model`")


class VoiceListSerializer(serializers.Serializer):
    voices = VoiceSerializer(many=True)


SPEECH_RESPONSES = {(200, audio_format.mime): OpenApiTypes.BINARY for audio_format in FORMATS.values()} | {
    (200, "text/event-stream"): OpenApiTypes.STR
}
