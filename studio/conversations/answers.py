"""A conversation, or a turn of it, as an answer: with the revision that a change of it is to send back."""

from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.response import Response

from common.revisions import ETAG, etag_of
from studio.conversations.access import conversation_for, turn_for
from studio.conversations.queries import turns_of
from studio.conversations.serializers import OneConversationSerializer, TurnSerializer
from studio.models import Conversation, Turn

CREATED = status.HTTP_201_CREATED


def conversation_answer(user: Any, pk: UUID, *, status: int = 200) -> Response:
    """Read anew. Its row comes before its turns: nobody is told of a revision newer than what they see."""
    conversation = conversation_for(user, pk)
    data = OneConversationSerializer(conversation).data
    return Response(data, status=status, headers={ETAG: etag_of(conversation)})


def turn_answer(user: Any, pk: UUID, turn_id: UUID, *, status: int = 200) -> Response:
    turn = turn_for(user, pk, turn_id)
    return Response(TurnSerializer(turn).data, status=status, headers={ETAG: etag_of(turn.conversation)})


def made_answer(user: Any, conversation: Conversation, made: list[Turn]) -> Response:
    fresh = conversation_for(user, conversation.pk)
    turns = turns_of(fresh).filter(pk__in=[turn.pk for turn in made])
    data = {"turns": TurnSerializer(turns, many=True).data, "revision": fresh.revision}
    return Response(data, status=CREATED, headers={ETAG: etag_of(fresh)})


def gone_answer(conversation: Conversation) -> Response:
    """Of something in a conversation, which has a new revision by that."""
    return Response(status=status.HTTP_204_NO_CONTENT, headers={ETAG: etag_of(conversation)})
