"""`/api/compositions/{id}/versions`."""

from uuid import UUID

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from common.revisions import expected_revision
from common.schema import EXPECTS_REVISION
from studio.compositions import versions
from studio.compositions.access import composition_for, version_of
from studio.compositions.api import PARSERS
from studio.compositions.asking import answer, object_sent
from studio.compositions.queries import versions_of
from studio.compositions.serializers import (
    CompositionSerializer,
    CompositionVersionSerializer,
    CompositionVersionsSerializer,
    CompositionVersionWriteSerializer,
)


class Versions(APIView):
    required_scope = "manage"
    parser_classes = PARSERS

    @extend_schema(operation_id="composition_versions_list", responses=CompositionVersionsSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """The newest first."""
        items = versions_of(composition_for(request.user, pk))
        return Response(CompositionVersionsSerializer({"items": items}).data)

    @extend_schema(
        operation_id="composition_versions_create",
        request=CompositionVersionWriteSerializer,
        responses={201: CompositionVersionSerializer},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """As the composition is now."""
        serializer = CompositionVersionWriteSerializer(data=object_sent(request))
        serializer.is_valid(raise_exception=True)
        composition = composition_for(request.user, pk)
        version = versions.save_version(composition=composition, **serializer.validated_data)
        body = CompositionVersionSerializer(version).data
        return Response(body, status=status.HTTP_201_CREATED)


class OneVersion(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="composition_versions_delete", responses={204: OpenApiResponse(description="Removed")}
    )
    def delete(self, request: Request, pk: UUID, number: int) -> Response:
        composition = composition_for(request.user, pk)
        versions.remove_version(composition=composition, version=version_of(composition, number))
        return Response(status=status.HTTP_204_NO_CONTENT)


class RestoreVersion(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="composition_versions_restore",
        request=None,
        parameters=[EXPECTS_REVISION],
        responses=CompositionSerializer,
    )
    def post(self, request: Request, pk: UUID, number: int) -> Response:
        """The composition as it is becomes a version first."""
        composition = composition_for(request.user, pk)
        restored = versions.restore_version(
            composition=composition,
            version=version_of(composition, number),
            expected_revision=expected_revision(request),
        )
        return answer(restored)
