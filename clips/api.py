"""`/api/clips/`: a person's Library, for programs."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import generics, status
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clips import services, serving
from clips.access import clip_for
from clips.models import Clip, Source
from clips.queries import NEWEST_FIRST, ORDERINGS, library_of
from clips.serializers import ClipSerializer, PeaksSerializer, UploadSerializer
from common.errors import InvalidInput
from speech.audio.peaks import unpack
from speech.audio.picture import COLOURS, HEIGHTS, WIDTHS


class MultiPartAlone(MultiPartParser):
    """Named in the schema as the only way to send a file."""


class Clips(generics.ListCreateAPIView):
    required_scope = "manage"
    serializer_class = ClipSerializer
    parser_classes = (MultiPartAlone, FormParser)

    def get_queryset(self) -> Any:
        query = self.request.query_params
        return library_of(
            self.request.user,
            search=query.get("q", ""),
            source=query.get("source", ""),
            ordering=query.get("ordering", NEWEST_FIRST),
        )

    @extend_schema(
        operation_id="clips_list",
        parameters=[
            OpenApiParameter("q", str, description="Part of the title or of the file's name"),
            OpenApiParameter("source", str, enum=Source.values),
            OpenApiParameter("ordering", str, enum=list(ORDERINGS), default=NEWEST_FIRST),
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request)

    @extend_schema(
        operation_id="clips_upload",
        request={"multipart/form-data": UploadSerializer},
        responses={201: ClipSerializer},
    )
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Store a file in the Library."""
        if "file" not in request.FILES:
            raise InvalidInput("Send the audio as the part “file” of a multipart form.", param="file")
        serializer = UploadSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        clip = services.store_upload(owner=request.user, **serializer.validated_data)
        return Response(ClipSerializer(clip).data, status=status.HTTP_201_CREATED)


class OneClip(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="clips_retrieve", responses=ClipSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(ClipSerializer(clip_for(request.user, pk)).data)

    @extend_schema(operation_id="clips_rename", request=ClipSerializer, responses=ClipSerializer)
    def patch(self, request: Request, pk: UUID) -> Response:
        """Only the title can be changed."""
        clip = clip_for(request.user, pk)
        serializer = ClipSerializer(clip, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        if beyond := sorted(set(request.data) - {"title"}):
            raise InvalidInput(f"{beyond[0]} can't be changed; only the title can.", param=beyond[0])
        if "title" in serializer.validated_data:
            clip = services.rename(clip=clip, title=serializer.validated_data["title"])
        return Response(ClipSerializer(clip).data)

    @extend_schema(operation_id="clips_delete", responses={204: OpenApiResponse(description="Gone for good")})
    def delete(self, request: Request, pk: UUID) -> Response:
        """For good, with its file. 409 where something still uses it."""
        services.delete_clip(clip=clip_for(request.user, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Audio(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="clips_audio",
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
        # Django's own request: the stream looks at its kind.
        return serving.audio_response(request._request, clip_for(request.user, pk))


class Waveform(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="clips_waveform",
        parameters=[
            OpenApiParameter("width", int, description=f"{WIDTHS[0]} to {WIDTHS[1]} pixels"),
            OpenApiParameter("height", int, description=f"{HEIGHTS[0]} to {HEIGHTS[1]} pixels"),
            OpenApiParameter("theme", str, enum=list(COLOURS)),
        ],
        responses={(200, "image/png"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        return serving.waveform_response(request._request, clip_for(request.user, pk))


class Peaks(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="clips_peaks", responses=PeaksSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        clip: Clip = clip_for(request.user, pk)
        peaks = unpack(clip.peaks)
        body = {
            "duration_seconds": clip.duration_seconds,
            "bits": 8,
            "length": len(peaks),
            "data": peaks.ravel().tolist(),
        }
        return Response(body)
