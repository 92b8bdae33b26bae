"""One word of the notebook, said. Only its passages are remembered."""

from typing import Any

from django.http import HttpRequest, HttpResponse

from common.departures import departure_of
from dictation.audio.voices import settings_for
from dictation.statistics.notebook import missed_word
from profiles.hearing import heard
from speech.requests import Wish

KEPT_SECONDS = 3_600


def word_response(request: HttpRequest, *, user: Any, locale: str, word: str) -> HttpResponse:
    """Of words that are in the notebook alone. In MP3, whatever format a voice profile has."""
    missed_word(user, locale=locale, word=word)
    wish = Wish(text=word, **settings_for(user, locale))
    sound: Any = b"".join(heard(wish, user=user, departure=departure_of(request)))
    response = HttpResponse(sound, content_type="audio/mpeg")
    response["Cache-Control"] = f"private, max-age={KEPT_SECONDS}"
    return response
