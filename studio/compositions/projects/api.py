"""Projects: `project.json`, `project.zip`, and the way back."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import person
from common.parsers import JSONParser
from common.revisions import ETAG, etag_of
from common.serving import Description, file_response
from jobs.accepted import LOCATION, accepted
from jobs.serializers import JobSerializer
from studio.compositions.access import composition_for
from studio.compositions.projects.importing import Imported, import_file, import_json
from studio.compositions.projects.packing import Project
from studio.compositions.projects.services import file_name, packed_at_once, start_packing
from studio.compositions.serializers import CompositionSerializer
from studio.compositions.shown import shown


class ProjectSerializer(serializers.Serializer):
    """What `project.json` gave: it is taken as it was given."""

    format = serializers.CharField(help_text="`voicesite-composition`")
    version = serializers.IntegerField()
    written_by = serializers.CharField(required=False)
    composition = serializers.DictField()


class ProjectFileSerializer(serializers.Serializer):
    file = serializers.FileField(help_text="A project.zip or a project.json, of this site or another")


class ImportedCompositionSerializer(CompositionSerializer):
    warnings = serializers.ListField(child=serializers.CharField(), help_text="What did not come along")


class ProjectFileParser(MultiPartParser):
    """For a file; JSON may also be the body itself."""


class ProjectJson(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="compositions_project_json", responses=ProjectSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """Without its sounds: `import` takes it again where they still are yours."""
        composition = composition_for(request.user, pk)
        disposition = content_disposition_header(True, file_name(composition, "json")) or "attachment"
        headers = {"Content-Disposition": disposition, ETAG: etag_of(composition)}
        return Response(Project(composition).as_json(), headers=headers)


class ProjectZip(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="compositions_project_zip", responses={(200, "application/zip"): OpenApiTypes.BINARY}
    )
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        """With its sounds. Beyond 256 MB of them: 413, and `project` makes it as a job."""
        composition = composition_for(request.user, pk)
        packed = packed_at_once(composition)
        about = Description(
            etag=f'"{packed.digest[:32]}"',
            content_type="application/zip",
            name=file_name(composition, "zip"),
            is_attachment=True,
            cache_control="private, no-store",
        )
        return file_response(request._request, packed.file, about)


class PackProject(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="compositions_project_pack",
        request=None,
        responses={202: JobSerializer},
        parameters=[LOCATION],
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """The same ZIP as the file of a job, however large."""
        return accepted(start_packing(composition=composition_for(request.user, pk)))


class ImportProject(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser, ProjectFileParser)

    @extend_schema(
        operation_id="compositions_import",
        request={"application/json": ProjectSerializer, "multipart/form-data": ProjectFileSerializer},
        responses={201: ImportedCompositionSerializer},
    )
    def post(self, request: Request) -> Response:
        """A new composition, or nothing and why. A ZIP brings its sounds along."""
        return _imported(_import(request))


def _import(request: Request) -> Imported:
    if request.content_type.startswith("application/json"):
        return import_json(owner=person(request), given=request.data)
    return import_file(owner=person(request), file=request.FILES.get("file"))


def _imported(imported: Imported) -> Response:
    body: dict[str, Any] = {**shown(imported.composition), "warnings": imported.warnings}
    headers = {ETAG: etag_of(imported.composition)}
    data = ImportedCompositionSerializer(body).data
    return Response(data, status=status.HTTP_201_CREATED, headers=headers)
