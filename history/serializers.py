"""Entries as programs see them, and what of them may be changed."""

from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from history.models import NOTE_MAX_CHARACTERS, TITLE_MAX_CHARACTERS, Entry, Kind, Proof, Source, State
from speech.fields import TextField
from speech.wish_serializer import StrictSerializer


class EntrySerializer(serializers.ModelSerializer):
    """As in a list: with the beginning of its text."""

    type = serializers.ChoiceField(source="kind", choices=Kind.choices)
    state = serializers.ChoiceField(choices=State.choices)
    source = serializers.ChoiceField(choices=Source.choices)  # type: ignore[assignment]
    profile_id = serializers.UUIDField(allow_null=True, help_text="null: none, or it is deleted for good")
    text_preview = serializers.CharField(source="preview")
    format = serializers.CharField(source="response_format")
    error = serializers.CharField(help_text="A sentence; empty where nothing is wrong")
    real_time_factor = serializers.FloatField(allow_null=True, help_text="Seconds of work for one of sound")
    proof_state = serializers.ChoiceField(
        choices=Proof.choices, help_text="What proof-listening found; empty: nobody asked for it"
    )
    audio_url = serializers.SerializerMethodField(help_text="null: there is no sound, or it was not kept")

    class Meta:
        model = Entry
        fields: tuple[str, ...] = (
            "id",
            "type",
            "state",
            "error",
            "source",
            "title",
            "text_preview",
            "engine",
            "fallback_from",
            "model",
            "voice",
            "profile_id",
            "profile_name",
            "language",
            "format",
            "speed",
            "characters",
            "duration_seconds",
            "audio_bytes",
            "real_time_factor",
            "proof_state",
            "is_favourite",
            "note",
            "api_key_name",
            "lineage",
            "take_number",
            "is_current",
            "audio_url",
            "created_at",
            "updated_at",
        )
        read_only_fields = fields

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_audio_url(self, entry: Entry) -> str | None:
        return reverse("history-api:audio", args=[entry.pk]) if entry.has_audio else None


class ProofDifferenceSerializer(serializers.Serializer):
    kind = serializers.ChoiceField(["missing", "extra", "changed"])
    start = serializers.IntegerField(help_text="Its first character in `text`")
    end = serializers.IntegerField(help_text="The character after its last")
    written = serializers.CharField()
    heard = serializers.CharField()
    start_seconds = serializers.FloatField()
    end_seconds = serializers.FloatField()
    is_doubtful = serializers.BooleanField(help_text="More than recognisers get wrong by themselves")


class RedonePassageSerializer(serializers.Serializer):
    start = serializers.IntegerField(help_text="Where in `text` the passage begins")
    speed = serializers.FloatField(help_text="Of its own speed")
    seed = serializers.IntegerField(allow_null=True)


class ProofSerializer(serializers.Serializer):
    wer = serializers.FloatField(help_text="Words left out, added or changed, for each word of the text")
    heard = serializers.CharField()
    differences = ProofDifferenceSerializer(many=True)
    model = serializers.CharField(help_text="What listened")
    listened_at = serializers.DateTimeField()
    redone = RedonePassageSerializer(many=True, help_text="What was said again for this take")


class OneEntrySerializer(EntrySerializer):
    text_preview = None  # type: ignore[assignment]
    proof = serializers.SerializerMethodField(help_text="What proof-listening heard; null: nothing yet")
    settings: Any = serializers.JSONField(help_text="What else was asked for: enough to make it again")

    class Meta(EntrySerializer.Meta):
        fields = (
            *("text" if name == "text_preview" else name for name in EntrySerializer.Meta.fields),
            "settings",
            "proof",
        )
        read_only_fields = fields

    @extend_schema_field(ProofSerializer(allow_null=True))
    def get_proof(self, entry: Entry) -> dict[str, Any] | None:
        return entry.proof or None


class PageSerializer(serializers.Serializer):
    items = EntrySerializer(many=True)
    total = serializers.IntegerField(required=False, help_text="Of all pages; not with a `cursor`")
    total_is_exact = serializers.BooleanField(required=False, help_text="false: there are more than `total`")
    limit = serializers.IntegerField()
    offset = serializers.IntegerField(required=False)
    next = serializers.CharField(
        allow_null=True, help_text="Send it as `cursor`; null: this is the last page"
    )


class ShareSerializer(serializers.Serializer):
    name = serializers.CharField()
    count = serializers.IntegerField()
    duration_seconds = serializers.FloatField(help_text="Of sound")
    characters = serializers.IntegerField()


class CostSerializer(serializers.Serializer):
    engine = serializers.CharField()
    characters = serializers.IntegerField()
    cost = serializers.FloatField(help_text="At the operator's price of a million characters")


class StatisticsSerializer(serializers.Serializer):
    since = serializers.DateTimeField()
    until = serializers.DateTimeField()
    whole = ShareSerializer()
    by_day = ShareSerializer(many=True, help_text="In the person's time zone; days with nothing are left out")
    by_kind = ShareSerializer(many=True)
    by_engine = ShareSerializer(many=True)
    by_voice = ShareSerializer(many=True, help_text="Those that spoke most")
    costs = CostSerializer(many=True, help_text="Of engines that the operator set a price for")
    cost = serializers.FloatField(help_text="All of them; what was remembered is counted as if it was not")
    storage_used_bytes = serializers.IntegerField()
    storage_quota_bytes = serializers.IntegerField(allow_null=True, help_text="null: no limit")


class DeletedSerializer(serializers.Serializer):
    deleted = serializers.IntegerField()


class EntryChangesSerializer(StrictSerializer):
    title = TextField(required=False, most_characters=TITLE_MAX_CHARACTERS)
    is_favourite = serializers.BooleanField(required=False)
    note = TextField(required=False, most_characters=NOTE_MAX_CHARACTERS)
