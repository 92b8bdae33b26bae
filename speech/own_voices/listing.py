"""A person's own voices among those that can be named and chosen."""

from typing import Any

from common.errors import NotFound
from speech.catalogue import VoiceName, narrowed, speech_model
from speech.engines.base import SpeechEngine
from speech.own_voices.imitating import cloning_engines, first_that_speaks
from speech.own_voices.models import OwnVoice
from speech.own_voices.queries import own_voices_of


def own_voice_names(
    user: Any, *, model: str = "", language: str = "", gender: str = "", q: str = ""
) -> list[VoiceName]:
    """Each with the engine that imitates it, or, where none is named, the first that speaks its language."""
    able = [engine for engine in cloning_engines() if engine.name == _engine_of(model, engine)]
    if not able:
        return []
    names = [
        VoiceName(
            str(voice.pk), voice.name, voice.language, None, first_that_speaks(voice.language, able).name
        )
        for voice in own_voices_of(user)
    ]
    return narrowed(names, language=language, gender=gender, q=q)


def imitated_voices(user: Any) -> list[tuple[SpeechEngine, OwnVoice]]:
    """Every voice by every engine that imitates it; no question to the database where none does."""
    able = cloning_engines()
    voices = list(own_voices_of(user)) if able and user is not None else []
    return [(engine, voice) for engine in able for voice in voices]


def _engine_of(model: str, engine: SpeechEngine) -> str:
    if not model:
        return engine.name
    try:
        return speech_model(model).engine
    except NotFound:
        return ""
