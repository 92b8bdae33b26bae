"""`POST /v1/audio/transcriptions` and `/v1/audio/translations`: a recording in, its text out."""

from contextlib import closing
from typing import IO, Any

from django.http import HttpResponse, HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from accounts.models import Scope
from common.departures import departure_of
from common.running_ahead import RunningAhead
from common.streaming import stream
from openai_api.base import OpenAiView
from openai_api.forms import FormParser
from openai_api.model_kinds import require_hearing
from openai_api.transcript_events import transcript_events
from openai_api.transcript_fields import TranscriptionSerializer, TranslationSerializer
from openai_api.transcript_schema import (
    TRANSCRIPTION_EXAMPLES,
    TRANSCRIPTION_RESPONSES,
    TRANSLATION_RESPONSES,
    TranscriptionFormSerializer,
)
from openai_api.uploads import taken, uploads_closed
from speech.recognition.forms import FORMS, written
from speech.refusals import refusals_told
from speech.transcription import listening
from speech.transcription.requests import TranscriptWish, resolve


class HearingDoor(OpenAiView):
    required_scope = Scope.TRANSCRIBE
    parser_classes = [FormParser]
    http_method_names = ["post"]

    def begin(self, request: Request, sound: IO[bytes], wish: TranscriptWish) -> listening.Listening:
        require_hearing(wish.model)
        check = departure_of(request._request).check
        return listening.begin(sound, resolve(wish), owner=request.user, check=check)


class Transcriptions(HearingDoor):
    @extend_schema(
        operation_id="v1_transcriptions_create",
        summary="Transcribe a recording",
        description="In the language that is spoken. With `stream`, text is sent as events as it is found.",
        request={"multipart/form-data": TranscriptionFormSerializer},
        responses=TRANSCRIPTION_RESPONSES,
        examples=TRANSCRIPTION_EXAMPLES,
    )
    def post(self, request: Request) -> HttpResponseBase:
        form = request.data
        with uploads_closed(request.FILES):
            asked = TranscriptionSerializer.of_form(form)
            sound = taken(asked.validated_data["file"])
        heard = self.begin(request, sound, asked.wish)
        if asked.validated_data["stream"]:
            return _events(request, heard, asked)
        granularities = asked.granularities
        return _whole(
            heard,
            asked.validated_data["response_format"],
            has_segments="segment" in granularities,
            has_words="word" in granularities,
            has_logprobs=asked.has_logprobs,
        )


class Translations(HearingDoor):
    @extend_schema(
        operation_id="v1_translations_create",
        summary="Translate a recording into English",
        request={"multipart/form-data": TranslationSerializer},
        responses=TRANSLATION_RESPONSES,
    )
    def post(self, request: Request) -> HttpResponseBase:
        form = request.data
        with uploads_closed(request.FILES):
            asked = TranslationSerializer.of_form(form)
            sound = taken(asked.validated_data["file"])
        return _whole(self.begin(request, sound, asked.wish), asked.validated_data["response_format"])


def _whole(heard: listening.Listening, form: str, **shown: Any) -> HttpResponse:
    with closing(heard.segments()) as segments:
        for _ in segments:
            pass
    response = HttpResponse(written(heard.transcript, form, **shown), content_type=FORMS[form].mime)
    if heard.warning:
        response["X-Warning"] = heard.warning
    response["Cache-Control"] = "no-store"
    return response


def _events(request: Request, heard: listening.Listening, asked: TranscriptionSerializer) -> HttpResponseBase:
    has_speakers = asked.validated_data["response_format"] == "diarized_json"
    made = transcript_events(heard, has_speakers=has_speakers, has_logprobs=asked.has_logprobs)
    with refusals_told():
        chunks = RunningAhead(made, owner=str(request.user.pk), departure=departure_of(request._request))
    response = stream(request._request, chunks, content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"  # a proxy that collects the answer would undo the streaming
    return response
