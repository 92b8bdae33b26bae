"""`/api/history/export…`: all that was found, as a table at once or as an archive by a job."""

from django.http import HttpResponseBase
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import person
from common.negotiation import OwnFormats
from common.streaming import stream
from history.asking import WantedSerializer, filters_asked, zone_of
from history.export_asking import HistoryExportSerializer
from history.exports import start_export
from history.tables import csv_of
from history.words import named
from jobs.accepted import LOCATION, accepted
from jobs.serializers import JobSerializer

ONE_MONTH = OpenApiExample(
    "What was spoken in a month, as MP3 with subtitles",
    value={"type": "tts", "since": "2026-11-01", "until": "2026-11-30", "format": "mp3"},
    request_only=True,
)


class ExportTable(APIView):
    required_scope = "manage"
    content_negotiation_class = OwnFormats

    @extend_schema(
        operation_id="history_export_csv",
        parameters=[WantedSerializer],
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """All that the filters leave, the newest first: UTF-8 with a byte order mark, for spreadsheets.

        A text that one would carry out as a formula has an apostrophe before it.
        """
        zone = zone_of(request.user)
        lines = csv_of(request.user, filters_asked(request.query_params).wanted(zone=zone))
        response = stream(request._request, lines, content_type="text/csv; charset=utf-8")
        return named(response, f"history-{timezone.localdate(timezone=zone):%Y-%m-%d}.csv")


class Exports(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="history_exports_create",
        request=HistoryExportSerializer,
        responses={202: JobSerializer},
        parameters=[LOCATION],
        examples=[ONE_MONTH],
    )
    def post(self, request: Request) -> Response:
        """The audio and the words of many entries as one ZIP, with a table of them: the job's file.

        In the table, `missing` says what of an entry is not in it: its audio is gone, say.
        """
        serializer = HistoryExportSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        user = person(request)
        job = start_export(user=user, export=serializer.export(zone=zone_of(user)))
        return accepted(job)
