"""`/api/dictation/lists`: one's own lists, and those shared with one, for programs."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import person
from common.errors import InvalidInput
from common.negotiation import OwnFormats
from common.parsers import JSONParser
from dictation import paging
from dictation.items.serializers import DictationItemPageSerializer, DictationItemSerializer
from dictation.models import ItemList
from dictation.sharing import lists
from dictation.sharing.access import discarded_list_for, list_for, seen_list_for
from dictation.sharing.files.exporting import FORMATS, export_response, format_asked
from dictation.sharing.queries import items_in, lists_of, lists_seen_by, shared_lists_of, shown_items_in
from dictation.sharing.serializers import (
    DictationAddedSerializer,
    DictationItemIdsSerializer,
    DictationListCreateSerializer,
    DictationListPageSerializer,
    DictationListSerializer,
    DictationMoveSerializer,
    DictationNameSerializer,
)

FORMAT = OpenApiParameter("format", str, enum=FORMATS, default="csv")
FILES: Any = {(200, "text/csv"): OpenApiTypes.STR, (200, "application/json"): OpenApiTypes.OBJECT}
_SCOPES = {"all": lists_seen_by, "own": lists_of, "shared": shared_lists_of}
_SCOPE = OpenApiParameter("scope", str, enum=list(_SCOPES), default="all")


def sent(serializer: serializers.Serializer) -> Any:
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


class Lists(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="dictation_lists_list",
        parameters=[_SCOPE, *paging.PARAMETERS],
        responses=DictationListPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """By name."""
        query = request.query_params
        scope = query.get("scope", "all")
        if scope not in _SCOPES:
            raise InvalidInput(f"scope is one of {', '.join(_SCOPES)}.", param="scope")
        found = _SCOPES[scope](request.user)
        return Response(paging.paged(found, query, DictationListSerializer, user=request.user))

    @extend_schema(
        operation_id="dictation_lists_create",
        request=DictationListCreateSerializer,
        responses={201: DictationListSerializer},
    )
    def post(self, request: Request) -> Response:
        """With items of your own, or empty."""
        given = sent(DictationListCreateSerializer(data=request.data))
        made = lists.create_list(owner=person(request), **given)
        return _answer(request, made, status=status.HTTP_201_CREATED)


class OneList(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(operation_id="dictation_lists_retrieve", responses=DictationListSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return _answer(request, seen_list_for(request.user, pk))

    @extend_schema(
        operation_id="dictation_lists_rename",
        request=DictationNameSerializer,
        responses=DictationListSerializer,
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        item_list = list_for(request.user, pk)
        lists.rename_list(item_list=item_list, **sent(DictationNameSerializer(data=request.data)))
        return _answer(request, item_list)

    @extend_schema(
        operation_id="dictation_lists_delete",
        responses={204: OpenApiResponse(description="Gone; its items stay")},
    )
    def delete(self, request: Request, pk: UUID) -> Response:
        """For a minute it can be restored, to the groups it is shared with, too."""
        lists.discard_list(item_list=list_for(request.user, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class RestoreList(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="dictation_lists_restore", request=None, responses=DictationListSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Undo its deletion, within a minute."""
        item_list = discarded_list_for(request.user, pk)
        lists.restore_list(item_list=item_list)
        return _answer(request, item_list)


class ListItems(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="dictation_lists_items",
        parameters=paging.PARAMETERS,
        responses=DictationItemPageSerializer,
    )
    def get(self, request: Request, pk: UUID) -> Response:
        """In their order, with what you have made of them."""
        user = person(request)
        found = shown_items_in(seen_list_for(user, pk), user)
        return Response(paging.paged(found, request.query_params, DictationItemSerializer, user=user))

    @extend_schema(
        operation_id="dictation_lists_add_items",
        request=DictationItemIdsSerializer,
        responses=DictationAddedSerializer,
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """At its end, those that are not in it yet."""
        item_list = list_for(request.user, pk)
        given = sent(DictationItemIdsSerializer(data=request.data))
        return Response({"added": lists.add_items(item_list=item_list, **given)})

    @extend_schema(
        operation_id="dictation_lists_set_items",
        request=DictationItemIdsSerializer,
        responses=DictationListSerializer,
    )
    def put(self, request: Request, pk: UUID) -> Response:
        """These, in this order, and no others."""
        item_list = list_for(request.user, pk)
        lists.set_items(item_list=item_list, **sent(DictationItemIdsSerializer(data=request.data)))
        return _answer(request, item_list)


class OneListItem(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="dictation_lists_move_item", request=DictationMoveSerializer, responses={204: None}
    )
    def patch(self, request: Request, pk: UUID, item_id: UUID) -> Response:
        """To another place."""
        item_list = list_for(request.user, pk)
        given = sent(DictationMoveSerializer(data=request.data))
        lists.move_item(item_list=item_list, item_id=item_id, **given)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(
        operation_id="dictation_lists_remove_item",
        responses={204: OpenApiResponse(description="Not in the list any more; the item stays")},
    )
    def delete(self, request: Request, pk: UUID, item_id: UUID) -> Response:
        lists.remove_item(item_list=list_for(request.user, pk), item_id=item_id)
        return Response(status=status.HTTP_204_NO_CONTENT)


class ExportList(APIView):
    required_scope = "manage"
    content_negotiation_class = OwnFormats

    @extend_schema(operation_id="dictation_lists_export", parameters=[FORMAT], responses=FILES)
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        """Its items as a file that `items/import` takes again, here or on another site."""
        item_list = seen_list_for(request.user, pk)
        form = format_asked(request.query_params)
        return export_response(items_in(item_list), form=form, list_name=item_list.name)


def _answer(request: Request, item_list: ItemList, **kwargs: Any) -> Response:
    fresh = seen_list_for(request.user, item_list.pk)
    return Response(DictationListSerializer(fresh, context={"user": request.user}).data, **kwargs)
