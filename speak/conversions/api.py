"""`/api/tts`: texts in, jobs that speak them, and files out. All of it needs the scope `manage`."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import generics, status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import person
from clips.serving import audio_response
from common.errors import AppError
from common.negotiation import OwnFormats
from common.parsers import JSONParser
from history.doors import job_door
from speak.conversions.access import clip_of, conversion_for
from speak.conversions.languages import supported_languages
from speak.conversions.queries import conversions_of
from speak.conversions.serializers import (
    ConversionsAcceptedSerializer,
    ConversionSerializer,
    ConvertMultipleSerializer,
    ConvertSerializer,
    SpokenLanguagesSerializer,
    file_name_of,
    status_asked,
)
from speak.conversions.services import convert, convert_all, remove
from speak.conversions.states import Status
from speak.models import Conversion

GREETING = OpenApiExample(
    "A greeting in Finnish",
    value={"text": "Hyvää huomenta!", "language": "fi", "custom_filename": "huomenta"},
    request_only=True,
)
LESSON = OpenApiExample(
    "Two sentences of a lesson",
    value={"texts": ["Good morning.", {"text": "Good night.", "custom_filename": "night"}]},
    request_only=True,
)
LOCATION = OpenApiParameter(
    "Location",
    OpenApiTypes.URI_REF,
    OpenApiParameter.HEADER,
    response=[202],
    description="Where to ask how far it is",
)


class Convert(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="tts_convert",
        request=ConvertSerializer,
        responses={202: ConversionSerializer},
        parameters=[LOCATION],
        examples=[GREETING],
    )
    def post(self, request: Request) -> Response:
        """Have a text spoken in the background, as WAV.

        The same text by the same voice is not spoken twice: the answer is then the conversion there is,
        which may be completed. One that failed, or whose sound is gone, is made again. Without a voice it is
        the default profile's, or a voice of the language.
        """
        serializer = ConvertSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        conversion = convert(
            user=person(request),
            draft=serializer.draft(),
            asked=serializer.settings(),
            door=job_door(request),
        )
        body = ConversionSerializer(conversion_for(request.user, conversion.pk)).data
        headers = {"Location": reverse("tts-api:conversion", args=[conversion.pk])}
        return Response(body, status=status.HTTP_202_ACCEPTED, headers=headers)


class ConvertMultiple(APIView):
    required_scope = "manage"
    parser_classes = (JSONParser,)

    @extend_schema(
        operation_id="tts_convert_multiple",
        request=ConvertMultipleSerializer,
        responses={202: ConversionsAcceptedSerializer},
        examples=[LESSON],
    )
    def post(self, request: Request) -> Response:
        """The same for many texts, by one job. A text that can't be spoken is told in `failed`."""
        serializer = ConvertMultipleSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        outcomes = convert_all(
            user=person(request),
            drafts=serializer.validated_data["texts"],
            asked=serializer.settings(),
            door=job_door(request),
        )
        return Response(_accepted(request.user, outcomes), status=status.HTTP_202_ACCEPTED)


class Conversions(generics.ListAPIView):
    required_scope = "manage"
    serializer_class = ConversionSerializer

    def get_queryset(self) -> Any:
        return conversions_of(self.request.user, status=status_asked(self.request.query_params))

    @extend_schema(
        operation_id="tts_list",
        parameters=[OpenApiParameter("status", str, enum=Status.values, description="Of this state alone")],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """The newest first."""
        return self.list(request)


class OneConversion(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="tts_retrieve", responses=ConversionSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        return Response(ConversionSerializer(conversion_for(request.user, pk)).data)

    @extend_schema(operation_id="tts_delete", responses={204: OpenApiResponse(description="Deleted")})
    def delete(self, request: Request, pk: UUID) -> Response:
        """With its sound and its entry of the history, unless that is a favourite. It is stopped first."""
        remove(conversion=conversion_for(request.user, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Download(APIView):
    required_scope = "manage"
    content_negotiation_class = OwnFormats

    @extend_schema(
        operation_id="tts_download",
        parameters=[
            OpenApiParameter("Range", str, OpenApiParameter.HEADER, description="bytes=FIRST-LAST, one part")
        ],
        responses={
            (200, "audio/wav"): OpenApiTypes.BINARY,
            (206, "audio/wav"): OpenApiTypes.BINARY,
            409: OpenApiResponse(description="It is not completed yet, or it failed"),
            416: OpenApiResponse(description="The part lies beyond the end"),
        },
    )
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        conversion = conversion_for(request.user, pk)
        return audio_response(request._request, clip_of(conversion), save_as=file_name_of(conversion))


class SupportedLanguages(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="tts_supported_languages", responses=SpokenLanguagesSerializer)
    def get(self, request: Request) -> Response:
        """What `language` may be, by name."""
        return Response(SpokenLanguagesSerializer({"languages": supported_languages()}).data)


def _accepted(user: Any, outcomes: list[Conversion | AppError]) -> Any:
    ids = [outcome.pk for outcome in outcomes if isinstance(outcome, Conversion)]
    found = conversions_of(user).in_bulk(ids)
    failed = [
        {"index": index, "error": outcome.as_dict()}
        for index, outcome in enumerate(outcomes)
        if isinstance(outcome, AppError)
    ]
    body = {
        "conversions": [found[pk] for pk in ids if pk in found],
        "total_created": len(ids),
        "failed": failed,
        "total_failed": len(failed),
    }
    return ConversionsAcceptedSerializer(body).data
