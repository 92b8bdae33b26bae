"""A sentence as it sounds with a lexicon, in the first voice that speaks its language."""

from collections.abc import Iterator
from typing import Any

from common.errors import Unavailable
from common.running_ahead import RunningAhead
from speech.catalogue import default_voice, engines, language_of
from speech.engines.base import SpeechEngine
from speech.engines.languages import nearest
from speech.lexicons.cleaning import clean_sentence
from speech.models import Lexicon
from speech.refusals import refusals_told
from speech.requests import Wish, resolve
from speech.speaking import begin

LISTEN_AT_MOST = 300
USUAL_LANGUAGE = "en-US"


def spoken(*, user: Any, lexicon: Lexicon, text: str) -> Iterator[bytes]:
    """MP3 as it is made. What is wrong is raised here, before an answer has begun."""
    text = clean_sentence(text, most=LISTEN_AT_MOST)
    engine, voice = _voice_for(lexicon.language or USUAL_LANGUAGE)
    wish = Wish(text=text, model=engine, voice=voice, lexicon_id=lexicon.pk)
    recording = begin(resolve(wish, user=user), owner=user)
    with refusals_told():
        return RunningAhead(recording.encoded("mp3"), owner=str(user.pk))


def _voice_for(language: str) -> tuple[str, str]:
    for engine in engines():
        if voice := _voice_of(engine, language):
            return engine.name, voice
    raise Unavailable(f"No voice on this server speaks {language}.", code="no_voice", retry_after_seconds=60)


def _voice_of(engine: SpeechEngine, language: str) -> str | None:
    """The usual one where it speaks the language."""
    wanted, usual = nearest(language, [voice.language for voice in engine.voices]), default_voice(engine)
    if wanted == language_of(engine, usual):
        return usual
    return next((voice.id for voice in engine.voices if voice.language == wanted), None)
