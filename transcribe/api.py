"""`/api/transcriptions`: files sent to be heard, and what was heard, for programs."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import generics, status
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.requests import person
from common.errors import InvalidInput
from common.negotiation import OwnFormats
from history.doors import job_door
from transcribe import downloads, transcripts
from transcribe.access import discarded_entry_for, transcript_for
from transcribe.models import Transcript
from transcribe.queries import listed_transcripts_of
from transcribe.serializers import (
    ChangesSerializer,
    FilesSerializer,
    OneTranscriptionSerializer,
    StartedSerializer,
    TranscriptionSerializer,
)
from transcribe.uploads import start_transcriptions

FORMAT = OpenApiParameter(
    "format", str, enum=list(downloads.FORMATS), default=downloads.USUAL_FORMAT, description="The file's form"
)
CORRECTED = OpenApiExample(
    "A corrected segment and a named speaker",
    value={"segments": [{"id": 3, "text": "Ada wrote the first program."}], "speakers": {"A": "Ada"}},
    request_only=True,
)
MEETING = OpenApiExample(
    "A meeting with its speakers told apart",
    value={"file": ["meeting.m4a"], "language": "fi", "speakers": True, "keywords": "voicesite, Whisper"},
    request_only=True,
    media_type="multipart/form-data",
)


class MultiPartAlone(MultiPartParser):
    """Named in the schema as the only way to send files."""


class Transcriptions(generics.ListCreateAPIView):
    required_scope = "manage"
    serializer_class = TranscriptionSerializer
    parser_classes = (MultiPartAlone, FormParser)

    def get_queryset(self) -> Any:
        query = self.request.query_params
        transcripts.settle(person(self.request))
        return listed_transcripts_of(
            self.request.user, search=query.get("q", ""), job_id=_uuid(query.get("job", ""))
        )

    @extend_schema(
        operation_id="transcriptions_list",
        parameters=[
            OpenApiParameter("q", str, description="Part of the title or of the text"),
            OpenApiParameter("job", OpenApiTypes.UUID, description="Of this job alone"),
        ],
    )
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        return self.list(request)

    @extend_schema(
        operation_id="transcriptions_create",
        request={"multipart/form-data": FilesSerializer},
        responses={202: StartedSerializer},
        parameters=[
            OpenApiParameter(
                "Location", OpenApiTypes.URI_REF, OpenApiParameter.HEADER, response=[202],
                description="Where to ask how far the job is",
            )
        ],
        examples=[MEETING],
    )  # fmt: skip
    def post(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Have files heard in the background, one after the other: each has a transcript of its own.

        What is wrong with all of it is an error. One of several files that can't be
        heard is told in `refused`, and the others go on. Cancelling and retrying is the job's; its progress
        is by the time in the sound.
        """
        if not (request.FILES.getlist("file") or request.FILES.getlist("file[]")):
            raise InvalidInput(
                "Send the sound as the part “file” of a multipart form.", param="file", code="missing_file"
            )
        serializer = FilesSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        started = start_transcriptions(
            user=person(request),
            files=serializer.validated_data["file"],
            asked=serializer.asked(),
            door=job_door(request),
        )
        body = {
            "job": started.job,
            "transcriptions": started.transcripts,
            "refused": [{"name": each.name, "error": each.error.as_dict()} for each in started.refused],
        }
        headers = {"Location": reverse("jobs-api:job", args=[started.job.id])}
        return Response(StartedSerializer(body).data, status=status.HTTP_202_ACCEPTED, headers=headers)


class OneTranscription(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="transcriptions_retrieve", responses=OneTranscriptionSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """With its segments: while it is being heard, those that are there."""
        transcripts.settle(person(request))
        return _answer(transcript_for(request.user, pk))

    @extend_schema(
        operation_id="transcriptions_update",
        request=ChangesSerializer,
        responses=OneTranscriptionSerializer,
        examples=[CORRECTED],
    )
    def patch(self, request: Request, pk: UUID) -> Response:
        """Correct the text of segments, name speakers, rename it. What was heard is kept beside."""
        transcript = transcript_for(request.user, pk)
        serializer = ChangesSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        changes = serializer.validated_data
        if "title" in changes:
            transcripts.rename(transcript=transcript, title=changes["title"])
        if changes.get("segments"):
            texts = {each["id"]: each["text"] for each in changes["segments"]}
            transcripts.edit(transcript=transcript, texts=texts)
        if changes.get("speakers"):
            transcripts.name_speakers(transcript=transcript, names=changes["speakers"])
        return _answer(transcript_for(request.user, pk))

    @extend_schema(
        operation_id="transcriptions_delete",
        responses={204: OpenApiResponse(description="Deleted; it can be restored for a minute")},
    )
    def delete(self, request: Request, pk: UUID) -> Response:
        """With its audio, unless that is kept in the Library. What is being heard is stopped."""
        transcripts.discard(transcript=transcript_for(request.user, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class Restore(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="transcriptions_restore", request=None, responses=TranscriptionSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Undo its deletion, within a minute."""
        transcripts.restore(entry=discarded_entry_for(request.user, pk))
        return Response(TranscriptionSerializer(transcript_for(request.user, pk)).data)


class Stop(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="transcriptions_stop", request=None, responses=TranscriptionSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """This file alone; the others of its job go on."""
        transcript = transcripts.stop(transcript=transcript_for(request.user, pk))
        return Response(TranscriptionSerializer(transcript).data)


class Retry(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="transcriptions_retry", request=None, responses={202: TranscriptionSerializer}
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """A file that failed or was stopped, once more, with the settings it was sent with."""
        transcripts.settle(person(request))
        transcript = transcripts.try_again(transcript=transcript_for(request.user, pk))
        return Response(TranscriptionSerializer(transcript).data, status=status.HTTP_202_ACCEPTED)


class Revert(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="transcriptions_revert", request=None, responses=OneTranscriptionSerializer)
    def post(self, request: Request, pk: UUID) -> Response:
        """Every segment back to what was heard."""
        transcript = transcript_for(request.user, pk)
        transcripts.revert(transcript=transcript)
        return _answer(transcript_for(request.user, pk))


class Download(APIView):
    required_scope = "manage"
    content_negotiation_class = OwnFormats

    @extend_schema(
        operation_id="transcriptions_download",
        parameters=[FORMAT],
        responses={(200, "*/*"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        transcript = transcript_for(request.user, pk)
        return downloads.download(transcript, request.query_params.get("format", ""))


class Archive(APIView):
    required_scope = "manage"
    content_negotiation_class = OwnFormats

    @extend_schema(
        operation_id="transcriptions_archive",
        parameters=[FORMAT, OpenApiParameter("job", OpenApiTypes.UUID, required=True)],
        responses={(200, "application/zip"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request) -> HttpResponseBase:
        """What a job has heard so far, as a ZIP with a file for each."""
        job_id = _uuid(request.query_params.get("job", ""))
        if job_id is None:
            raise InvalidInput("Name the job whose transcripts are wanted.", param="job", code="missing_job")
        found = listed_transcripts_of(request.user, job_id=job_id)
        return downloads.archive(request._request, found, request.query_params.get("format", ""))


def _answer(transcript: Transcript) -> Response:
    # The segments ask their transcript for names: each would fetch it anew.
    found = Transcript.objects.prefetch_related("segments").select_related("entry", "entry__clip", "job")
    return Response(OneTranscriptionSerializer(found.get(pk=transcript.pk)).data)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        raise InvalidInput("job must be the id of a job.", param="job") from None
