"""`/api/conversations`: a person's conversations, for programs. All of it needs the scope `manage`."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import person
from common.errors import InvalidInput
from common.parsers import JSONParser
from common.revisions import expected_revision
from common.schema import EXPECTS_REVISION, TELLS_REVISION
from studio.conversations import services
from studio.conversations.access import conversation_for, discarded_conversation_for
from studio.conversations.answers import CREATED, conversation_answer
from studio.conversations.cleaning import REPLACED
from studio.conversations.queries import conversations_of
from studio.conversations.serializers import (
    ConversationSerializer,
    ConversationWriteSerializer,
    NewConversationSerializer,
    OneConversationSerializer,
    conversation_sent,
    new_conversation_sent,
)
from studio.models import Conversation

REVISED = [EXPECTS_REVISION, TELLS_REVISION]
SCENE = OpenApiExample(
    "Two turns",
    value={
        "name": "Scene 1",
        "turns": [
            {"speaker": "A", "text": "Hi", "profile_id": None},
            {"speaker": "B", "text": "Hello!", "gap_ms": -120},
        ],
    },
    request_only=True,
)


class Conversations(generics.ListAPIView):
    required_scope = "manage"
    serializer_class = ConversationSerializer
    parser_classes = (JSONParser,)

    def get_queryset(self) -> Any:
        found = conversations_of(self.request.user, search=self.request.query_params.get("q", ""))
        return found.defer("render_marks")  # of hundreds of turns, and not shown here

    @extend_schema(
        operation_id="conversations_list",
        parameters=[OpenApiParameter("q", str, description="Part of the name")],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The last changed first, without their turns."""
        return self.list(request)

    @extend_schema(
        operation_id="conversations_create",
        parameters=[TELLS_REVISION],
        request=NewConversationSerializer,
        responses={201: OneConversationSerializer},
        examples=[SCENE],
    )
    def post(self, request: Request) -> Response:
        """With its turns, or empty."""
        user = person(request)
        conversation = services.create_conversation(owner=user, **new_conversation_sent(request.data))
        return conversation_answer(user, conversation.pk, status=CREATED)


class OneConversation(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="conversations_retrieve",
        parameters=[TELLS_REVISION],
        responses=OneConversationSerializer,
    )
    def get(self, request: Request, pk: UUID) -> Response:
        return conversation_answer(request.user, pk)

    @extend_schema(
        operation_id="conversations_replace",
        parameters=REVISED,
        request=ConversationWriteSerializer,
        responses=OneConversationSerializer,
    )
    def put(self, request: Request, pk: UUID) -> Response:
        """Its name and its settings: what is left out goes to its default. Its turns stay."""
        return _changed(request, conversation_for(request.user, pk), is_whole=True)

    @extend_schema(
        operation_id="conversations_update",
        parameters=REVISED,
        request=ConversationWriteSerializer,
        responses=OneConversationSerializer,
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """What is left out stays, and null is its default."""
        return _changed(request, conversation_for(request.user, pk), is_whole=False)

    @extend_schema(
        operation_id="conversations_delete",
        parameters=[EXPECTS_REVISION],
        responses={204: OpenApiResponse(description="Deleted; it can be restored for a minute")},
    )
    def delete(self, request: Request, pk: UUID) -> Response:
        conversation = conversation_for(request.user, pk)
        services.discard(conversation=conversation, expected_revision=expected_revision(request))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _changed(request: Request, conversation: Conversation, *, is_whole: bool) -> Response:
    sent = conversation_sent(request.data)
    if is_whole and "name" not in sent:
        raise InvalidInput("This field is required.", param="name")
    services.update_conversation(
        conversation=conversation,
        expected_revision=expected_revision(request),
        **(dict.fromkeys(REPLACED) if is_whole else {}) | sent,
    )
    return conversation_answer(request.user, conversation.pk)


class RestoreConversation(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="conversations_restore",
        parameters=REVISED,
        request=None,
        responses=OneConversationSerializer,
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Undo its deletion, within a minute."""
        services.restore(
            conversation=discarded_conversation_for(request.user, pk),
            expected_revision=expected_revision(request),
        )
        return conversation_answer(request.user, pk)


class DuplicateConversation(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="conversations_duplicate",
        parameters=REVISED,
        request=None,
        responses={201: OneConversationSerializer},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """With its turns and what is spoken of them, as “Scene 1 copy”."""
        copy = services.duplicate(
            conversation=conversation_for(request.user, pk), expected_revision=expected_revision(request)
        )
        return conversation_answer(request.user, copy.pk, status=CREATED)
