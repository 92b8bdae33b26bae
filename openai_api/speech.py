"""`POST /v1/audio/speech`: a text in, audio out as it is made."""

import base64
import json
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponseBase
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

from common.parsers import JSONParser
from common.running_ahead import RunningAhead
from common.streaming import stream
from openai_api.base import OpenAiView
from openai_api.serializers import SpeechSerializer
from speech.audio.formats import audio_format
from speech.pipeline import Recording, SpeechRequest
from speech.refusals import refusals_told
from speech.requests import Wish, resolve
from speech.speaking import begin


class Speech(OpenAiView):
    required_scope = "speech"
    parser_classes: list[type[BaseParser]] = [JSONParser]

    def post(self, request: Request) -> HttpResponseBase:
        serializer = SpeechSerializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        asked = dict(serializer.validated_data)
        stream_format = asked.pop("stream_format")
        spoken = resolve(Wish(**asked), user=request.user)
        recording = begin(spoken, owner=request.user)
        with refusals_told():
            chunks = RunningAhead(recording.encoded(spoken.response_format))
        return _answer(request, spoken, recording, chunks, stream_format)


def _answer(
    request: Request, spoken: SpeechRequest, recording: Recording, chunks: Iterator[bytes], stream_format: str
) -> HttpResponseBase:
    mime = audio_format(spoken.response_format).mime
    if stream_format == "sse":
        chunks, mime = _events(chunks, spoken), "text/event-stream"
    response = stream(request._request, chunks, content_type=mime)
    response["X-Cache"] = "HIT" if recording.is_remembered else "MISS"
    response["Cache-Control"] = "no-store"
    return response


def _events(chunks: Iterator[bytes], spoken: SpeechRequest) -> Iterator[bytes]:
    try:
        for chunk in chunks:
            yield _event({"type": "speech.audio.delta", "audio": base64.b64encode(chunk).decode()})
        yield _event({"type": "speech.audio.done", "usage": _usage(spoken)})
    finally:
        chunks.close()  # type: ignore[attr-defined]


def _usage(spoken: SpeechRequest) -> dict[str, int]:
    return {"input_tokens": len(spoken.text), "output_tokens": 0, "total_tokens": len(spoken.text)}


def _event(data: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(data)}\n\n".encode()
