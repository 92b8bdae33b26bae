"""`POST /v1/audio/transcriptions` and `/v1/audio/translations`: a recording in, its text out."""

from collections.abc import Generator
from contextlib import ExitStack, closing, nullcontext
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from accounts.models import Scope
from common.departures import departure_of
from common.running_ahead import RunningAhead
from common.streaming import stream
from common.uploads import taken, uploads_closed
from history.doors import api_door
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
from speech.recognition.base import Segment
from speech.recognition.forms import FORMS, written
from speech.refusals import refusals_told
from speech.transcription.listening import Listening, begin
from speech.transcription.requests import resolve
from transcribe.keeping import KeptTranscript, keep_transcript


class HearingDoor(OpenAiView):
    required_scope = Scope.TRANSCRIBE
    parser_classes = [FormParser]
    http_method_names = ["post"]
    serializer_class: type[TranslationSerializer]

    def begin(self, request: Request) -> "Heard":
        form = request.data
        with uploads_closed(request.FILES), ExitStack() as on_error:
            asked = self.serializer_class.of_form(form)
            file = asked.validated_data["file"]
            wish = asked.wish
            require_hearing(wish.model)
            spoken = resolve(wish)
            is_kept = asked.validated_data["save_history"]
            copy = on_error.enter_context(closing(taken(file))) if is_kept else None
            check = departure_of(request._request).check
            listening = begin(taken(file), spoken, owner=request.user, check=check)
            on_error.pop_all()
        kept = None
        if copy is not None:
            kept = keep_transcript(
                user=request.user,
                wish=wish,
                request=spoken,
                heard=listening,
                sound=copy,
                name=file.name or "",
                door=api_door(request),
            )
        return Heard(asked, listening, kept)


@dataclass(frozen=True)
class Heard:
    """A recording whose segments are still to be drawn."""

    asked: TranslationSerializer
    listening: Listening
    kept: KeptTranscript | None

    def segments(self) -> Generator[Segment, None, None]:
        segments = self.listening.segments()
        return self.kept.passing(segments) if self.kept is not None else segments

    def whole(self, **shown: Any) -> HttpResponse:
        with closing(self.segments()) as segments:
            for _ in segments:
                pass
        form = self.asked.validated_data["response_format"]
        text = written(self.listening.transcript, form, **shown)
        response = HttpResponse(text, content_type=FORMS[form].mime)
        if self.listening.warning:
            response["X-Warning"] = self.listening.warning
        response["Cache-Control"] = "no-store"
        return response


class Transcriptions(HearingDoor):
    serializer_class = TranscriptionSerializer

    @extend_schema(
        operation_id="v1_transcriptions_create",
        summary="Transcribe a recording",
        description="In the language that is spoken. With `stream`, text is sent as events as it is found.",
        request={"multipart/form-data": TranscriptionFormSerializer},
        responses=TRANSCRIPTION_RESPONSES,
        examples=TRANSCRIPTION_EXAMPLES,
    )
    def post(self, request: Request) -> HttpResponseBase:
        heard = self.begin(request)
        assert isinstance(heard.asked, TranscriptionSerializer)  # noqa: S101 - for the type checker
        if heard.asked.validated_data["stream"]:
            return _events(request, heard, heard.asked)
        granularities = heard.asked.granularities
        return heard.whole(
            has_segments="segment" in granularities,
            has_words="word" in granularities,
            has_logprobs=heard.asked.has_logprobs,
        )


class Translations(HearingDoor):
    serializer_class = TranslationSerializer

    @extend_schema(
        operation_id="v1_translations_create",
        summary="Translate a recording into English",
        request={"multipart/form-data": TranslationSerializer},
        responses=TRANSLATION_RESPONSES,
    )
    def post(self, request: Request) -> HttpResponseBase:
        return self.begin(request).whole()


def _events(request: Request, heard: Heard, asked: TranscriptionSerializer) -> HttpResponseBase:
    has_speakers = asked.validated_data["response_format"] == "diarized_json"
    made = transcript_events(
        heard.listening, heard.segments(), has_speakers=has_speakers, has_logprobs=asked.has_logprobs
    )
    with heard.kept or nullcontext(), refusals_told():
        chunks = RunningAhead(made, owner=str(request.user.pk), departure=departure_of(request._request))
    response = stream(request._request, chunks, content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"  # a proxy that collects the answer would undo the streaming
    return response
