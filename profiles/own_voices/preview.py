"""An own voice heard: imitated where an engine can, else as it was recorded."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from clips.serving import audio_response
from common.departures import departure_of
from profiles.hearing import heard
from speech.own_voices.imitating import cloning_engines, language_spoken, usual_imitator
from speech.own_voices.models import OwnVoice
from speech.requests import Wish
from speech.sample_sentences import sample_sentence

# Which of both it is.
HEADER = "X-Voice-Preview"


def preview_response(request: HttpRequest, voice: OwnVoice, *, user: Any) -> HttpResponseBase:
    if not cloning_engines():
        recorded = audio_response(request, voice.clip)
        recorded[HEADER] = "recording"
        return recorded
    engine = usual_imitator(language=voice.language)
    sentence = sample_sentence(language_spoken(engine, voice))
    wish = Wish(text=sentence, model=engine.name, voice=str(voice.pk), own_voice_id=voice.pk)
    chunks: Any = b"".join(heard(wish, user=user, departure=departure_of(request)))
    imitated = HttpResponse(chunks, content_type="audio/mpeg")
    imitated[HEADER], imitated["Cache-Control"] = "imitated", "private, no-cache"
    return imitated
