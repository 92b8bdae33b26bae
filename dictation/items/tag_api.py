"""`/api/dictation/tags`: what items are told apart by, for programs."""

from uuid import UUID

from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import person
from common.parsers import JSONParser, fields_sent
from dictation import paging
from dictation.access import tag_for
from dictation.items.serializers import (
    DictationTagPageSerializer,
    DictationTagSerializer,
    DictationTagWriteSerializer,
)
from dictation.items.tags import create_tag, delete_tag, found_tags, rename_tag, tags_of

_SENT = DictationTagWriteSerializer().fields
_READ_ALONE = frozenset(DictationTagSerializer().fields)


class Tags(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="dictation_tags_list",
        parameters=[OpenApiParameter("search", str, description="Part of the name"), *paging.PARAMETERS],
        responses=DictationTagPageSerializer,
    )
    def get(self, request: Request) -> Response:
        """By name, each with how many items have it."""
        query = request.query_params
        found = found_tags(request.user, search=query.get("search", ""))
        return Response(paging.paged(found, query, DictationTagSerializer, user=request.user))

    @extend_schema(
        operation_id="dictation_tags_create",
        request=DictationTagWriteSerializer,
        responses={201: DictationTagSerializer},
    )
    def post(self, request: Request) -> Response:
        """409 where there is one of that name, whatever its case."""
        tag = create_tag(user=person(request), name=fields_sent(request.data, _SENT).get("name"))
        location = {"Location": reverse("items-api:tag", args=[tag.pk])}
        return _answer(request, tag.pk, status=status.HTTP_201_CREATED, headers=location)


class OneTag(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(operation_id="dictation_tags_retrieve", responses=DictationTagSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return _answer(request, tag_for(request.user, pk).pk)

    @extend_schema(
        operation_id="dictation_tags_rename",
        request=DictationTagWriteSerializer,
        responses=DictationTagSerializer,
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """Of every item that has it."""
        tag = tag_for(request.user, pk)
        sent = fields_sent(request.data, _SENT, read_alone=_READ_ALONE)
        rename_tag(tag=tag, name=sent.get("name"))
        return _answer(request, pk)

    @extend_schema(
        operation_id="dictation_tags_delete",
        responses={204: OpenApiResponse(description="Gone; its items stay, without it")},
    )
    def delete(self, request: Request, pk: UUID) -> Response:
        delete_tag(tag=tag_for(request.user, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _answer(
    request: Request, pk: UUID, *, status: int = status.HTTP_200_OK, headers: dict[str, str] | None = None
) -> Response:
    tag = tags_of(request.user).get(pk=pk)
    return Response(DictationTagSerializer(tag).data, status=status, headers=headers)
