"""Own voices as programs see and send them. Whether that is right the services say."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.errors import InvalidInput
from common.parsers import require_known
from profiles.samples.serializers import QualitySerializer
from speech.fields import TextField
from speech.own_voices.models import OwnVoice, VoiceConsent
from speech.own_voices.usage import used_by
from speech.wish_serializer import StrictSerializer

LANGUAGE = "BCP 47: what is spoken in the recording"


class VoiceConsentSerializer(serializers.ModelSerializer):
    has_recording = serializers.SerializerMethodField()

    class Meta:
        model = VoiceConsent
        fields = ("id", "name", "statement", "language", "has_recording", "created_at")
        read_only_fields = fields

    def get_has_recording(self, consent: VoiceConsent) -> bool:
        return consent.clip_id is not None


class OwnVoiceSerializer(serializers.ModelSerializer):
    duration_seconds = serializers.FloatField(source="clip.duration_seconds", read_only=True)
    consent = VoiceConsentSerializer(read_only=True)
    quality = QualitySerializer(read_only=True, help_text="Of the recording, before it was converted")
    audio_url = serializers.SerializerMethodField()
    preview_url = serializers.SerializerMethodField()
    waveform_url = serializers.SerializerMethodField()

    class Meta:
        model = OwnVoice
        fields: tuple[str, ...] = (
            *("id", "name", "language", "transcript", "is_transcript_edited", "duration_seconds"),
            *("quality", "consent", "audio_url", "preview_url", "waveform_url", "created_at", "updated_at"),
        )
        read_only_fields = fields

    def get_audio_url(self, voice: OwnVoice) -> str:
        return reverse("own-voices-api:audio", args=[voice.pk])

    def get_preview_url(self, voice: OwnVoice) -> str:
        return reverse("own-voices-api:preview", args=[voice.pk])

    def get_waveform_url(self, voice: OwnVoice) -> str:
        return reverse("clips-api:waveform", args=[voice.clip_id])


class OneOwnVoiceSerializer(OwnVoiceSerializer):
    used_by = serializers.SerializerMethodField(help_text="How many of what kind name it as their voice")

    class Meta(OwnVoiceSerializer.Meta):
        fields = (*OwnVoiceSerializer.Meta.fields, "used_by")
        read_only_fields = fields

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_used_by(self, voice: OwnVoice) -> dict[str, int]:
        return {str(user.model._meta.verbose_name_plural): user.count for user in used_by(voice)}


class OwnVoiceSentSerializer(serializers.Serializer):
    """One part of a form is a string, whatever it says: what is strict here are its names."""

    name = serializers.CharField(trim_whitespace=False, allow_blank=True)
    file = serializers.FileField(
        required=False,
        allow_empty_file=True,  # reading says what is wrong with it
        max_length=255,
        help_text="Audio, or a film with sound, of 1 to 60 s in which one person speaks",
    )
    clip_id = serializers.UUIDField(required=False, help_text="Instead: a clip of one's own")
    profile_id = serializers.UUIDField(required=False, help_text="Instead: the samples of a voice profile")
    consent = serializers.CharField(
        required=False,
        allow_blank=True,
        help_text="Who is heard, and that they agree to be imitated. Needed where no `consent_id` is sent",
    )
    consent_id = serializers.UUIDField(required=False, help_text="Of `/v1/audio/voice_consents`")
    language = serializers.CharField(required=False, allow_blank=True, help_text=LANGUAGE)
    transcript = serializers.CharField(
        required=False, allow_blank=True, help_text="What is said. Left out, the site listens to it in a job"
    )
    read_aloud = serializers.BooleanField(
        required=False,
        help_text="true: the transcript is what was to be read, and is corrected by what is heard",
    )

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            raise InvalidInput("Send a form, or a JSON object.")
        require_known(data, self.fields)
        if isinstance(data, QueryDict):
            _require_each_once(data)
        return super().to_internal_value(data)


def _require_each_once(form: QueryDict) -> None:
    for name in form:
        if len(form.getlist(name)) > 1:
            raise InvalidInput(f"{name} is there twice.", param=name, code="repeated_parameter")


class OwnVoiceChangesSerializer(StrictSerializer):
    name = TextField(required=False)
    language = TextField(required=False, help_text=LANGUAGE)
    transcript = TextField(required=False, help_text="Empty: it is heard again")
