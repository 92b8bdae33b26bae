"""Providers for programs. Keys are in none of it: the name of a variable is all that staff is told."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from speech.provider_cards import ProviderCard
from speech.provider_states import Breaker

STATES = ["available", "unavailable", "resting", "loaded"]


class ProviderCapabilitiesSerializer(serializers.Serializer):
    languages = serializers.ListField(child=serializers.CharField())
    speeds = serializers.ListField(child=serializers.FloatField(), help_text="The slowest and the fastest")
    has_cloning = serializers.BooleanField()
    has_streaming = serializers.BooleanField()
    has_blends = serializers.BooleanField()
    has_word_times = serializers.BooleanField()
    follows_instructions = serializers.BooleanField()
    takes_phonemes = serializers.BooleanField()
    is_remote = serializers.BooleanField(help_text="Texts leave this machine")
    notes = serializers.ListField(child=serializers.CharField())


class ProviderLimitsSerializer(serializers.Serializer):
    max_text_characters = serializers.IntegerField(help_text="Of one request; 0: that of the site")
    formats = serializers.ListField(child=serializers.CharField())
    speeds = serializers.ListField(child=serializers.FloatField(), help_text="The slowest and the fastest")
    languages = serializers.ListField(child=serializers.CharField(), help_text="Empty: all it speaks")


class ProviderBreakerSerializer(serializers.Serializer):
    state = serializers.ChoiceField(choices=Breaker.choices)
    failures = serializers.IntegerField(help_text="In a row")
    opened_at = serializers.DateTimeField(allow_null=True)
    cool_down_seconds = serializers.FloatField()
    last_failure = serializers.CharField()
    last_failure_kind = serializers.CharField()
    last_failure_at = serializers.DateTimeField(allow_null=True)
    last_success_at = serializers.DateTimeField(allow_null=True)


class ProviderUseSerializer(serializers.Serializer):
    """In the web process that answers: each process has engines of its own."""

    is_loaded = serializers.BooleanField()
    users = serializers.IntegerField(help_text="Texts under way")
    idle_seconds = serializers.FloatField(allow_null=True)
    loaded_bytes = serializers.IntegerField()
    load_seconds = serializers.FloatField()


class ProviderWorkSerializer(serializers.Serializer):
    title = serializers.CharField()
    is_under_way = serializers.BooleanField()
    error = serializers.CharField()


class ProviderOperationSerializer(serializers.Serializer):
    url = serializers.CharField(source="config.url", default="")
    model = serializers.CharField(source="config.model", default="")
    key_env = serializers.CharField(source="config.key_env", default="", help_text="Where its key comes from")
    at_once = serializers.IntegerField(source="config.at_once", default=None, allow_null=True)
    price_per_million_characters = serializers.FloatField(
        source="config.price_per_million_characters", default=0.0
    )
    breaker = ProviderBreakerSerializer(source="known", allow_null=True)
    use = ProviderUseSerializer(allow_null=True)
    work = ProviderWorkSerializer(allow_null=True)


class ProviderSerializer(serializers.Serializer):
    name = serializers.CharField()
    title = serializers.CharField()
    kind = serializers.CharField()
    state = serializers.ChoiceField(choices=STATES)
    is_enabled = serializers.BooleanField()
    reason = serializers.CharField(help_text="Why it can't be asked")
    what_to_do = serializers.CharField()
    resting_until = serializers.DateTimeField(source="rests_until", allow_null=True)
    models = serializers.ListField(child=serializers.CharField(), help_text="Names to ask for it by")
    voices_count = serializers.IntegerField()
    lists_voices = serializers.BooleanField(help_text="Its voices are asked for elsewhere")
    capabilities = ProviderCapabilitiesSerializer(allow_null=True)
    limits = ProviderLimitsSerializer()
    operation = serializers.SerializerMethodField(help_text="For staff")

    @extend_schema_field(ProviderOperationSerializer(allow_null=True))
    def get_operation(self, card: ProviderCard) -> dict[str, Any] | None:
        return dict(ProviderOperationSerializer(card).data) if self.context.get("is_staff") else None
