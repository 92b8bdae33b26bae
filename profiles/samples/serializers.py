"""Samples as programs see and send them."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.errors import InvalidInput
from profiles.models import TRANSCRIPT_MAX_CHARACTERS, Sample
from profiles.samples.limits import LONGEST_SECONDS, SAMPLES_MOST
from profiles.samples.measuring import is_measured
from speech.audio.quality_verdicts import VERDICTS
from speech.fields import IdField, NumberField, TextField, TruthField, WholeNumberField
from speech.models import LANGUAGE_MAX_CHARACTERS
from speech.wish_serializer import StrictSerializer

LANGUAGE = "BCP 47; the profile's own if left out"
TRIM_END = "null: to its end"


class QualityItemSerializer(serializers.Serializer):
    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    value = serializers.CharField()
    verdict = serializers.ChoiceField(choices=VERDICTS)
    advice = serializers.CharField(help_text="What to do about it; empty where it is good")


class QualitySerializer(serializers.Serializer):
    version = serializers.IntegerField(help_text="Of the way in which it was measured")
    verdict = serializers.ChoiceField(choices=VERDICTS, help_text="The worst of its items")
    duration_seconds = serializers.FloatField()
    sample_rate_hz = serializers.IntegerField()
    channels = serializers.IntegerField()
    loudness_lufs = serializers.FloatField(allow_null=True)
    sample_peak_dbfs = serializers.FloatField()
    true_peak_dbfs = serializers.FloatField()
    clipped_share = serializers.FloatField()
    clipped_runs = serializers.IntegerField()
    noise_floor_dbfs = serializers.FloatField()
    snr_db = serializers.FloatField(allow_null=True)
    speech_seconds = serializers.FloatField()
    speech_share = serializers.FloatField()
    bandwidth_hz = serializers.FloatField(allow_null=True)
    channel_difference_db = serializers.FloatField(allow_null=True)
    items = QualityItemSerializer(many=True)


class SampleSerializer(serializers.ModelSerializer):
    profile_id = serializers.UUIDField(read_only=True)
    clip_id = serializers.UUIDField(read_only=True)
    title = serializers.CharField(source="clip.title", read_only=True)
    duration_seconds = serializers.FloatField(
        source="clip.duration_seconds", read_only=True, help_text="Of its clip, before it is trimmed"
    )
    audio_url = serializers.SerializerMethodField()
    waveform_url = serializers.SerializerMethodField()
    peaks_url = serializers.SerializerMethodField()
    quality = serializers.SerializerMethodField()

    class Meta:
        model = Sample
        fields = (
            "id",
            "profile_id",
            "clip_id",
            "title",
            "position",
            "is_enabled",
            "duration_seconds",
            "trim_start_seconds",
            "trim_end_seconds",
            "is_denoised",
            "transcript",
            "is_transcript_edited",
            "language",
            "quality",
            "audio_url",
            "waveform_url",
            "peaks_url",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields

    def get_audio_url(self, sample: Sample) -> str:
        return reverse("clips-api:audio", args=[sample.clip_id])

    def get_waveform_url(self, sample: Sample) -> str:
        return reverse("clips-api:waveform", args=[sample.clip_id])

    def get_peaks_url(self, sample: Sample) -> str:
        return reverse("clips-api:peaks", args=[sample.clip_id])

    @extend_schema_field(QualitySerializer(allow_null=True))
    def get_quality(self, sample: Sample) -> dict[str, Any] | None:
        """null until it is measured: in a moment where it is short, by its job where it is long."""
        return sample.quality if is_measured(sample) else None


class SampleOfClipSerializer(StrictSerializer):
    clip_id = IdField(help_text="An own clip, of the Library or of the history")
    transcript = TextField(
        required=False,
        most_characters=TRANSCRIPT_MAX_CHARACTERS,
        help_text="What is said in it. Left out, the site listens to it in a job",
    )
    language = TextField(required=False, most_characters=LANGUAGE_MAX_CHARACTERS, help_text=LANGUAGE)


class SampleOfFileSerializer(serializers.Serializer):
    """One part of a form is a string, whatever it says: what is strict here are its names."""

    file = serializers.FileField(
        allow_empty_file=True,  # the service says what is wrong with it
        max_length=255,
        help_text=f"Audio, or a film with sound, of 1 s to {LONGEST_SECONDS / 60:g} minutes",
    )
    transcript = serializers.CharField(
        required=False, allow_blank=True, trim_whitespace=False, help_text="What is said in it"
    )
    language = serializers.CharField(required=False, allow_blank=True, help_text=LANGUAGE)
    read_aloud = serializers.BooleanField(
        required=False,
        help_text="true: the transcript is what was to be read, and is corrected by what is heard",
    )

    def to_internal_value(self, data: QueryDict) -> Any:
        for name in data:
            if name not in self.fields:
                raise InvalidInput(
                    f"There is no parameter {name[:80]!r}.", param=name[:80], code="unknown_parameter"
                )
            if len(data.getlist(name)) > 1:
                raise InvalidInput(f"{name} is there twice.", param=name, code="repeated_parameter")
        return super().to_internal_value(data)


class SampleChangesSerializer(StrictSerializer):
    is_enabled = TruthField(required=False)
    trim_start_seconds = NumberField(required=False, min_value=0, max_value=LONGEST_SECONDS)
    trim_end_seconds = NumberField(
        required=False, allow_null=True, min_value=0, max_value=LONGEST_SECONDS, help_text=TRIM_END
    )
    is_denoised = TruthField(required=False, help_text="Noise is removed where the sample is used")
    transcript = TextField(
        required=False,
        most_characters=TRANSCRIPT_MAX_CHARACTERS,
        help_text="Empty: it is heard again",
    )
    language = TextField(required=False, most_characters=LANGUAGE_MAX_CHARACTERS, help_text=LANGUAGE)

    def to_internal_value(self, data: Any) -> Any:
        given = super().to_internal_value(data)
        # The one null that says something here.
        return {**given, "trim_end_seconds": None} if data.get("trim_end_seconds", 0) is None else given


class SamplePlaceSerializer(StrictSerializer):
    position = WholeNumberField(min_value=1, max_value=SAMPLES_MOST)


class ReadingTextSerializer(serializers.Serializer):
    language = serializers.CharField()
    text = serializers.CharField()
