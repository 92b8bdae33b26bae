"""`/api/conversations/{id}/turns`: what is said in a conversation, for programs."""

from typing import Any
from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.errors import AppError, InvalidInput
from common.parsers import JSONParser, fields_sent
from common.revisions import expected_revision
from common.schema import TELLS_REVISION
from studio.conversations import turns
from studio.conversations.access import conversation_for, turn_for
from studio.conversations.answers import CREATED, conversation_answer, gone_answer, made_answer, turn_answer
from studio.conversations.api import REVISED
from studio.conversations.serializers import (
    MadeTurnsSerializer,
    NewTurnsSerializer,
    OneConversationSerializer,
    TurnOrderSerializer,
    TurnPlaceSerializer,
    TurnSerializer,
    TurnWriteSerializer,
    turn_sent,
    turns_sent,
)
from studio.models import Turn


class Turns(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="turns_create",
        parameters=REVISED,
        request=NewTurnsSerializer,
        responses={201: MadeTurnsSerializer},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """One, or several: all of them or none."""
        conversation = conversation_for(request.user, pk)
        given, position = _new_turns(request.data)
        made = _added(
            conversation=conversation,
            turns=given,
            position=position,
            expected_revision=expected_revision(request),
            is_one="turns" not in request.data,
        )
        return made_answer(request.user, conversation, made)

    @extend_schema(
        operation_id="turns_order",
        parameters=REVISED,
        request=TurnOrderSerializer,
        responses=OneConversationSerializer,
    )
    def put(self, request: Request, pk: UUID) -> Response:
        """All of them in a new order."""
        conversation = conversation_for(request.user, pk)
        ids = fields_sent(request.data, ("turns",)).get("turns")
        if not isinstance(ids, list):
            raise InvalidInput("Send the ids of all turns as a list, in the new order.", param="turns")
        turns.order_turns(conversation=conversation, ids=ids, expected_revision=expected_revision(request))
        return conversation_answer(request.user, pk)


def _new_turns(data: Any) -> tuple[Any, Any]:
    """The turns and their place, of a body that is one turn or has several."""
    if isinstance(data, dict) and "turns" in data:
        sent = fields_sent(data, ("turns", "position"))
        return turns_sent(sent["turns"]), sent.get("position")
    given = turn_sent(data)
    return [given], data.get("position")


def _added(*, is_one: bool, **wanted: Any) -> list[Turn]:
    try:
        return turns.add_turns(**wanted)
    except AppError as error:
        if is_one and error.param:
            error.param = error.param.removeprefix("turns.0.")
        raise


class OneTurn(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(operation_id="turns_retrieve", parameters=[TELLS_REVISION], responses=TurnSerializer)
    def get(self, request: Request, pk: UUID, turn_id: UUID) -> Response:
        return turn_answer(request.user, pk, turn_id)

    @extend_schema(
        operation_id="turns_update", parameters=REVISED, request=TurnWriteSerializer, responses=TurnSerializer
    )
    def patch(self, request: Request, pk: UUID, turn_id: UUID) -> Response:
        """What is left out stays. What was spoken of it can be heard until it is spoken anew."""
        turn = turn_for(request.user, pk, turn_id)
        turns.change_turn(turn=turn, expected_revision=expected_revision(request), **turn_sent(request.data))
        return turn_answer(request.user, pk, turn_id)

    @extend_schema(
        operation_id="turns_delete",
        parameters=REVISED,
        responses={204: OpenApiResponse(description="Gone for good")},
    )
    def delete(self, request: Request, pk: UUID, turn_id: UUID) -> Response:
        """With its sound, unless that is in the Library or used elsewhere."""
        turn = turn_for(request.user, pk, turn_id)
        turns.remove_turn(turn=turn, expected_revision=expected_revision(request))
        return gone_answer(turn.conversation)


class DuplicateTurn(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="turns_duplicate", parameters=REVISED, request=None, responses={201: TurnSerializer}
    )
    def post(self, request: Request, pk: UUID, turn_id: UUID) -> Response:
        """Right behind it, with what is spoken of it."""
        turn = turn_for(request.user, pk, turn_id)
        copy = turns.duplicate_turn(turn=turn, expected_revision=expected_revision(request))
        return turn_answer(request.user, pk, copy.pk, status=CREATED)


class MoveTurn(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="turns_move", parameters=REVISED, request=TurnPlaceSerializer, responses=TurnSerializer
    )
    def post(self, request: Request, pk: UUID, turn_id: UUID) -> Response:
        """To a place of the list, from 1; beyond its end is its end."""
        turn = turn_for(request.user, pk, turn_id)
        place: Any = fields_sent(request.data, ("position",)).get("position")
        turns.move_turn(turn=turn, position=place, expected_revision=expected_revision(request))
        return turn_answer(request.user, pk, turn_id)
