"""How far an item's sound is, as programs see it."""

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from dictation.models import AudioState, Item
from jobs.serializers import JobSerializer


class DictationAudioSerializer(serializers.Serializer):
    """Of an item; `job` of its context is that of its owner."""

    item_id = serializers.UUIDField(source="pk")
    tts_status = serializers.ChoiceField(choices=AudioState.choices)
    error_code = serializers.SerializerMethodField(help_text="Empty where nothing is wrong")
    tts_error = serializers.SerializerMethodField(help_text="A sentence; empty where nothing is wrong")
    audio_url = serializers.SerializerMethodField()
    duration_ms = serializers.SerializerMethodField()
    engine = serializers.SerializerMethodField()
    voice = serializers.SerializerMethodField(help_text="As the engine calls it")
    job = serializers.SerializerMethodField(help_text="null: nothing is being made")

    def get_error_code(self, item: Item) -> str:
        return item.audio.error_code if item.audio and item.tts_status == AudioState.FAILED else ""

    def get_tts_error(self, item: Item) -> str:
        return item.audio.error if item.audio and item.tts_status == AudioState.FAILED else ""

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_audio_url(self, item: Item) -> str | None:
        is_ready = item.tts_status == AudioState.READY
        return reverse("item-audio-api:audio", args=[item.pk]) if is_ready else None

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_duration_ms(self, item: Item) -> int | None:
        seconds = item.audio.duration_seconds if item.audio else None
        is_ready = item.tts_status == AudioState.READY
        return round(1000 * seconds) if is_ready and seconds is not None else None

    def get_engine(self, item: Item) -> str:
        return item.audio.engine if item.audio else ""

    def get_voice(self, item: Item) -> str:
        return item.audio.voice if item.audio else ""

    @extend_schema_field(JobSerializer(allow_null=True))
    def get_job(self, item: Item) -> object:
        job = self.context.get("job")
        return JobSerializer(job).data if job else None
