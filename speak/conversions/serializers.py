"""Conversions as programs send them and see them."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.errors import InvalidInput
from speak.conversions.services import FORMAT, TEXTS_AT_ONCE, Draft
from speak.conversions.states import Status
from speak.models import Conversion
from speech.fields import OneOfField, TextField
from speech.wish_serializer import StrictSerializer, WishSerializer

FILE_NAME_MAX_CHARACTERS = 200


class ConversionSettingsSerializer(WishSerializer):
    """As speech is asked for anywhere, but that nobody has to be named: see `with_a_voice`."""

    input = None  # type: ignore[assignment]  # it is called `text` here
    response_format = None  # type: ignore[assignment]  # always WAV
    save_history = None  # type: ignore[assignment]  # its person's preference holds

    def to_internal_value(self, data: Any) -> Any:
        return StrictSerializer.to_internal_value(self, data)


class ConvertSerializer(ConversionSettingsSerializer):
    text = TextField(help_text="What to say. How long it may be is in `/api/metadata`.")
    custom_filename = TextField(
        required=False,
        most_characters=FILE_NAME_MAX_CHARACTERS,
        help_text="What the download is called. Folders are left out, and `.wav` is put behind it",
    )

    def draft(self) -> Draft:
        data = self.validated_data
        return Draft(data["text"], data.get("custom_filename", ""))

    def settings(self) -> dict[str, Any]:
        return {
            name: value
            for name, value in self.validated_data.items()
            if name not in ("text", "custom_filename")
        }


class ConversionDraftSerializer(StrictSerializer):
    text = TextField()
    custom_filename = TextField(required=False, most_characters=FILE_NAME_MAX_CHARACTERS)


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string"},
            {
                "type": "object",
                "properties": {"text": {"type": "string"}, "custom_filename": {"type": "string"}},
                "required": ["text"],
            },
        ]
    }
)
class DraftField(serializers.Field):
    """A text, or one with the name of its file."""

    def to_internal_value(self, data: Any) -> Draft:
        if isinstance(data, str):
            return Draft(data)
        if not isinstance(data, dict):
            raise serializers.ValidationError("Send a string, or an object with “text”.")
        serializer = ConversionDraftSerializer(data=data)
        serializer.is_valid(raise_exception=True)
        return Draft(**serializer.validated_data)

    def to_representation(self, value: Any) -> Any:
        return value.text


class ConvertMultipleSerializer(ConversionSettingsSerializer):
    texts = serializers.ListField(
        child=DraftField(),
        min_length=1,
        max_length=TEXTS_AT_ONCE,
        help_text="Strings, or objects with `text` and `custom_filename`",
    )

    def settings(self) -> dict[str, Any]:
        return {name: value for name, value in self.validated_data.items() if name != "texts"}


class ConversionListSerializer(StrictSerializer):
    status = OneOfField(Status.values, required=False)


class ConversionSerializer(serializers.ModelSerializer):
    conversion_id = serializers.UUIDField(source="id", read_only=True)
    status = serializers.ChoiceField(source="state", choices=Status.values, read_only=True)
    text = serializers.CharField(read_only=True, help_text="Empty where its person wants no text kept")
    filename = serializers.SerializerMethodField(help_text="Of the download")
    model = serializers.CharField(source="asked.model", read_only=True)
    voice = serializers.CharField(source="asked.voice", read_only=True)
    language = serializers.CharField(
        source="asked.language", read_only=True, help_text="Empty: the voice's own"
    )
    speed = serializers.FloatField(source="asked.speed", read_only=True)
    error = serializers.SerializerMethodField()
    duration = serializers.FloatField(
        source="duration_seconds", read_only=True, allow_null=True, help_text="Seconds"
    )
    file_size = serializers.IntegerField(source="bytes", read_only=True, allow_null=True, help_text="Bytes")
    sampling_rate = serializers.IntegerField(
        source="sample_rate_hz", read_only=True, allow_null=True, help_text="Hz"
    )
    download_url = serializers.SerializerMethodField(help_text="null: there is nothing, or nothing any more")
    history_id = serializers.UUIDField(
        source="entry_id", read_only=True, allow_null=True, help_text="Its entry of the history"
    )
    job_id = serializers.UUIDField(read_only=True, allow_null=True, help_text="Of `/api/jobs`")
    submitted_at = serializers.DateTimeField(source="created_at", read_only=True)

    class Meta:
        model = Conversion
        fields = [
            "conversion_id",
            "status",
            "text",
            "custom_filename",
            "filename",
            "model",
            "voice",
            "language",
            "speed",
            "error",
            "duration",
            "file_size",
            "sampling_rate",
            "download_url",
            "history_id",
            "job_id",
            "submitted_at",
            "started_at",
            "completed_at",
            "failed_at",
        ]
        read_only_fields = fields

    def get_filename(self, conversion: Conversion) -> str:
        return file_name_of(conversion)

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_error(self, conversion: Conversion) -> str | None:
        return conversion.error or None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_download_url(self, conversion: Any) -> str | None:
        is_there = conversion.state == Status.COMPLETED and conversion.duration_seconds is not None
        return reverse("tts-api:download", args=[conversion.pk]) if is_there else None


class FailedConversionErrorSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="Stable; for programs")
    message = serializers.CharField(help_text="A sentence; for people")
    param = serializers.CharField(allow_null=True)


class FailedConversionSerializer(serializers.Serializer):
    index = serializers.IntegerField(help_text="Of the text among those sent, from 0")
    error = FailedConversionErrorSerializer()


class ConversionsAcceptedSerializer(serializers.Serializer):
    conversions = ConversionSerializer(many=True, help_text="In the order of their texts")
    total_created = serializers.IntegerField()
    failed = FailedConversionSerializer(many=True)
    total_failed = serializers.IntegerField()


class SpokenLanguageSerializer(serializers.Serializer):
    code = serializers.CharField(help_text="BCP 47")
    name = serializers.CharField()
    models = serializers.ListField(child=serializers.CharField(), help_text="That speak it")
    voices = serializers.IntegerField(help_text="Whose own language it is")


class SpokenLanguagesSerializer(serializers.Serializer):
    languages = SpokenLanguageSerializer(many=True)


def file_name_of(conversion: Conversion) -> str:
    return f"{conversion.custom_filename or f'speech-{conversion.pk}'}.{FORMAT}"


def status_asked(query: Any) -> str:
    """Of a list's address; its page is read by the pagination."""
    sent = {name: value for name, value in query.items() if name not in ("limit", "offset") and value}
    serializer = ConversionListSerializer(data=sent)
    if not serializer.is_valid():
        [name] = list(serializer.errors)[:1]
        raise InvalidInput(str(serializer.errors[name][0]), param=name)
    return str(serializer.validated_data.get("status", ""))
