"""Preferences of the history as programs see them."""

from typing import Any

from rest_framework import serializers

from history.limits import DAYS_MOST, ENTRIES_MOST, MIB_MOST
from history.models import Keeps
from speech.fields import OneOfField, WholeNumberField
from speech.wish_serializer import StrictSerializer

LIMITS = {"most_entries": ENTRIES_MOST, "most_mib": MIB_MOST, "most_days": DAYS_MOST}


class BooleanField(serializers.BooleanField):
    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            raise serializers.ValidationError("Send true or false.")
        return data


class PreferenceChangesSerializer(StrictSerializer):
    """Of a limit, null says that there is none."""

    keeps = OneOfField(Keeps.values, required=False, help_text="Of what is made from now on")
    keeps_audio = BooleanField(required=False)
    most_entries = WholeNumberField(min_value=1, max_value=ENTRIES_MOST, required=False, allow_null=True)
    most_mib = WholeNumberField(min_value=1, max_value=MIB_MOST, required=False, allow_null=True)
    most_days = WholeNumberField(min_value=1, max_value=DAYS_MOST, required=False, allow_null=True)
    proof_listens = BooleanField(required=False, help_text="Listen to what was spoken")

    def to_internal_value(self, data: Any) -> Any:
        value = super().to_internal_value(data)
        unlimited = {name: None for name in LIMITS if name in data and data[name] is None}
        return {**value, **unlimited}


class LimitsSerializer(serializers.Serializer):
    most_entries = serializers.IntegerField(allow_null=True)
    most_mib = serializers.IntegerField(allow_null=True, help_text="Of audio")
    most_days = serializers.IntegerField(allow_null=True)
    keeps_audio = serializers.BooleanField()


class PreferencesSerializer(LimitsSerializer):
    keeps = serializers.ChoiceField(choices=Keeps.choices)
    proof_listens = serializers.BooleanField()
    site = LimitsSerializer(help_text="What the site allows at the most")
    effective = LimitsSerializer(help_text="What holds: of both, whichever is less")
    updated_at = serializers.DateTimeField(allow_null=True, help_text="null: never changed")
