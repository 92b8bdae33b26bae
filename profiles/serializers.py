"""Voice profiles as programs see them, and what they may send of one. Whether that is right is said by
`cleaning`, for every door alike.
"""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from common.parsers import fields_sent
from profiles.avatars import FORMATS as PICTURES
from profiles.models import NAME_MAX_CHARACTERS, NOTE_MAX_CHARACTERS, Profile
from profiles.usage import used_by
from speech.audio.formats import FORMATS
from speech.engines.checks import LARGEST_SEED
from speech.fields import EffectsField
from speech.text.passages import FASTEST, SLOWEST


class KeptEffectsField(EffectsField):
    """Stored as it is told."""

    def to_representation(self, value: Any) -> Any:
        return value


class ProfileSerializer(serializers.ModelSerializer):
    """As in a list. Of `profiles_of`, which counts and joins what is shown."""

    blend = serializers.SerializerMethodField(help_text="Spoken instead of the voice; null: none")
    reference_audio_id = serializers.UUIDField(
        source="reference_clip_id", allow_null=True, help_text="The clip of its first sample that is enabled"
    )
    effects = KeptEffectsField()
    lexicon_id = serializers.SerializerMethodField()
    avatar_url = serializers.SerializerMethodField(help_text="null: it has no picture")
    sample_count = serializers.IntegerField()

    class Meta:
        model = Profile
        fields: tuple[str, ...] = (
            *("id", "name", "note", "backend", "model", "voice", "language", "speed", "format", "blend"),
            *("reference_audio_id", "effects", "lexicon_id", "seed", "is_default", "match"),
            *("avatar_url", "sample_count", "created_at", "updated_at"),
        )
        read_only_fields = fields

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_blend(self, profile: Profile) -> str | None:
        return profile.blend or None

    @extend_schema_field(serializers.UUIDField(allow_null=True))
    def get_lexicon_id(self, profile: Profile) -> Any:
        lexicon = profile.lexicon
        return None if lexicon is None or lexicon.deleted_at else lexicon.pk

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_avatar_url(self, profile: Any) -> str | None:
        return reverse("profiles-api:avatar", args=[profile.pk]) if profile.avatar_sha256 else None


class OneProfileSerializer(ProfileSerializer):
    used_by = serializers.SerializerMethodField(help_text="How many of what kind: deleting it harms none")

    class Meta(ProfileSerializer.Meta):
        fields = (*ProfileSerializer.Meta.fields, "used_by")
        read_only_fields = fields

    @extend_schema_field(serializers.DictField(child=serializers.IntegerField()))
    def get_used_by(self, profile: Profile) -> dict[str, int]:
        return {str(user.model._meta.verbose_name_plural): user.count for user in used_by(profile)}


class ProfileListSerializer(serializers.Serializer):
    items = ProfileSerializer(many=True)
    default_profile_id = serializers.UUIDField(allow_null=True)


class ProfileWriteSerializer(serializers.Serializer):
    """What may be sent; null is the default of what has one."""

    name = serializers.CharField(max_length=NAME_MAX_CHARACTERS, help_text="One's own once, in any case")
    note = serializers.CharField(max_length=NOTE_MAX_CHARACTERS, required=False, allow_null=True)
    backend = serializers.CharField(help_text="The engine, such as `kokoro`")
    model = serializers.CharField(
        required=False, allow_null=True, help_text="The engine, or a name that stands for it"
    )
    voice = serializers.CharField(
        required=False, help_text="See `/v1/audio/voices`. May be left out beside a blend"
    )
    language = serializers.CharField(
        required=False, allow_null=True, help_text="BCP 47; the voice's own if left out"
    )
    speed = serializers.FloatField(
        min_value=SLOWEST, max_value=FASTEST, required=False, allow_null=True, help_text="1 if left out"
    )
    format = serializers.ChoiceField(
        list(FORMATS), required=False, allow_null=True, help_text="`mp3` if left out"
    )
    blend = serializers.CharField(
        required=False, allow_null=True, help_text="Such as `af_heart(0.6)+am_adam(0.4)`, spoken instead"
    )
    reference_audio_id = serializers.UUIDField(
        required=False, allow_null=True, help_text="A clip of one's own: it becomes a sample"
    )
    effects = EffectsField(required=False, allow_null=True)
    lexicon_id = serializers.UUIDField(required=False, allow_null=True)
    seed = serializers.IntegerField(min_value=0, max_value=LARGEST_SEED, required=False, allow_null=True)
    is_default = serializers.BooleanField(required=False)


# All that a PUT puts back to its default where it is left out. Which one is the default is no part of it.
REPLACED = ("note", "model", "language", "speed", "format", "blend", "effects", "lexicon_id", "seed")
WRITABLE = frozenset(ProfileWriteSerializer().fields)
# A program may send back what it was given.
READ_ALONE = frozenset(OneProfileSerializer.Meta.fields)


def profile_sent(data: Any) -> dict[str, Any]:
    """Arguments of the services, as they came."""
    return fields_sent(data, WRITABLE, read_alone=READ_ALONE)


class DefaultChosenSerializer(serializers.Serializer):
    status = serializers.CharField(default="ok")
    default_profile_id = serializers.UUIDField()


class PictureSerializer(serializers.Serializer):
    file = serializers.FileField(help_text=f"{', '.join(PICTURES)}: its middle, 256 pixels wide and high")
