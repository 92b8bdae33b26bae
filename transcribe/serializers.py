"""Transcripts as programs see them, and what may be sent for them."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clips.models import TITLE_MAX_CHARACTERS
from history.models import State
from jobs.serializers import JobErrorSerializer, JobSerializer
from speech.fields import NameField, OneOfField, TextField
from speech.recognition.base import Task
from speech.transcription.requests import USUAL_MODEL
from speech.wish_serializer import StrictSerializer
from transcribe.models import Transcript, TranscriptSegment
from transcribe.wishes import Asked, keywords_of, language_of


class FilesSerializer(StrictSerializer):
    """A form knows strings alone: truths are read from `true` and `false`."""

    file = serializers.ListField(
        child=serializers.FileField(allow_empty_file=True),
        help_text="Audio, or a film with sound; the part may be there several times",
    )
    model = NameField(default=USUAL_MODEL)
    language = TextField(required=False, help_text="ISO 639-1, such as `fi`; found out if left out")
    prompt = TextField(required=False, help_text="A text in the style and with the names to be expected")
    keywords = TextField(required=False, help_text="Words that are likely to be said, between commas")
    task = OneOfField(list(map(str, Task)), default=str(Task.TRANSCRIBE), help_text="translate: into English")
    words = serializers.BooleanField(default=True, help_text="When each word is said")
    speakers = serializers.BooleanField(default=False, help_text="Tell speakers apart")

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, QueryDict):
            fields: dict[str, Any] = {name: data[name] for name in data if data[name] != ""}
            files = [*data.getlist("file"), *data.getlist("file[]")]
            fields.pop("file[]", None)
            data = {**fields, "file": files}
        return super().to_internal_value(data)

    def asked(self) -> Asked:
        data = self.validated_data
        return Asked(
            model=data["model"],
            language=language_of(data.get("language", "")),
            task=data["task"],
            prompt=data.get("prompt", ""),
            keywords=keywords_of(data.get("keywords", "")),
            words=data["words"],
            speakers=data["speakers"],
        )


class HeardWordSerializer(serializers.Serializer):
    word = serializers.CharField()
    start_seconds = serializers.FloatField()
    end_seconds = serializers.FloatField()


class SegmentSerializer(serializers.ModelSerializer):
    id = serializers.IntegerField(source="position", help_text="From 0")
    speaker = serializers.SerializerMethodField(help_text="As it was named, else as it was found")
    speaker_label = serializers.CharField(source="speaker", help_text="As it was found; empty: not asked for")
    words = serializers.SerializerMethodField()
    original_text = serializers.SerializerMethodField(help_text="As it was heard")

    class Meta:
        model = TranscriptSegment
        fields = (
            "id",
            "start_seconds",
            "end_seconds",
            "text",
            "original_text",
            "is_edited",
            "speaker",
            "speaker_label",
            "words",
        )
        read_only_fields = fields

    is_edited = serializers.BooleanField(read_only=True)

    @extend_schema_field(serializers.CharField())
    def get_speaker(self, row: TranscriptSegment) -> str:
        return row.transcript.speaker_name(row.speaker) if row.speaker else ""

    @extend_schema_field(HeardWordSerializer(many=True))
    def get_words(self, row: TranscriptSegment) -> list[dict[str, Any]]:
        return [
            {"word": row.text[int(start) : int(end)], "start_seconds": begins, "end_seconds": ends}
            for start, end, begins, ends in row.timings
        ]

    @extend_schema_field(serializers.CharField())
    def get_original_text(self, row: TranscriptSegment) -> str:
        return row.heard["text"] if row.heard else row.text


class TranscriptionSerializer(serializers.ModelSerializer):
    """Without its segments, as in a list."""

    id = serializers.UUIDField(source="entry_id")
    title = serializers.CharField(source="entry.title")
    state = serializers.ChoiceField(source="entry.state", choices=State.choices)
    text = serializers.CharField(source="entry.text", help_text="Empty until it is done")
    language = serializers.CharField(source="entry.language", help_text="ISO 639-1; empty: not known yet")
    model = serializers.CharField(source="entry.model")
    task = serializers.SerializerMethodField()
    duration_seconds = serializers.FloatField(source="entry.duration_seconds")
    progress = serializers.SerializerMethodField(help_text="0 to 1, by the time in the sound")
    error = serializers.SerializerMethodField()
    job_id = serializers.UUIDField(allow_null=True)
    audio_url = serializers.SerializerMethodField()
    created_at = serializers.DateTimeField(source="entry.created_at")

    class Meta:
        model = Transcript
        fields: tuple[str, ...] = (
            "id",
            "title",
            "state",
            "progress",
            "heard_seconds",
            "duration_seconds",
            "text",
            "is_edited",
            "language",
            "model",
            "task",
            "speaker_names",
            "warning",
            "error",
            "job_id",
            "audio_url",
            "created_at",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.CharField())
    def get_task(self, transcript: Transcript) -> str:
        return str(transcript.entry.settings.get("task", Task.TRANSCRIBE))

    @extend_schema_field(serializers.FloatField())
    def get_progress(self, transcript: Transcript) -> float:
        return 1.0 if transcript.entry.is_done else round(transcript.fraction_heard, 4)

    @extend_schema_field(JobErrorSerializer(allow_null=True))
    def get_error(self, transcript: Transcript) -> dict[str, str] | None:
        entry = transcript.entry
        return {"code": "failed", "message": entry.error} if entry.is_failed else None

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_audio_url(self, transcript: Transcript) -> str | None:
        clip_id = transcript.entry.clip_id
        return reverse("clips-api:audio", args=[clip_id]) if clip_id else None


class OneTranscriptionSerializer(TranscriptionSerializer):
    segments = SegmentSerializer(many=True, read_only=True)

    class Meta(TranscriptionSerializer.Meta):
        fields = (*TranscriptionSerializer.Meta.fields, "original_text", "segments")
        read_only_fields = fields


class RefusedSerializer(serializers.Serializer):
    name = serializers.CharField()
    error = JobErrorSerializer()


class StartedSerializer(serializers.Serializer):
    job = JobSerializer()
    transcriptions = TranscriptionSerializer(many=True)
    refused = RefusedSerializer(many=True, help_text="Files that can't be heard, and why")


class SegmentTextSerializer(serializers.Serializer):
    id = serializers.IntegerField(min_value=0)
    text = TextField()


class ChangesSerializer(StrictSerializer):
    title = TextField(required=False, most_characters=TITLE_MAX_CHARACTERS)
    segments = SegmentTextSerializer(many=True, required=False, help_text="New texts; times stay")
    speakers = serializers.DictField(
        child=TextField(), required=False, help_text="Label to name; an empty name takes it back"
    )
