"""Compositions in the schema. The timeline is read by `timeline`, and by nothing else."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from speech.wish_serializer import StrictSerializer
from studio.compositions.timeline import KINDS, MOST_HOURS, MOST_REGIONS, MOST_TRACKS
from studio.compositions.timeline.reading import REGION, TRACK

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


@extend_schema_field({"type": "object", "properties": {name: {} for name in TRACK}})
class TrackField(TimelineField):
    pass


class TrackListSerializer(serializers.Serializer):
    items = serializers.ListField(child=TrackField())


@extend_schema_field({"type": "object", "properties": {name: {} for name in REGION}})
class RegionField(TimelineField):
    pass
