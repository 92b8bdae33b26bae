"""`/api/profiles/{id}/samples`: recordings of the voice that a profile is to sound like, for programs."""

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

from clips.access import clip_for
from common.errors import InvalidInput, NotFound
from common.parsers import JSONParser
from jobs.accepted import LOCATION, accepted
from jobs.serializers import JobSerializer
from profiles.access import profile_for
from profiles.models import Profile, Sample
from profiles.samples import hearing, services
from profiles.samples.access import sample_for
from profiles.samples.queries import samples_of
from profiles.samples.serializers import (
    ReadingTextSerializer,
    SampleChangesSerializer,
    SampleOfClipSerializer,
    SampleOfFileSerializer,
    SamplePlaceSerializer,
    SampleSerializer,
)
from profiles.samples.together import (
    LONGEST_SECONDS,
    SHORTEST_SECONDS,
    USUAL_SECONDS,
    asked_seconds,
    together_response,
)
from speech.reading_texts import offered_texts


class Samples(generics.ListAPIView):
    required_scope = "manage"
    serializer_class = SampleSerializer
    parser_classes = (JSONParser, MultiPartParser)

    def get_queryset(self) -> Any:
        return samples_of(profile_for(self.request.user, self.kwargs["profile_pk"]))

    @extend_schema(operation_id="samples_list")
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """In their order."""
        return self.list(request)

    @extend_schema(
        operation_id="samples_create",
        request={"application/json": SampleOfClipSerializer, "multipart/form-data": SampleOfFileSerializer},
        responses={201: SampleSerializer},
    )
    def post(self, request: Request, profile_pk: UUID) -> Response:
        """A file, or an own clip by its id. It becomes the last one."""
        profile = profile_for(request.user, profile_pk)
        is_form = (request.content_type or "").startswith("multipart/form-data")
        sample = _of_file(request, profile) if is_form else _of_clip(request, profile)
        fresh = sample_for(request.user, profile, sample.pk)
        return Response(SampleSerializer(fresh).data, status=status.HTTP_201_CREATED)


def _of_file(request: Request, profile: Profile) -> Sample:
    if "file" not in request.FILES:
        raise InvalidInput(
            "Send the audio as the part “file” of a multipart form, or a clip's id as JSON.",
            param="file",
            code="missing_file",
        )
    given = _read(SampleOfFileSerializer(data=request.data))
    is_read = given.pop("read_aloud", False)
    return services.add_sample(profile=profile, **given, is_transcript_edited=False if is_read else None)


def _of_clip(request: Request, profile: Profile) -> Sample:
    given = _read(SampleOfClipSerializer(data=request.data))
    try:
        clip = clip_for(request.user, given.pop("clip_id"))
    except NotFound as error:
        raise NotFound(error.message, param="clip_id", code="clip_not_found") from None
    return services.add_sample(profile=profile, clip=clip, **given)


def _read(serializer: Any) -> Any:
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data


class OneSample(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="samples_retrieve", responses=SampleSerializer)
    def get(self, request: Request, profile_pk: UUID, pk: UUID) -> Response:
        return Response(SampleSerializer(_asked_for(request, profile_pk, pk)).data)

    @extend_schema(operation_id="samples_update", request=SampleChangesSerializer, responses=SampleSerializer)
    def patch(self, request: Request, profile_pk: UUID, pk: UUID) -> Response:
        """What is trimmed anew is measured anew, and heard anew unless its transcript is its owner's."""
        sample = _asked_for(request, profile_pk, pk)
        services.change_sample(sample=sample, **_read(SampleChangesSerializer(data=request.data)))
        return Response(SampleSerializer(_asked_for(request, profile_pk, pk)).data)

    @extend_schema(
        operation_id="samples_delete", responses={204: OpenApiResponse(description="Gone for good")}
    )
    def delete(self, request: Request, profile_pk: UUID, pk: UUID) -> Response:
        """With its audio, unless that is in the Library or used elsewhere."""
        services.remove_sample(sample=_asked_for(request, profile_pk, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class MoveSample(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="samples_move", request=SamplePlaceSerializer, responses=SampleSerializer)
    def post(self, request: Request, profile_pk: UUID, pk: UUID) -> Response:
        """To a place of the list, from 1; beyond its end is its end."""
        sample = _asked_for(request, profile_pk, pk)
        services.move_sample(sample=sample, **_read(SamplePlaceSerializer(data=request.data)))
        return Response(SampleSerializer(_asked_for(request, profile_pk, pk)).data)


class HearSample(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="samples_transcribe",
        request=None,
        responses={202: JobSerializer, 409: OpenApiResponse(description="Its transcript is its owner's")},
        parameters=[LOCATION],
    )
    def post(self, request: Request, profile_pk: UUID, pk: UUID) -> Response:
        """Have it heard again in the background."""
        return accepted(hearing.ask_again(sample=_asked_for(request, profile_pk, pk)))


class ProfileReference(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="profiles_reference",
        parameters=[
            OpenApiParameter(
                "seconds",
                float,
                default=USUAL_SECONDS,
                description=f"{SHORTEST_SECONDS:g} to {LONGEST_SECONDS:g}: no longer than that",
            ),
            OpenApiParameter("Range", str, OpenApiParameter.HEADER, description="bytes=FIRST-LAST, one part"),
        ],
        responses={
            (200, "audio/wav"): OpenApiTypes.BINARY,
            (206, "audio/wav"): OpenApiTypes.BINARY,
            409: OpenApiResponse(description="No sample is in use"),
        },
    )
    def get(self, request: Request, profile_pk: UUID) -> HttpResponseBase:
        """The samples in use, one after the other and equally loud, as engines take them."""
        profile = profile_for(request.user, profile_pk)
        seconds = asked_seconds(request.query_params.get("seconds", ""))
        # Django's own request: the stream looks at its kind.
        return together_response(request._request, profile, most_seconds=seconds)


class ReadingTexts(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="reading_texts",
        parameters=[OpenApiParameter("language", str, description="BCP 47")],
        responses=ReadingTextSerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        """Texts to read aloud for a sample. In a language without one, English ones."""
        language = request.query_params.get("language", "")
        return Response([{"language": code, "text": text} for code, text in offered_texts(language)])


def _asked_for(request: Request, profile_pk: UUID, pk: UUID) -> Sample:
    return sample_for(request.user, profile_for(request.user, profile_pk), pk)
