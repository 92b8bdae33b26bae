"""Effects and presets as programs see them."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from profiles.effects.builtin import BUILTIN_PRESETS
from profiles.effects.preview import LONGEST_SECONDS, SHORTEST_SECONDS
from profiles.effects.services import PRESETS_AT_MOST
from profiles.models import NAME_MAX_CHARACTERS
from speech.audio.decode import Limits
from speech.fields import EffectsField, IdField, NameField, NumberField, OneOfField
from speech.wish_serializer import StrictSerializer


class EffectChoiceSerializer(serializers.Serializer):
    value = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # declared fields leave the class


class EffectParameterSerializer(serializers.Serializer):
    """`least`, `most` and `step` are of numbers, `choices` of choices; elsewhere they are null or empty."""

    name = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # declared fields leave the class
    description = serializers.CharField()
    kind = serializers.ChoiceField(["number", "choice", "truth"])
    unit = serializers.CharField()
    least = serializers.FloatField(allow_null=True)
    most = serializers.FloatField(allow_null=True)
    step = serializers.FloatField(allow_null=True, help_text="What a slider moves by; in between is allowed")
    is_logarithmic = serializers.BooleanField(help_text="How a slider should be scaled")
    default = serializers.SerializerMethodField("default_of")
    choices = EffectChoiceSerializer(many=True)

    @extend_schema_field({"oneOf": [{"type": "number"}, {"type": "string"}, {"type": "boolean"}]})
    def default_of(self, parameter: Any) -> Any:
        return parameter["default"]


class EffectTypeSerializer(serializers.Serializer):
    type = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # declared fields leave the class
    description = serializers.CharField()
    group = serializers.CharField()
    group_label = serializers.CharField()
    streams = serializers.BooleanField(
        help_text="Whether sound comes out while it goes in. Otherwise nothing is heard before all is spoken"
    )
    parameters = EffectParameterSerializer(many=True)


class EffectCatalogueSerializer(serializers.Serializer):
    enabled = serializers.BooleanField(help_text="False: this site takes no effects")
    most_effects = serializers.IntegerField(help_text="In one chain")
    effects = EffectTypeSerializer(many=True)


class EffectPresetSerializer(serializers.Serializer):
    """One that everybody has, or one's own."""

    id = serializers.SerializerMethodField(help_text="A slug of those that everybody has, else a UUID")
    name = serializers.CharField()
    note = serializers.SerializerMethodField(help_text="Of those that everybody has")
    is_builtin = serializers.SerializerMethodField()
    effects = serializers.SerializerMethodField()
    created_at = serializers.SerializerMethodField()
    updated_at = serializers.SerializerMethodField()

    def get_id(self, preset: Any) -> str:
        return str(getattr(preset, "slug", "") or preset.pk)

    def get_note(self, preset: Any) -> str:
        return getattr(preset, "note", "")

    def get_is_builtin(self, preset: Any) -> bool:
        return getattr(preset, "is_builtin", False)

    @extend_schema_field(EffectsField)
    def get_effects(self, preset: Any) -> Any:
        return preset.effects

    @extend_schema_field({"type": "string", "format": "date-time", "nullable": True})
    def get_created_at(self, preset: Any) -> Any:
        return getattr(preset, "created_at", None)

    @extend_schema_field({"type": "string", "format": "date-time", "nullable": True})
    def get_updated_at(self, preset: Any) -> Any:
        return getattr(preset, "updated_at", None)


class EffectPresetListSerializer(serializers.Serializer):
    items = EffectPresetSerializer(many=True)
    total = serializers.IntegerField()


class EffectPresetWriteSerializer(StrictSerializer):
    name = NameField(
        most_characters=NAME_MAX_CHARACTERS,
        help_text=f"One's own only once, in any case, and none of {', '.join(BUILTIN_PRESETS)}",
    )
    effects = EffectsField(help_text="One at least")


class EffectPresetOrderSerializer(StrictSerializer):
    ids = serializers.ListField(
        child=IdField(), max_length=PRESETS_AT_MOST, help_text="All presets of one's own, each once"
    )


class EffectPreviewSerializer(StrictSerializer):
    """Arguments of `preview.preview_of`."""

    clip_id = IdField()
    effects = EffectsField(required=False, default=(), help_text="None: the stretch as it is")
    start_seconds = NumberField(min_value=0, max_value=Limits.seconds, default=0.0)
    seconds = NumberField(min_value=SHORTEST_SECONDS, max_value=LONGEST_SECONDS, default=LONGEST_SECONDS)
    response_format = OneOfField(["wav", "mp3"], default="wav")
