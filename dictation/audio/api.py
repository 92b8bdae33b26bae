"""The sound of an item, for programs, with the scope `manage`."""

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from dictation.access import item_for, practisable_item_for
from dictation.audio.asking import job_under_way
from dictation.audio.serializers import DictationAudioSerializer
from dictation.audio.services import refresh_audio, settle
from dictation.audio.serving import sound_response
from dictation.audio.slow import SLOWEST
from dictation.models import AudioState, Item
from jobs.accepted import LOCATION
from jobs.serializers import JobSerializer
from jobs.waiting import WAIT, done_or_accepted, seconds_to_wait

AUDIO = {
    (200, "audio/*"): OpenApiTypes.BINARY,
    (206, "audio/*"): OpenApiTypes.BINARY,
    416: OpenApiResponse(description="The part lies beyond the end"),
}
PARAMETERS = [
    OpenApiParameter("speed", float, description=f"From {SLOWEST:g} to 1: slower, at the same pitch"),
    OpenApiParameter("download", bool, description="As an attachment"),
    OpenApiParameter("Range", str, OpenApiParameter.HEADER, description="bytes=FIRST-LAST, one part"),
]


class ItemAudioState(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="dictation_items_tts_status", responses=DictationAudioSerializer)
    def get(self, request: Request, pk: UUID) -> Response:
        """How far its audio is; also of an item that is shared with you."""
        item = practisable_item_for(request.user, pk)
        if item.tts_status == AudioState.PENDING:
            settle(item.owner)
            item = practisable_item_for(request.user, pk)
        return Response(_told(item))


class ItemSound(APIView):
    required_scope = "manage"

    @extend_schema(operation_id="dictation_items_audio", parameters=PARAMETERS, responses=AUDIO)
    def get(self, request: Request, pk: UUID) -> HttpResponseBase:
        """404 with `audio_not_ready` while it is made, with `audio_failed` where it can't be."""
        return sound_response(request._request, practisable_item_for(request.user, pk))


class RefreshItemAudio(APIView):
    required_scope = "manage"

    @extend_schema(
        operation_id="dictation_items_audio_refresh",
        parameters=[WAIT, LOCATION],
        request=None,
        responses={200: DictationAudioSerializer, 202: JobSerializer},
    )
    def post(self, request: Request, pk: UUID) -> Response:
        """Spoken anew in the voice that would speak it now: after a change of your voice profile, or where it
        failed. What else waits to be spoken is the same job's.
        """
        item = item_for(request.user, pk)
        seconds = seconds_to_wait(request)
        job = refresh_audio(item=item)
        return done_or_accepted(job, seconds, lambda _: _told(item_for(request.user, pk)))


def _told(item: Item) -> Any:
    return DictationAudioSerializer(item, context={"job": job_under_way(item.owner)}).data
