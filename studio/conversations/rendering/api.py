"""Conversations and their turns become sound, for programs. All of it needs the scope `manage`."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clips.models import Clip
from clips.serving import audio_response
from common.errors import NotFound
from common.parsers import JSONParser
from jobs.accepted import LOCATION
from jobs.serializers import JobSerializer
from jobs.waiting import WAIT, done_or_accepted, seconds_to_wait
from studio.conversations.access import conversation_for, turn_for
from studio.conversations.rendering.queries import render_of
from studio.conversations.rendering.serializers import (
    RenderedTurnSerializer,
    RenderRequestSerializer,
    RenderSerializer,
    rendered_turn,
)
from studio.conversations.rendering.services import speak_turn, start_render

AUDIO = {
    (200, "audio/*"): OpenApiTypes.BINARY,
    (206, "audio/*"): OpenApiTypes.BINARY,
    416: OpenApiResponse(description="The part lies beyond the end"),
}
AUDIO_PARAMETERS = [
    OpenApiParameter("download", bool, description="As an attachment"),
    OpenApiParameter("Range", str, OpenApiParameter.HEADER, description="bytes=FIRST-LAST, one part"),
]
SCENE = OpenApiExample(
    "As the review has it",
    value={"format": "wav", "sample_rate": 24_000, "save_turn_audio": True},
    request_only=True,
)


class ConversationRender(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="conversations_render_state",
        parameters=None,
        responses=RenderSerializer,
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """How far its render is, and what the last one became."""
        return Response(_render(request, pk))

    @extend_schema(
        operation_id="conversations_render",
        parameters=[WAIT, LOCATION],
        request=RenderRequestSerializer,
        responses={200: RenderSerializer, 202: JobSerializer},
        examples=[SCENE],
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Speak what was changed since the last time, and mix all turns into one recording.

        A turn that fails does not keep the others: it says why, the recording is made without it, and
        `has_failures` tells so. A conversation is rendered once at a time; who asks for the same again is
        given the job that is under way.
        """
        conversation = conversation_for(request.user, pk)
        seconds = seconds_to_wait(request)
        serializer = RenderRequestSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        job = start_render(conversation=conversation, **serializer.validated_data)
        return done_or_accepted(job, seconds, lambda _: _render(request, pk))


class ConversationAudio(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="conversations_audio", parameters=AUDIO_PARAMETERS, responses=AUDIO)
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        """The last render."""
        render = conversation_for(request.user, pk).sound
        return _audio(request, render, "This conversation is not rendered yet.", code="not_rendered")


class SpeakTurn(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="conversations_turn_speak",
        parameters=[WAIT, LOCATION],
        request=None,
        responses={200: RenderedTurnSerializer, 202: JobSerializer},
    )
    def post(self, request: Request, pk: UUID, turn_id: UUID) -> Response:
        """This turn alone: to hear it, or to try again where it failed.

        What is spoken already as it is now is not spoken once more.
        """
        turn = turn_for(request.user, pk, turn_id)
        seconds = seconds_to_wait(request)
        return done_or_accepted(speak_turn(turn=turn), seconds, lambda _: _turn(request, pk, turn_id))


class TurnAudio(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="conversations_turn_audio", parameters=AUDIO_PARAMETERS, responses=AUDIO)
    def get(self, request: Request, pk: UUID, turn_id: UUID) -> HttpResponseBase:
        """What was spoken of it last."""
        clip = turn_for(request.user, pk, turn_id).sound
        return _audio(request, clip, "This turn is not spoken yet.", code="not_spoken")


def _render(request: Request, pk: UUID) -> Any:
    return RenderSerializer(render_of(conversation_for(request.user, pk))).data


def _turn(request: Request, pk: UUID, turn_id: UUID) -> dict[str, Any]:
    turn = turn_for(request.user, pk, turn_id)
    marks = {mark["turn_id"]: mark for mark in turn.conversation.render_marks}
    return rendered_turn(turn, marks.get(str(turn.pk), {}))


def _audio(request: Request, clip: Clip | None, message: str, *, code: str) -> HttpResponseBase:
    if clip is None:
        raise NotFound(message, code=code)
    return audio_response(request._request, clip)
