"""`/api/dictation/items/export` and `/import`: items as files, for programs."""

from typing import Any

from django.http import HttpResponseBase
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import person
from common.errors import InvalidInput
from common.negotiation import OwnFormats
from common.parsers import JSONParser
from dictation.filters import filters_of, require_known_filters
from dictation.items.api import FILTERS, SORT
from dictation.queries import items_for
from dictation.sharing.api import FILES, FORMAT
from dictation.sharing.files.exporting import export_response, format_asked
from dictation.sharing.files.importing import Imported, import_file, import_json
from dictation.sharing.serializers import (
    DictationDocumentSerializer,
    DictationFileSerializer,
    DictationImportedSerializer,
)

TWO = OpenApiExample(
    "A list of two",
    value={
        "name": "Lesson 1",
        "items": [
            {"locale": "en-GB", "text": "Good evening.", "tags": ["greetings"]},
            {"locale": "de-DE", "text": "Guten Abend!", "alternatives": ["Guten Abend"], "difficulty": 2},
        ],
    },
    request_only=True,
)


class ItemsFileParser(MultiPartParser):
    """For a file; JSON may also be the body itself."""


class ExportItems(APIView):
    required_scope = "manage"
    content_negotiation_class = OwnFormats

    @extend_schema(
        operation_id="dictation_items_export", parameters=[FORMAT, *FILTERS, SORT], responses=FILES
    )
    def get(self, request: Request) -> HttpResponseBase:
        """Those that the filters leave, which are those of the list of items."""
        query = request.query_params
        require_known_filters(query, also=("format",))
        items = items_for(person(request), filters_of(query))
        return export_response(items, form=format_asked(query))


class ImportItems(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser, ItemsFileParser)

    @extend_schema(
        operation_id="dictation_items_import",
        request={
            "application/json": DictationDocumentSerializer,
            "multipart/form-data": DictationFileSerializer,
        },
        responses={202: DictationImportedSerializer},
        examples=[TWO],
    )
    def post(self, request: Request) -> Response:
        """All of them, or none and which are wrong. What has a name becomes a list, too. Their sound is made
        in the background."""
        imported = _import(request)
        return Response(DictationImportedSerializer(imported).data, status=status.HTTP_202_ACCEPTED)


def _import(request: Request) -> Imported:
    if (request.content_type or "").startswith("application/json"):
        return import_json(owner=person(request), document=request.data)
    data: Any = request.data
    if unknown := set(data) - {"file", "locale", "as_list"}:
        name = min(unknown)[:80]
        raise InvalidInput(f"There is no parameter {name!r}.", param=name, code="unknown_parameter")
    return import_file(
        owner=person(request),
        file=request.FILES.get("file"),
        locale=str(data.get("locale", "")),
        is_list=serializers.BooleanField(required=False).run_validation(data.get("as_list", False)),
    )
