"""Who speaks where a program names nobody: the person's own choice, else a voice of the language."""

from collections.abc import Mapping
from typing import Any

from common.errors import InvalidInput
from dictation.audio.voices import settings_for
from profiles.queries import default_of
from speech.catalogue import default_voice, default_voice_of, engine_named, speech_model
from speech.engine_pool import usual_engine
from speech.engines.base import SpeechEngine
from speech.engines.languages import nearest


def with_a_voice(asked: Mapping[str, Any], *, user: Any) -> dict[str, Any]:
    """The same fields, and a voice or a profile among them."""
    if "voice" in asked or "profile_id" in asked:
        return dict(asked)
    others = {name: value for name, value in asked.items() if name not in ("model", "language")}
    return {**others, **_found(asked.get("model"), asked.get("language", ""), user)}


def _found(model: str | None, language: str, user: Any) -> dict[str, Any]:
    if model is not None:
        return _of_engine(engine_named(speech_model(model).engine), language)
    if language:
        return _of_language(language, user)
    profile = default_of(user)
    return {"profile_id": profile.pk} if profile is not None else _of_engine(engine_named(usual_engine()), "")


def _of_language(language: str, user: Any) -> dict[str, Any]:
    """The same that says an item to be written down."""
    try:
        found = settings_for(user, language)
    except InvalidInput:
        raise _nobody_speaks(language) from None
    names = ("profile_id",) if "profile_id" in found else ("model", "voice")
    return {name: found[name] for name in names}


def _of_engine(engine: SpeechEngine, language: str) -> dict[str, Any]:
    if not language:
        return {"model": engine.name, "voice": default_voice(engine)}
    tag = nearest(language, [voice.language for voice in engine.voices])
    if tag is None:
        raise _nobody_speaks(language)
    return {"model": engine.name, "voice": default_voice_of(engine, tag)}


def _nobody_speaks(language: str) -> InvalidInput:
    return InvalidInput(
        f"No voice here speaks {language[:40]!r}. See /api/tts/supported-languages.",
        param="language",
        code="unknown_language",
    )
