"""Compositions in the schema. The timeline is read by `timeline`, and by nothing else."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from speech.fields import EffectsField
from speech.mixing.mix import CURVES, LOUDEST_VOLUME
from speech.wish_serializer import StrictSerializer
from studio.compositions.timeline import KINDS, MOST_HOURS, MOST_REGIONS, MOST_TRACKS

TIMELINE = {
    "type": "object",
    "description": "Tracks with regions and a master; all frames are whole numbers at the composition's "
    f"sample rate. {MOST_TRACKS} tracks, {MOST_REGIONS:,} regions and {MOST_HOURS} hours are the most. "
    f"A region's source is one of {', '.join(KINDS)}, with its id.",
    "properties": {
        "tracks": {"type": "array", "maxItems": MOST_TRACKS, "items": {"type": "object"}},
        "master": {"type": "object"},
    },
    "additionalProperties": False,
}


@extend_schema_field(TIMELINE)
class TimelineField(serializers.JSONField):
    """As it was sent: whatever is wrong with it is said by its reader."""

    def to_internal_value(self, data: Any) -> Any:
        return data


class AnyField(serializers.Field):
    """As it was sent: the service says what is wrong with it."""

    def to_internal_value(self, data: Any) -> Any:
        return data


@extend_schema_field({"type": "string"})
class TextSentField(AnyField):
    pass


@extend_schema_field({"type": "integer"})
class WholeSentField(AnyField):
    pass


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class TextsSentField(AnyField):
    pass


class CompositionRenderedSerializer(serializers.Serializer):
    clip_id = serializers.UUIDField()
    download_url = serializers.CharField()
    format = serializers.CharField()
    duration_ms = serializers.IntegerField()
    bytes = serializers.IntegerField()
    is_current = serializers.BooleanField(help_text="Of the composition as it is now")


class CompositionProblemSerializer(serializers.Serializer):
    track_id = serializers.CharField()
    region_id = serializers.CharField()
    clip_id = serializers.UUIDField(allow_null=True)
    code = serializers.CharField(help_text="`clip_gone` or `file_missing`")
    message = serializers.CharField()


class CompositionSummarySerializer(serializers.Serializer):
    id = serializers.UUIDField()
    name = serializers.CharField()
    sample_rate_hz = serializers.IntegerField()
    tags = serializers.ListField(child=serializers.CharField())
    revision = serializers.IntegerField()
    duration_ms = serializers.IntegerField()
    tracks = serializers.IntegerField(help_text="How many")
    regions = serializers.IntegerField(help_text="How many")
    render = CompositionRenderedSerializer(allow_null=True)
    created_at = serializers.DateTimeField()
    updated_at = serializers.DateTimeField()


class CompositionSerializer(CompositionSummarySerializer):
    timeline = TimelineField()
    problems = CompositionProblemSerializer(many=True, help_text="Regions that can't be heard, and why")


class CompositionWriteSerializer(StrictSerializer):
    name = TextSentField(required=False, help_text="“Untitled composition” if left out")
    sample_rate_hz = WholeSentField(
        required=False, help_text="48000 if left out. Changed without a timeline, it moves every frame"
    )
    tags = TextsSentField(required=False)
    timeline = TimelineField(required=False)


class CompositionVersionSerializer(serializers.Serializer):
    number = serializers.IntegerField()
    name = serializers.CharField(help_text="Empty where it was made by itself")
    sample_rate_hz = serializers.IntegerField()
    created_at = serializers.DateTimeField()


class CompositionVersionsSerializer(serializers.Serializer):
    items: Any = serializers.ListSerializer(child=CompositionVersionSerializer())


class CompositionVersionWriteSerializer(StrictSerializer):
    name = TextSentField(required=False, help_text="With one it stays until you remove it")


class FadeSerializer(serializers.Serializer):
    frames = serializers.IntegerField(min_value=0, default=0)
    curve = serializers.ChoiceField(choices=CURVES, default="equal_power")


class RegionSourceSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(choices=KINDS)
    id = serializers.UUIDField(help_text="Of the upload's clip, the entry, the turn, the composition")


class RegionSerializer(serializers.Serializer):
    """In the schema; the timeline's reader judges what is sent."""

    id = serializers.CharField(required=False, help_text="Left out, it is made up")
    name = serializers.CharField(required=False)
    source: Any = RegionSourceSerializer()
    clip_id = serializers.UUIDField(required=False, allow_null=True, help_text="Null: that of its source")
    offset_frames = serializers.IntegerField(required=False, min_value=0)
    trim_start_frames = serializers.IntegerField(required=False, min_value=0)
    trim_end_frames = serializers.IntegerField(required=False, allow_null=True, help_text="Null: to its end")
    loop_frames = serializers.IntegerField(required=False, allow_null=True, min_value=1)
    volume = serializers.FloatField(required=False, min_value=0, max_value=LOUDEST_VOLUME)
    pan = serializers.FloatField(required=False, min_value=-1, max_value=1)
    muted = serializers.BooleanField(required=False)
    fade_in = FadeSerializer(required=False)
    fade_out = FadeSerializer(required=False)


class ChangedRegionSerializer(RegionSerializer):
    track_id = serializers.CharField(required=False, help_text="Moves it to another track")


class DuckSerializer(serializers.Serializer):
    under = serializers.CharField(help_text="The id of another track")
    depth_db = serializers.FloatField(required=False)
    attack_seconds = serializers.FloatField(required=False)
    release_seconds = serializers.FloatField(required=False)
    threshold_db = serializers.FloatField(required=False)


class TrackSerializer(serializers.Serializer):
    """In the schema; the timeline's reader judges what is sent."""

    id = serializers.CharField(required=False, help_text="Left out, it is made up")
    name = serializers.CharField(required=False)
    volume = serializers.FloatField(required=False, min_value=0, max_value=LOUDEST_VOLUME)
    pan = serializers.FloatField(required=False, min_value=-1, max_value=1)
    muted = serializers.BooleanField(required=False)
    solo = serializers.BooleanField(required=False)
    effects = EffectsField(required=False)
    duck = DuckSerializer(required=False, allow_null=True)
    regions = RegionSerializer(many=True, required=False)


class TrackWriteSerializer(TrackSerializer):
    position = serializers.IntegerField(required=False, min_value=1, help_text="Among the tracks, from 1")


class TrackListSerializer(serializers.Serializer):
    items: Any = serializers.ListSerializer(child=TrackSerializer())
