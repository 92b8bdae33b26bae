"""`GET /v1/audio/voices`: every voice that can be named."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from openai_api.base import OpenAiView
from speech.catalogue import voices
from speech.engines.base import Voice


class Voices(OpenAiView):
    required_scope = "speech"

    def get(self, request: Request) -> Response:
        return Response({"voices": [described(voice) for voice in voices()]})


def described(voice: Voice) -> dict[str, Any]:
    return {
        "id": voice.id,
        "name": voice.name,
        "language": voice.language,
        "gender": voice.gender,
        "model": voice.engine,
    }
