"""Conversations and their turns as programs see them, and what they may send of one. Whether that is right is
said by `cleaning`, for every door alike.
"""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from clips.models import Clip
from common.errors import InvalidInput
from common.parsers import fields_sent
from profiles.serializers import KeptEffectsField
from speech.fields import EffectsField
from studio.conversations.limits import TURNS_AT_MOST
from studio.conversations.queries import turns_of
from studio.models import (
    LONGEST_GAP_MS,
    LOUDEST_LUFS,
    LOUDEST_ROOM_DB,
    NAME_MAX_CHARACTERS,
    QUIETEST_LUFS,
    QUIETEST_ROOM_DB,
    RATES_HZ,
    SPEAKER_MAX_CHARACTERS,
    TURN_MAX_CHARACTERS,
    Conversation,
    Turn,
    TurnState,
)

NULL_OR_URL = extend_schema_field(serializers.CharField(allow_null=True))
NULL_OR_MS = extend_schema_field(serializers.IntegerField(allow_null=True))


class TurnSerializer(serializers.ModelSerializer):
    """Of `turns_of`, which joins its clip."""

    profile_id = serializers.UUIDField(allow_null=True, help_text="null: none, or it is deleted for good")
    profile_name = serializers.CharField(help_text="As it was called when it was given to the turn")
    effects = KeptEffectsField(allow_null=True, help_text="null: those of its profile")
    state = serializers.ChoiceField(choices=TurnState.choices, source="state_told")
    error = serializers.CharField(help_text="A sentence; empty where nothing is wrong")
    audio_url = serializers.SerializerMethodField(help_text="What was spoken last; null: nothing is")
    duration_ms = serializers.SerializerMethodField()

    class Meta:
        model = Turn
        fields = (
            *("id", "position", "speaker", "profile_id", "profile_name", "text", "effects", "gap_ms"),
            *("state", "error_code", "error", "audio_url", "duration_ms"),
        )
        read_only_fields = fields

    @NULL_OR_URL
    def get_audio_url(self, turn: Turn) -> str | None:
        return turn_audio_url(turn)

    @NULL_OR_MS
    def get_duration_ms(self, turn: Turn) -> int | None:
        return duration_ms(turn.sound)


class ConversationSerializer(serializers.ModelSerializer):
    """As in a list. Of `conversations_of`, which counts and joins what is shown."""

    levels_speakers = serializers.BooleanField(source="is_levelled")
    room_tone_db = serializers.FloatField(allow_null=True, help_text="null: silence between the turns")
    turn_count = serializers.IntegerField()
    duration_ms = serializers.SerializerMethodField(help_text="Of its last render; null: there is none")
    download_url = serializers.SerializerMethodField(help_text="Its last render; null: there is none")
    rendered = serializers.SerializerMethodField(help_text="Whether that is of this revision")

    class Meta:
        model = Conversation
        fields: tuple[str, ...] = (
            *("id", "name", "revision", "gap_ms", "sample_rate_hz", "levels_speakers", "target_lufs"),
            *("room_tone_db", "turn_count", "duration_ms", "download_url", "rendered"),
            *("created_at", "updated_at"),
        )
        read_only_fields = fields

    @NULL_OR_MS
    def get_duration_ms(self, conversation: Conversation) -> int | None:
        return duration_ms(conversation.sound)

    @NULL_OR_URL
    def get_download_url(self, conversation: Conversation) -> str | None:
        return download_url(conversation)

    def get_rendered(self, conversation: Conversation) -> bool:
        return conversation.sound is not None and conversation.rendered_revision == conversation.revision


class OneConversationSerializer(ConversationSerializer):
    turns = serializers.SerializerMethodField()

    class Meta(ConversationSerializer.Meta):
        fields = (*ConversationSerializer.Meta.fields, "turns")
        read_only_fields = fields

    @extend_schema_field(TurnSerializer(many=True))
    def get_turns(self, conversation: Conversation) -> Any:
        return TurnSerializer(turns_of(conversation), many=True).data


def turn_audio_url(turn: Turn) -> str | None:
    """The same whatever is spoken of it."""
    if turn.sound is None:
        return None
    return reverse("renders-api:turn-audio", args=[turn.conversation_id, turn.pk])


def download_url(conversation: Conversation) -> str | None:
    if conversation.sound is None:
        return None
    return reverse("renders-api:audio", args=[conversation.pk]) + "?download=1"


def duration_ms(sound: Clip | None) -> int | None:
    return round(1000 * sound.duration_seconds) if sound is not None else None


class TurnWriteSerializer(serializers.Serializer):
    """What may be sent of a turn; null is the default."""

    speaker = serializers.CharField(max_length=SPEAKER_MAX_CHARACTERS, required=False, allow_blank=True)
    text = serializers.CharField(max_length=TURN_MAX_CHARACTERS, required=False, allow_blank=True)
    profile_id = serializers.UUIDField(required=False, allow_null=True, help_text="A voice profile")
    effects = EffectsField(required=False, allow_null=True, help_text="null: those of its profile")
    gap_ms = serializers.IntegerField(
        min_value=-LONGEST_GAP_MS,
        max_value=LONGEST_GAP_MS,
        required=False,
        allow_null=True,
        help_text="Before it; below zero: so far into the one before. null: the conversation's",
    )


class NewTurnsSerializer(TurnWriteSerializer):
    """One turn, or several as `turns`."""

    turns = TurnWriteSerializer(many=True, required=False, help_text="Instead of the fields of one")
    position = serializers.IntegerField(
        min_value=1, required=False, allow_null=True, help_text="From 1; at the end if left out"
    )


class MadeTurnsSerializer(serializers.Serializer):
    turns = TurnSerializer(many=True)
    revision = serializers.IntegerField(help_text="Of the conversation")


class TurnPlaceSerializer(serializers.Serializer):
    position = serializers.IntegerField(min_value=1, help_text="From 1; beyond the end is the end")


class TurnOrderSerializer(serializers.Serializer):
    turns = serializers.ListField(
        child=serializers.UUIDField(), max_length=TURNS_AT_MOST, help_text="The ids of all, each once"
    )


class ConversationWriteSerializer(serializers.Serializer):
    """What may be sent of a conversation; null is the default."""

    name = serializers.CharField(max_length=NAME_MAX_CHARACTERS, required=False)
    gap_ms = serializers.IntegerField(
        min_value=-LONGEST_GAP_MS, max_value=LONGEST_GAP_MS, required=False, allow_null=True
    )
    sample_rate_hz = serializers.ChoiceField(RATES_HZ, required=False, allow_null=True)
    levels_speakers = serializers.BooleanField(
        required=False, allow_null=True, help_text="Whether all of them are made equally loud"
    )
    target_lufs = serializers.FloatField(
        min_value=QUIETEST_LUFS, max_value=LOUDEST_LUFS, required=False, allow_null=True
    )
    room_tone_db = serializers.FloatField(
        min_value=QUIETEST_ROOM_DB,
        max_value=LOUDEST_ROOM_DB,
        required=False,
        allow_null=True,
        help_text="null: silence between the turns",
    )


class NewConversationSerializer(ConversationWriteSerializer):
    turns = TurnWriteSerializer(many=True, required=False)


_WRITABLE = frozenset(ConversationWriteSerializer().fields)
_READ_ALONE = frozenset(ConversationSerializer.Meta.fields)
_WRITABLE_OF_TURN = frozenset(TurnWriteSerializer().fields)
_READ_ALONE_OF_TURN = frozenset(TurnSerializer.Meta.fields)


def conversation_sent(data: Any) -> dict[str, Any]:
    """Arguments of the services, as they came."""
    if isinstance(data, dict) and "turns" in data:
        raise InvalidInput(
            "Turns are changed one by one, or put in order, at the address of the conversation "
            "with /turns behind it. Leave them out here.",
            param="turns",
            code="unknown_parameter",
        )
    return fields_sent(data, _WRITABLE, read_alone=_READ_ALONE)


def new_conversation_sent(data: Any) -> dict[str, Any]:
    sent = fields_sent(data, {*_WRITABLE, "turns"}, read_alone=_READ_ALONE)
    if sent.get("turns", ()) is None:
        del sent["turns"]
    return sent | {"turns": turns_sent(sent["turns"])} if "turns" in sent else sent


def turns_sent(turns: Any) -> Any:
    """Without what is only read of them. What is no list of turns is judged by the service."""
    if not isinstance(turns, list):
        return turns
    return [_without_read_alone(turn) if isinstance(turn, Mapping) else turn for turn in turns]


def turn_sent(data: Any) -> dict[str, Any]:
    return fields_sent(data, _WRITABLE_OF_TURN, read_alone=_READ_ALONE_OF_TURN)


def _without_read_alone(turn: Mapping[str, Any]) -> dict[str, Any]:
    passed_over = _READ_ALONE_OF_TURN - _WRITABLE_OF_TURN
    return {name: value for name, value in turn.items() if name not in passed_over}
