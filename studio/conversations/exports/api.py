"""`/api/conversations/{id}/export` and `…/subtitles.srt`: what is rendered, as files for other programs."""

from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import person
from common.negotiation import OwnFormats
from common.parsers import JSONParser
from jobs.accepted import LOCATION
from jobs.serializers import JobSerializer
from jobs.waiting import WAIT, done_or_accepted, seconds_to_wait
from studio.conversations.access import conversation_for
from studio.conversations.exports.answers import subtitles_answer
from studio.conversations.exports.serializers import ConversationExportSerializer
from studio.conversations.exports.services import start_export

BOOK = OpenApiExample("With a chapter for each turn", value={"format": "m4b"}, request_only=True)


class ExportConversation(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="conversations_export",
        request=ConversationExportSerializer,
        responses={200: JobSerializer, 202: JobSerializer},
        parameters=[LOCATION, WAIT],
        examples=[BOOK],
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Of the last render, as a job: its file is the export.

        Of a conversation that was not rendered, or was changed since, the answer is 409: render it first.
        """
        conversation = conversation_for(person(request), pk)
        serializer = ConversationExportSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        seconds = seconds_to_wait(request)
        job = start_export(conversation=conversation, **serializer.validated_data)
        return done_or_accepted(job, seconds, lambda done: JobSerializer(done).data)


class Subtitles(APIView):
    required_scope = "manage"
    content_negotiation_class = OwnFormats

    @extend_schema(
        operation_id="conversations_subtitles",
        parameters=[
            OpenApiParameter("kind", str, OpenApiParameter.PATH, enum=["srt", "vtt"]),
        ],
        responses={(200, "text/plain"): OpenApiTypes.STR, (200, "text/vtt"): OpenApiTypes.STR},
    )
    def get(self, request: Request, pk: UUID, kind: str) -> HttpResponse:
        """What is said when in the last render, each turn with its speaker: `srt` or `vtt`."""
        return subtitles_answer(conversation_for(request.user, pk), kind)
