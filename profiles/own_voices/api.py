"""`/api/voices`: voices that a person brought, for programs. All of it needs the scope `manage`; speaking
with one (its name or id as the voice) needs what speaking needs.
"""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import generics, status
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from clips.serving import audio_response
from common.parsers import JSONParser
from profiles.own_voices.bringing import bring
from profiles.own_voices.preview import HEADER, preview_response
from profiles.own_voices.serializers import (
    OneOwnVoiceSerializer,
    OwnVoiceChangesSerializer,
    OwnVoiceSentSerializer,
    OwnVoiceSerializer,
)
from speech.own_voices import services
from speech.own_voices.access import discarded_own_voice_for, own_voice_for
from speech.own_voices.queries import own_voices_of

RANGE = OpenApiParameter("Range", str, OpenApiParameter.HEADER, description="bytes=FIRST-LAST, one part")


def _one(user: Any, pk: UUID, **kwargs: Any) -> Response:
    return Response(OneOwnVoiceSerializer(own_voice_for(user, pk)).data, **kwargs)


def _read(serializer: Any) -> Any:
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


class OwnVoices(generics.ListAPIView):
    required_scope = "manage"
    serializer_class = OwnVoiceSerializer
    parser_classes = (JSONParser, MultiPartParser)

    def get_queryset(self) -> Any:
        return own_voices_of(self.request.user, search=self.request.query_params.get("q", ""))

    @extend_schema(
        operation_id="own_voices_list",
        parameters=[OpenApiParameter("q", str, description="Part of the name")],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """By name."""
        return self.list(request)

    @extend_schema(
        operation_id="own_voices_create",
        request={"multipart/form-data": OwnVoiceSentSerializer, "application/json": OwnVoiceSentSerializer},
        responses={201: OneOwnVoiceSerializer},
    )
    def post(self, request: Request) -> Response:
        """From a file, a clip, or the samples of a voice profile. It is judged, levelled and trimmed."""
        voice = bring(owner=request.user, given=_read(OwnVoiceSentSerializer(data=request.data)))
        return _one(request.user, voice.pk, status=status.HTTP_201_CREATED)


class OneOwnVoice(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(operation_id="own_voices_retrieve", responses=OneOwnVoiceSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return _one(request.user, pk)

    @extend_schema(
        operation_id="own_voices_update", request=OwnVoiceChangesSerializer, responses=OneOwnVoiceSerializer
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """What is left out stays."""
        voice = own_voice_for(request.user, pk)
        services.change_voice(voice=voice, **_read(OwnVoiceChangesSerializer(data=request.data)))
        return _one(request.user, pk)

    @extend_schema(operation_id="own_voices_delete", responses={204: OpenApiResponse(description="Deleted")})
    def delete(self, request: Request, pk: UUID) -> Response:
        """`restore` brings it back for a minute. What was spoken with it stays, and keeps its name."""
        services.discard(voice=own_voice_for(request.user, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class RestoreOwnVoice(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="own_voices_restore", request=None, responses=OneOwnVoiceSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Within a minute of its deletion."""
        services.restore(voice=discarded_own_voice_for(request.user, pk))
        return _one(request.user, pk)


class OwnVoiceAudio(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="own_voices_audio",
        parameters=[RANGE, OpenApiParameter("download", bool, description="As an attachment")],
        responses={(200, "audio/wav"): OpenApiTypes.BINARY, (206, "audio/wav"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        """The recording as engines are given it."""
        # Django's own request: the stream looks at its kind.
        return audio_response(request._request, own_voice_for(request.user, pk).clip)


class OwnVoicePreview(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="own_voices_preview",
        parameters=[
            OpenApiParameter(
                HEADER, str, OpenApiParameter.HEADER, response=True, enum=["imitated", "recording"]
            )
        ],
        responses={(200, "audio/mpeg"): OpenApiTypes.BINARY, (200, "audio/wav"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        """A sentence in this voice, where an engine here imitates voices; else the recording itself."""
        return preview_response(request._request, own_voice_for(request.user, pk), user=request.user)
