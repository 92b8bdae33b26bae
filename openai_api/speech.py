"""`POST /v1/audio/speech`: a text in, audio out as it is made."""

from contextlib import nullcontext

from django.http import HttpResponseBase
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request

from common.departures import departure_of
from common.errors import AppError
from common.running_ahead import RunningAhead
from common.streaming import stream
from history.doors import api_door
from openai_api.base import OpenAiView
from openai_api.events import speech_events
from openai_api.model_kinds import require_speaking
from openai_api.schema import SPEECH_RESPONSES
from openai_api.serializers import SpeechSerializer
from openai_api.spoken_errors import spoken_error
from profiles.wishes import wish_of
from speak.keeping import KeptSpeech, keep_speech
from speech.audio.formats import audio_format
from speech.pipeline import Recording, SpeechRequest
from speech.refusals import refusals_told
from speech.requests import resolve
from speech.speaker_headers import speaker_headers
from speech.speaking import begin

EXAMPLE = OpenApiExample(
    "A sentence as MP3",
    value={"model": "tts-1", "voice": "alloy", "input": "The quick brown fox jumps over the lazy dog."},
    request_only=True,
)


class Speech(OpenAiView):
    @extend_schema(
        operation_id="v1_speech_create",
        summary="Speak a text",
        description="Audio is sent while it is made. `stream_format: sse` sends it as events, in base64.",
        request=SpeechSerializer,
        responses=SPEECH_RESPONSES,
        examples=[EXAMPLE],
    )
    def post(self, request: Request) -> HttpResponseBase:
        try:
            return self._spoken(request)
        except AppError as error:
            told = spoken_error(error, user=request.user, asked=request.data)
            if told is None:
                raise
            return told

    @staticmethod
    def _spoken(request: Request) -> HttpResponseBase:
        serializer = SpeechSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        asked = dict(serializer.validated_data)
        is_told_in_events = asked.pop("stream_format") == "sse"
        is_kept = asked.pop("save_history")
        if "model" in asked:
            require_speaking(asked["model"])
        wish = wish_of(asked, user=request.user)
        spoken = resolve(wish, user=request.user, may_fall_back=True)
        recording = begin(
            spoken, owner=request.user, check=departure_of(request._request).check, may_fall_back=True
        )
        kept = None
        if is_kept:
            kept = keep_speech(
                user=request.user, wish=wish, request=spoken, recording=recording, door=api_door(request)
            )
        return _answer(request, spoken, recording, kept, is_told_in_events=is_told_in_events)


def _answer(
    request: Request,
    spoken: SpeechRequest,
    recording: Recording,
    kept: KeptSpeech | None,
    *,
    is_told_in_events: bool,
) -> HttpResponseBase:
    chosen = audio_format(spoken.response_format)
    made = recording.encoded(chosen.name)
    if kept is not None:
        made = kept.passing(made)
    if is_told_in_events:
        made = speech_events(made, recording, spoken)
    with kept or nullcontext(), refusals_told():
        chunks = RunningAhead(made, owner=str(request.user.pk), departure=departure_of(request._request))
    mime = "text/event-stream" if is_told_in_events else chosen.mime
    response = stream(request._request, chunks, content_type=mime)
    for name, value in speaker_headers(recording).items():
        response[name] = value
    response["X-Cache"] = "HIT" if recording.is_remembered else "MISS"
    response["X-Audio-Delivery"] = "streamed" if recording.is_streamed else "buffered"
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"  # a proxy that collects the answer would undo the streaming
    if not is_told_in_events:
        response["Content-Disposition"] = f'inline; filename="speech.{chosen.suffix}"'
    return response
