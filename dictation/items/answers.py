"""Items as the API answers them: read anew, with what the person made of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from rest_framework import status
from rest_framework.response import Response

from common.errors import AppError, NotFound
from dictation.items.serializers import DictationItemSerializer, bulk_answer
from dictation.models import Item
from dictation.queries import items_shown_to, practised_by


def shown(user: Any, items: Any) -> Any:
    """Of `items_for` or `practised_by`."""
    return DictationItemSerializer(items, many=True, context={"user": user}).data


def item_answer(user: Any, pk: UUID, *, status: int = status.HTTP_200_OK, headers: Any = None) -> Response:
    item = practised_by(user, items_shown_to(user).filter(pk=pk)).first()
    if item is None:
        raise NotFound("There is no such item. It may have been deleted.")
    data = DictationItemSerializer(item, context={"user": user}).data
    return Response(data, status=status, headers=headers)


def made_answer(user: Any, outcomes: Sequence[Item | AppError]) -> Response:
    """What became of many: their sound is made in the background."""
    ids = [outcome.pk for outcome in outcomes if isinstance(outcome, Item)]
    found = practised_by(user, items_shown_to(user).filter(pk__in=ids))
    by_id = {UUID(item["id"]): item for item in shown(user, found)}
    return Response(bulk_answer(list(outcomes), by_id), status=status.HTTP_202_ACCEPTED)
