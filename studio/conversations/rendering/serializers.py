"""What may be asked of a render, and how programs see one."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from jobs.serializers import JobSerializer
from speech.fields import OneOfField, TruthField, WholeNumberField
from speech.wish_serializer import StrictSerializer
from studio.conversations.rendering.asking import RENDER_FORMATS
from studio.conversations.rendering.queries import Render
from studio.conversations.serializers import download_url, duration_ms, turn_audio_url
from studio.models import LONGEST_GAP_MS, RATES_HZ, Turn, TurnState


class RenderRequestSerializer(StrictSerializer):
    """Its `validated_data` are the fields of a `RenderAsked`."""

    format = OneOfField(list(RENDER_FORMATS), default="wav")
    sample_rate = WholeNumberField(
        source="sample_rate_hz",
        required=False,
        min_value=min(RATES_HZ),
        max_value=max(RATES_HZ),
        help_text=f"In Hz: one of {', '.join(map(str, RATES_HZ))}. The conversation's if left out",
    )
    gap_ms = WholeNumberField(
        required=False,
        min_value=-LONGEST_GAP_MS,
        max_value=LONGEST_GAP_MS,
        help_text="Between turns, in this render alone; below zero they overlap. Usually the conversation's",
    )
    save_turn_audio = TruthField(
        default=True,
        help_text="false: no turn keeps audio of its own; the next render speaks all of them anew",
    )


class RenderedTurnSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    speaker = serializers.CharField()
    state = serializers.ChoiceField(choices=TurnState.choices)
    error_code = serializers.CharField()
    error = serializers.CharField(help_text="A sentence; empty where nothing is wrong")
    start_ms = serializers.IntegerField(allow_null=True, help_text="In the render; null: it is not in it")
    end_ms = serializers.IntegerField(allow_null=True)
    duration_ms = serializers.IntegerField(allow_null=True, help_text="Of what was spoken last")
    audio_url = serializers.CharField(allow_null=True)


class RenderSerializer(serializers.Serializer):
    """Of a `Render`."""

    conversation_id = serializers.UUIDField(source="conversation.pk")
    state = serializers.CharField(
        help_text="Of the last render's job: queued, running, done, failed or cancelled; none: there is none"
    )
    revision = serializers.IntegerField(source="conversation.revision")
    rendered_revision = serializers.IntegerField(source="conversation.rendered_revision", allow_null=True)
    is_current = serializers.BooleanField(help_text="Whether nothing was changed since")
    download_url = serializers.SerializerMethodField()
    duration_ms = serializers.SerializerMethodField()
    has_failures = serializers.SerializerMethodField(help_text="Whether turns are missing from it")
    failed = serializers.SerializerMethodField(help_text="The ids of those turns; each says why")
    turns = serializers.SerializerMethodField()
    job = serializers.SerializerMethodField()

    @extend_schema_field(serializers.CharField(allow_null=True))
    def get_download_url(self, render: Render) -> str | None:
        return download_url(render.conversation)

    @extend_schema_field(serializers.IntegerField(allow_null=True))
    def get_duration_ms(self, render: Render) -> int | None:
        return duration_ms(render.conversation.sound)

    def get_has_failures(self, render: Render) -> bool:
        return bool(render.missing)

    @extend_schema_field(serializers.ListField(child=serializers.UUIDField()))
    def get_failed(self, render: Render) -> list[Any]:
        return [turn.pk for turn in render.missing]

    @extend_schema_field(RenderedTurnSerializer(many=True))
    def get_turns(self, render: Render) -> Any:
        return [rendered_turn(turn, render.marks.get(str(turn.pk), {})) for turn in render.turns]

    @extend_schema_field(JobSerializer(allow_null=True))
    def get_job(self, render: Render) -> Any:
        return JobSerializer(render.job).data if render.job else None


def rendered_turn(turn: Turn, mark: dict[str, Any]) -> dict[str, Any]:
    told = {
        "id": turn.pk,
        "speaker": turn.speaker,
        "state": turn.state_told,
        "error_code": turn.error_code,
        "error": turn.error,
        "start_ms": mark.get("start_ms"),
        "end_ms": mark.get("end_ms"),
        "duration_ms": duration_ms(turn.sound),
        "audio_url": turn_audio_url(turn),
    }
    return dict(RenderedTurnSerializer(told).data)
