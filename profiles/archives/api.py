"""`/api/profiles/{id}/export` and `/api/profiles/import`."""

from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from profiles.access import profile_for
from profiles.archives.importing import import_profile
from profiles.archives.serializers import ArchiveSerializer, ImportedProfileSerializer
from profiles.archives.serving import archive_response
from profiles.serializers import ProfileSerializer


class ArchiveParser(MultiPartParser):
    """Named in the schema as the only way to send a file."""


class Export(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="profiles_export", responses={(200, "application/zip"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        """As a ZIP that `import` takes again: settings, samples as they are kept, picture."""
        # Django's own request: the stream looks at its kind.
        return archive_response(request._request, profile_for(request.user, pk))


class Import(APIView):
    required_scope = "manage"
    parser_classes = (ArchiveParser,)

    @extend_schema(
        operation_id="profiles_import",
        request={"multipart/form-data": ArchiveSerializer},
        responses={201: ImportedProfileSerializer},
    )
    def post(self, request: Request) -> Response:
        """A new profile from an archive, or nothing and why. A name that is taken gets a number."""
        imported = import_profile(owner=request.user, file=request.FILES.get("file"))
        profile = profile_for(request.user, imported.profile.pk)
        body = {**ProfileSerializer(profile).data, "warnings": imported.warnings}
        return Response(body, status=status.HTTP_201_CREATED)
