"""`/api/compositions`: what a person composes, for programs. A change that sends `If-Match` is refused where
the composition went on since."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import generics, status
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import person
from clips.serving import audio_response
from common.errors import InvalidInput, NotFound
from common.parsers import JSONParser
from common.revisions import expected_revision
from common.schema import EXPECTS_REVISION, TELLS_REVISION
from studio.compositions import services
from studio.compositions.access import composition_for, discarded_composition_for
from studio.compositions.asking import answer, object_sent
from studio.compositions.queries import compositions_of
from studio.compositions.serializers import (
    CompositionSerializer,
    CompositionSummarySerializer,
    CompositionWriteSerializer,
)
from studio.compositions.shown import summaries
from studio.models import Composition

PARSERS: tuple[type[BaseParser], ...] = (JSONParser,)


def _fields(request: Request) -> dict[str, Any]:
    serializer = CompositionWriteSerializer(data=object_sent(request))
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


class Compositions(generics.GenericAPIView):
    required_scope = "manage"
    parser_classes = PARSERS
    serializer_class = CompositionSummarySerializer

    def get_queryset(self) -> Any:
        return compositions_of(self.request.user, search=self.request.query_params.get("q", ""))

    @extend_schema(
        operation_id="compositions_list",
        parameters=[OpenApiParameter("q", str, description="Part of the name or of a tag")],
        responses=CompositionSummarySerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """The last changed first, without their timelines."""
        page = self.paginate_queryset(self.get_queryset())
        shown = summaries(page or [])
        return self.get_paginated_response(CompositionSummarySerializer(shown, many=True).data)

    @extend_schema(
        operation_id="compositions_create",
        request=CompositionWriteSerializer,
        responses={201: CompositionSerializer},
    )
    def post(self, request: Request) -> Response:
        composition = services.create_composition(owner=person(request), **_fields(request))
        return answer(composition, status=status.HTTP_201_CREATED)


class OneComposition(APIView):
    required_scope = "manage"
    parser_classes = PARSERS

    @extend_schema(
        operation_id="compositions_retrieve", parameters=[TELLS_REVISION], responses=CompositionSerializer
    )
    def get(self, request: Request, pk: UUID) -> Response:
        return answer(composition_for(request.user, pk))

    @extend_schema(
        operation_id="compositions_replace",
        request=CompositionWriteSerializer,
        parameters=[EXPECTS_REVISION, TELLS_REVISION],
        responses=CompositionSerializer,
    )
    def put(self, request: Request, pk: UUID) -> Response:
        """All of it: name and timeline are needed, what else is left out goes to its default."""
        composition = composition_for(request.user, pk)
        sent = _fields(request)
        for name in ("name", "timeline"):
            if sent.get(name) is None:
                raise InvalidInput("This field is required.", param=name)
        return self._updated(request, composition, {"sample_rate_hz": None, "tags": None, **sent})

    @extend_schema(
        operation_id="compositions_update",
        request=CompositionWriteSerializer,
        parameters=[EXPECTS_REVISION, TELLS_REVISION],
        responses=CompositionSerializer,
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """What is left out stays. A timeline is sent as a whole."""
        return self._updated(request, composition_for(request.user, pk), _fields(request))

    @extend_schema(
        operation_id="compositions_delete",
        parameters=[EXPECTS_REVISION],
        responses={204: OpenApiResponse(description="Deleted")},
    )
    def delete(self, request: Request, pk: UUID) -> Response:
        """`restore` brings it back for a minute."""
        composition = composition_for(request.user, pk)
        services.discard(composition=composition, expected_revision=expected_revision(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    def _updated(self, request: Request, composition: Composition, fields: dict[str, Any]) -> Response:
        updated = services.update_composition(
            composition=composition, expected_revision=expected_revision(request), **fields
        )
        return answer(updated)


class RestoreComposition(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="compositions_restore", request=None, responses=CompositionSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Within a minute of its deletion."""
        services.restore(composition=discarded_composition_for(request.user, pk))
        return answer(composition_for(request.user, pk))


class DuplicateComposition(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="compositions_duplicate", request=None, responses={201: CompositionSerializer}
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """With the same sounds, as “Intro copy”; without its versions and its render."""
        copy = services.duplicate(composition=composition_for(request.user, pk))
        return answer(copy, status=status.HTTP_201_CREATED)


class CompositionAudio(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="compositions_audio",
        parameters=[OpenApiParameter("download", bool, description="As an attachment")],
        responses={(200, "audio/*"): OpenApiTypes.BINARY, (206, "audio/*"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        """The last render."""
        render = composition_for(request.user, pk).render
        if render is None:
            raise NotFound("This composition has not been rendered yet.", code="not_rendered")
        return audio_response(request._request, render)
