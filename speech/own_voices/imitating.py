"""An own voice that somebody names, and the engine that imitates it."""

import uuid
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import Q

from common.errors import AppError, InvalidInput, NotFound
from speech.catalogue import (
    WELL_KNOWN_LANGUAGE,
    WELL_KNOWN_VOICES,
    SpeechModel,
    engine_if_here,
    engine_named,
    engine_title,
    engines,
)
from speech.engines.base import Reference, SpeechEngine
from speech.engines.languages import nearest
from speech.names import folded, line_of
from speech.own_voices.models import OwnVoice
from speech.own_voices.queries import own_voices_of
from speech.own_voices.recordings import reference_samples


def own_voice_named(user: Any, text: str, *, engine: str = "") -> OwnVoice | None:
    """By its id, or by its name in any case. A voice that everybody has is itself, whatever own ones are
    called.
    """
    if user is None or _is_everybodys(text, engine):
        return None
    try:
        name = folded(line_of(text, param="voice"))
    except AppError:  # half of a character is in no name
        return None
    found = Q(name_folded=name)
    with suppress(ValueError):
        found |= Q(pk=uuid.UUID(text))
    # An id is nobody's name but by mischief: then the id counts.
    return min(own_voices_of(user).filter(found), key=lambda voice: voice.name_folded == name, default=None)


def own_voice_with(user: Any, voice_id: uuid.UUID) -> OwnVoice:
    """One that was there when it was asked for."""
    voice = own_voices_of(user).filter(pk=voice_id).first() if user is not None else None
    if voice is None:
        raise InvalidInput(
            "This own voice is gone. Choose another voice.", param="voice", code="unknown_voice"
        )
    return voice


def cloning_engines() -> list[SpeechEngine]:
    return [engine for engine in engines() if engine.capabilities.has_cloning]


def imitator(model: SpeechModel, *, language: str = "") -> SpeechEngine:
    """The engine that is asked for, where it imitates voices. Programs for the well-known API always send a
    model's name, and mean none by it: another one that can is theirs, too.
    """
    others = cloning_engines()
    asked = engine_if_here(model.engine)
    if asked is not None and asked.capabilities.has_cloning:
        return asked
    if others and model.id in settings.CONFIG.model_aliases:
        return first_that_speaks(language, others)
    engine = engine_named(model.engine)  # one that is not here says what is missing
    raise InvalidInput(
        f"{engine_title(engine.name)} can't imitate a voice. {who_imitates()}",
        param="model",
        code="no_cloning",
    )


def usual_imitator(*, language: str = "") -> SpeechEngine:
    """Where nobody named a model."""
    found = cloning_engines()
    if not found:
        raise InvalidInput(who_imitates(), param="model", code="no_cloning")
    return first_that_speaks(language, found)


def first_that_speaks(language: str, able: Sequence[SpeechEngine]) -> SpeechEngine:
    """Where none does, the first of all: it says which languages it has."""
    speaking = (engine for engine in able if language and nearest(language, engine.capabilities.languages))
    return next(speaking, able[0])


def who_imitates() -> str:
    names = [engine.name for engine in cloning_engines()]
    if names:
        return f"These do here: {', '.join(names)}."
    return "No engine here imitates voices. Who runs the site can add one: see docs/engines.md."


def reference_of(voice: OwnVoice) -> Reference:
    """Its sound is read where an engine asks for it."""
    if voice.clip.is_missing:
        raise NotFound(
            f"The recording of “{voice.name}” is missing on the server. Bring the voice again.",
            param="voice",
            code="file_missing",
        )
    return Reference(
        digest=voice.clip.sha256,
        transcript=voice.transcript,
        language=voice.language,
        duration_seconds=voice.clip.duration_seconds,
        read=partial(reference_samples, voice.clip),
    )


def language_spoken(engine: SpeechEngine, voice: OwnVoice) -> str:
    """Where none is asked for: what is spoken in the recording, or the engine's."""
    languages = engine.capabilities.languages
    usual = nearest(WELL_KNOWN_LANGUAGE, languages) or next(iter(languages), WELL_KNOWN_LANGUAGE)
    return voice.language or usual


def _is_everybodys(text: str, engine: str) -> bool:
    if text in WELL_KNOWN_VOICES or text in settings.CONFIG.voice_aliases:
        return True
    here = engine_if_here(engine) if engine else None
    return here is not None and text.casefold() in {voice.id.casefold() for voice in here.voices}
