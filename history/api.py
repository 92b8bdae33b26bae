"""`/api/history`: what a person made, for programs."""

from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clips.serving import audio_response
from common.errors import NotFound
from common.negotiation import OwnFormats
from history import services
from history.access import discarded_entry_for, entry_for
from history.asking import (
    ListSerializer,
    SpanSerializer,
    WantedSerializer,
    deletion_asked,
    list_asked,
    span_asked,
    zone_of,
)
from history.crafts import craft_of
from history.doors import job_door
from history.queries import count_of, entries_for, listed, page_of
from history.serializers import (
    DeletedSerializer,
    EntryChangesSerializer,
    EntrySerializer,
    OneEntrySerializer,
    PageSerializer,
    StatisticsSerializer,
)
from history.statistics import statistics_of
from history.takes import choose, takes_beside
from history.words import NAMES, words_response


class History(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="history_list", parameters=[ListSerializer], responses=PageSerializer)
    def get(self, request: Request) -> Response:
        """The newest first, unless it is sorted otherwise. Deleted ones are not in it.

        Short lists are paged by `offset`, with a `total` that counts to 1,000; long ones by `cursor`, which
        is as fast on the last page as on the first.
        """
        asked = list_asked(request.query_params)
        cursor, limit, offset = asked.cursor_asked, asked.limit_asked, asked.offset_asked
        wanted = asked.wanted(zone=zone_of(request.user), sort=asked.validated_data["sort"])
        page = page_of(request.user, wanted, limit=limit, after=cursor, offset=offset)
        body = {
            "items": EntrySerializer(page.entries, many=True).data,
            "limit": limit,
            "next": str(page.next) if page.next else None,
        }
        if cursor is None:
            body["total"], body["total_is_exact"] = count_of(entries_for(request.user, wanted))
            body["offset"] = offset
        return Response(body)

    @extend_schema(operation_id="history_clear", parameters=[WantedSerializer], responses=DeletedSerializer)
    def delete(self, request: Request) -> Response:
        """Everything, or everything that the filters leave. Each can be restored for a minute."""
        wanted = deletion_asked(request.query_params).wanted(zone=zone_of(request.user))
        return Response({"deleted": services.discard_all(user=request.user, wanted=wanted)})


class Stats(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="history_stats", parameters=[SpanSerializer], responses=StatisticsSerializer)
    def get(self, request: Request) -> Response:
        """What was made in a span of time, and how much room is used. Deleted entries do not count."""
        zone = zone_of(request.user)
        since, until = span_asked(request.query_params).span(zone=zone)
        found = statistics_of(request.user, since=since, until=until, zone=zone)
        return Response(StatisticsSerializer(found).data)


class OneEntry(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="history_retrieve", responses=OneEntrySerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(OneEntrySerializer(entry_for(request.user, pk)).data)

    @extend_schema(
        operation_id="history_update", request=EntryChangesSerializer, responses=OneEntrySerializer
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """Its title, its note, and whether it is a favourite."""
        entry = entry_for(request.user, pk)
        serializer = EntryChangesSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        services.change(entry=entry, **serializer.validated_data)
        return Response(OneEntrySerializer(entry).data)

    @extend_schema(
        operation_id="history_delete",
        responses={204: OpenApiResponse(description="Deleted; it can be restored for a minute")},
    )
    def delete(self, request: Request, pk: UUID) -> Response:
        """With its audio, unless that is kept in the Library. What is being made is stopped."""
        services.discard(entry=entry_for(request.user, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Restore(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="history_restore", request=None, responses=OneEntrySerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Undo its deletion, within a minute."""
        services.restore(entry=discarded_entry_for(request.user, pk))
        return Response(OneEntrySerializer(entry_for(request.user, pk)).data)


class Regenerate(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="history_regenerate", request=OpenApiTypes.OBJECT, responses={202: OneEntrySerializer}
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Another take of it: with the same settings, or with those that are sent.

        Of speech: `input`, `model`, `voice`, `language`, `response_format`, `speed`, `input_type`,
        `lexicon_id`, `seed`, `effects`. Of a transcript: `model`, `language`, `prompt`, `keywords`, `task`,
        `words`, `speakers`. It is made in the background, and becomes the current take once it is done.
        """
        entry = entry_for(request.user, pk)
        craft = craft_of(entry)
        serializer = craft.changes(data=request.data)
        serializer.is_valid(raise_exception=True)
        take = craft.again(
            user=request.user, entry=entry, changes=dict(serializer.validated_data), door=job_door(request)
        )
        location = {"Location": reverse("history-api:detail", args=[take.pk])}
        return Response(OneEntrySerializer(take).data, status=status.HTTP_202_ACCEPTED, headers=location)


class Takes(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="history_takes", responses=EntrySerializer(many=True))
    def get(self, request: Request, pk: UUID) -> Response:
        """All takes of the same thing, the newest first."""
        takes = listed(takes_beside(request.user, entry_for(request.user, pk)))
        return Response(EntrySerializer(takes, many=True).data)


class Current(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="history_choose", request=None, responses=OneEntrySerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Of its takes, the one that counts."""
        entry = entry_for(request.user, pk)
        choose(take=entry)
        return Response(OneEntrySerializer(entry).data)


class Words(APIView):
    required_scope = "manage"
    content_negotiation_class = OwnFormats

    @extend_schema(
        operation_id="history_words",
        parameters=[OpenApiParameter("form", str, OpenApiParameter.PATH, enum=NAMES)],
        responses={(200, "*/*"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: UUID, form: str) -> HttpResponseBase:
        """What was said, as a text or as subtitles."""
        return words_response(entry_for(request.user, pk), form)

    @extend_schema(
        operation_id="history_words_post",
        request=None,
        parameters=[OpenApiParameter("form", str, OpenApiParameter.PATH, enum=NAMES)],
        responses={(200, "*/*"): OpenApiTypes.BINARY},
    )
    def post(self, request: Request, pk: UUID, form: str) -> HttpResponseBase:
        """The same, for programs that ask for it so."""
        return self.get(request, pk, form)


class Audio(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="history_audio",
        parameters=[
            OpenApiParameter("download", bool, description="As an attachment"),
            OpenApiParameter("Range", str, OpenApiParameter.HEADER, description="bytes=FIRST-LAST, one part"),
        ],
        responses={
            (200, "audio/*"): OpenApiTypes.BINARY,
            (206, "audio/*"): OpenApiTypes.BINARY,
            416: OpenApiResponse(description="The part lies beyond the end"),
        },
    )
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        """What was spoken, or what was listened to."""
        entry = entry_for(request.user, pk)
        if entry.clip is None or not entry.has_audio:
            raise NotFound(
                "This entry has no audio: it is not done yet, or its audio was not kept.", code="no_audio"
            )
        return audio_response(request._request, entry.clip)
