"""Errors as audio: for players that would show an error to nobody. The operator turns it on."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse

from common.errors import AppError
from speech.audio.formats import FORMATS, audio_format
from speech.catalogue import engine_if_here
from speech.fallbacks import nearest_voice
from speech.pipeline import SpeechRequest
from speech.refusals import refusals_told
from speech.requests import shortened
from speech.speaking import begin

ENGINE = "espeak"  # needs no weights and no network: whatever else is broken, it speaks
LANGUAGE = "en-US"  # as errors are written
# Who is to show a key, lacks a permission or has to slow down is a program that must be told so, and who left
# hears nothing.
NEVER = {401, 403, 429, 499, 507}


def spoken_error(error: AppError, *, user: Any, asked: Any) -> HttpResponse | None:
    """None where it is to be told as usual. `asked` is what came in, of which nothing may be right."""
    if not settings.CONFIG.errors_as_audio or error.status in NEVER or _wants_events(asked):
        return None
    try:
        with refusals_told():
            return _answer(error, user, _format_of(asked))
    except AppError:
        return None  # the first one counts


def _answer(error: AppError, user: Any, format_name: str) -> HttpResponse | None:
    engine = engine_if_here(ENGINE)
    voice = nearest_voice(engine, LANGUAGE, None) if engine is not None else None
    if voice is None:
        return None
    request = SpeechRequest(
        text=shortened(error.message.partition(". ")[0]),
        engine=ENGINE,
        voice=voice.id,
        language=voice.language,
    )
    data = b"".join(begin(request, owner=user).encoded(format_name))
    response = HttpResponse(data, content_type=audio_format(format_name).mime)
    response["X-Error-Code"] = error.code
    response["X-Engine"] = ENGINE
    response["Cache-Control"] = "no-store"
    return response


def _format_of(asked: Any) -> str:
    named = asked.get("response_format") if isinstance(asked, dict) else None
    return named if isinstance(named, str) and named in FORMATS else "mp3"


def _wants_events(asked: Any) -> bool:
    return isinstance(asked, dict) and asked.get("stream_format") == "sse"
