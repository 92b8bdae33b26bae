"""A clip as programs see it."""

from django.urls import reverse
from rest_framework import serializers

from clips.models import TITLE_MAX_CHARACTERS, Clip, Source


class ClipSerializer(serializers.ModelSerializer):
    title = serializers.CharField(max_length=TITLE_MAX_CHARACTERS)
    source = serializers.ChoiceField(choices=Source.choices, read_only=True)  # type: ignore[assignment]
    is_missing = serializers.BooleanField(read_only=True, help_text="The row is here, its file is gone")
    warning = serializers.CharField(
        read_only=True, help_text="Empty, or what is wrong with a file that plays"
    )
    audio_url = serializers.SerializerMethodField()
    waveform_url = serializers.SerializerMethodField()
    peaks_url = serializers.SerializerMethodField()

    class Meta:
        model = Clip
        fields = (
            "id",
            "title",
            "source",
            "original_name",
            "duration_seconds",
            "sample_rate_hz",
            "channels",
            "codec",
            "container",
            "mime",
            "bytes",
            "sha256",
            "warning",
            "is_missing",
            "audio_url",
            "waveform_url",
            "peaks_url",
            "created_at",
            "updated_at",
        )
        read_only_fields = tuple(name for name in fields if name != "title")

    def get_audio_url(self, clip: Clip) -> str:
        return reverse("clips-api:audio", args=[clip.pk])

    def get_waveform_url(self, clip: Clip) -> str:
        return reverse("clips-api:waveform", args=[clip.pk])

    def get_peaks_url(self, clip: Clip) -> str:
        return reverse("clips-api:peaks", args=[clip.pk])


class UploadSerializer(serializers.Serializer):
    file = serializers.FileField(
        allow_empty_file=True,  # the service says what is wrong with it
        max_length=255,
        help_text="Audio, or a film with sound. What it is is found by decoding it.",
    )
    title = serializers.CharField(
        max_length=TITLE_MAX_CHARACTERS,
        required=False,
        allow_blank=True,
        default="",
        help_text="Empty: the file's name",
    )
    source = serializers.ChoiceField(  # type: ignore[assignment]
        choices=[Source.UPLOAD, Source.RECORDING], default=Source.UPLOAD
    )


class PeaksSerializer(serializers.Serializer):
    duration_seconds = serializers.FloatField()
    bits = serializers.IntegerField(help_text="8: values are -127 to 127")
    length = serializers.IntegerField(help_text="How many pairs")
    data = serializers.ListField(  # type: ignore[assignment]
        child=serializers.IntegerField(), help_text="Lowest and highest of each stretch, in turn"
    )
