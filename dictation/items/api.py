"""`/api/dictation/items`: texts to be written down by ear, for programs, with the scope `manage`."""

from typing import Any
from uuid import UUID

from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import person
from common.errors import AppError, InvalidInput
from common.parsers import JSONParser, fields_sent
from dictation import paging
from dictation.access import discarded_item_for, item_for
from dictation.filters import NEWEST, SORTS, filters_of, require_known
from dictation.items import services
from dictation.items.answers import item_answer, made_answer, shown
from dictation.items.serializers import (
    DictationBulkAnswerSerializer,
    DictationBulkSerializer,
    DictationDifficultySerializer,
    DictationItemPageSerializer,
    DictationItemSerializer,
    DictationItemTagsSerializer,
    DictationItemWriteSerializer,
    draft_sent,
    drafts_sent,
    item_sent,
)
from dictation.models import AudioState
from dictation.queries import items_for

FILTERS = [
    OpenApiParameter("locale", str, description="`en-GB`; `en` is every English"),
    OpenApiParameter("tags", str, description="Names parted by commas: items that have all of them"),
    OpenApiParameter("difficulty", str, description="A level such as `3`, or a range such as `2..4`"),
    OpenApiParameter("practised", bool, description="Whether you made an attempt. `practiced` is the same"),
    OpenApiParameter("due", bool, description="Whether it waits to be repeated now"),
    OpenApiParameter("tts_status", str, enum=AudioState.values),
    OpenApiParameter("search", str, description="Part of the text"),
    OpenApiParameter("list", OpenApiTypes.UUID, description="Of a list of items"),
    OpenApiParameter("ids", str, description="These items, parted by commas"),
]
SHARED = OpenApiParameter("shared", bool, description="true: also those that are shared with you")
SORT = OpenApiParameter("sort", str, enum=list(SORTS), default=NEWEST)
EXAMPLE = OpenApiExample(
    "An item",
    value={"locale": "en-GB", "text": "The kettle is on.", "tags": ["kitchen"], "difficulty": None},
    request_only=True,
)


class Items(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="dictation_items_list",
        parameters=[*FILTERS, SHARED, SORT, *paging.PARAMETERS],
        responses=DictationItemPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """Those that all the filters leave. A filter that is wrong or unknown is an error."""
        query = request.query_params
        require_known(query, also=("shared", *paging.NAMES))
        found = items_for(request.user, filters_of(query), practisable=_wants_shared(query))
        return Response(paging.paged(found, query, lambda rows: shown(request.user, rows)))

    @extend_schema(
        operation_id="dictation_items_create",
        request=DictationItemWriteSerializer,
        responses={202: DictationItemSerializer},
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> Response:
        """Its audio is made in the background: see its `tts_status`."""
        draft = draft_sent(request.data)
        if isinstance(draft, AppError):
            raise draft
        item = services.create_item(user=person(request), draft=draft)
        location = {"Location": reverse("items-api:detail", args=[item.pk])}
        return item_answer(request.user, item.pk, status=status.HTTP_202_ACCEPTED, headers=location)


def _wants_shared(query: Any) -> bool:
    given = query.get("shared", "")
    if given not in ("", "true", "false"):
        raise InvalidInput("shared must be true or false.", param="shared")
    return bool(given == "true")


class ManyItems(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="dictation_items_create_many",
        request=DictationBulkSerializer,
        responses={202: DictationBulkAnswerSerializer},
    )
    def post(self, request: Request) -> Response:
        """What became of each: one that is wrong keeps none of the others from being made."""
        sent = drafts_sent(request.data)
        drafts = [draft for draft in sent if not isinstance(draft, AppError)]
        made = iter(services.create_items(user=person(request), drafts=drafts))
        outcomes = [each if isinstance(each, AppError) else next(made) for each in sent]
        return made_answer(request.user, outcomes)


class OneItem(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(operation_id="dictation_items_retrieve", responses=DictationItemSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Also one that is shared with you."""
        return item_answer(request.user, pk)

    @extend_schema(
        operation_id="dictation_items_update",
        request=DictationItemWriteSerializer,
        responses=DictationItemSerializer,
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """What is left out stays. Another text is spoken anew; its difficulty follows unless one is given."""
        item = item_for(request.user, pk)
        services.change_item(item=item, **item_sent(request.data))
        return item_answer(request.user, pk)

    @extend_schema(
        operation_id="dictation_items_delete",
        responses={204: OpenApiResponse(description="Deleted; it can be restored for a minute")},
    )
    def delete(self, request: Request, pk: UUID) -> Response:
        """What was written down of it stays in the statistics."""
        services.discard_item(item=item_for(request.user, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class RestoreItem(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="dictation_items_restore", request=None, responses=DictationItemSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Undo its deletion, within a minute."""
        services.restore_item(item=discarded_item_for(request.user, pk))
        return item_answer(request.user, pk)


class ItemDifficulty(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="dictation_items_difficulty",
        request=DictationDifficultySerializer,
        responses=DictationItemSerializer,
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        item = item_for(request.user, pk)
        services.change_difficulty(item=item, difficulty=_only(request.data, "difficulty"))
        return item_answer(request.user, pk)


class ItemTags(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="dictation_items_tags",
        request=DictationItemTagsSerializer,
        responses=DictationItemSerializer,
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """These instead of what it has."""
        item = item_for(request.user, pk)
        services.change_tags(item=item, tags=_only(request.data, "tags"))
        return item_answer(request.user, pk)


def _only(data: Any, name: str) -> Any:
    sent = fields_sent(data, {name})
    if name not in sent:
        raise InvalidInput("This field is required.", param=name)
    return sent[name]
