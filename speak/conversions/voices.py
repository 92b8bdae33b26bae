"""Who speaks where a program names nobody: the person's own choice, else a voice of the language."""

from collections.abc import Mapping
from typing import Any

from common.errors import InvalidInput
from profiles.models import Profile
from profiles.queries import default_of
from speech.catalogue import default_voice, engine_if_here, engine_named, engines, language_of, speech_model
from speech.engine_pool import usual_engine
from speech.engines.base import SpeechEngine
from speech.engines.languages import nearest, primary


def with_a_voice(asked: Mapping[str, Any], *, user: Any) -> dict[str, Any]:
    """The same fields, and a voice or a profile among them."""
    if "voice" in asked or "profile_id" in asked:
        return dict(asked)
    language = asked.get("language", "")
    profile = None if "model" in asked else default_of(user)
    if profile is not None and (not language or _speaks(profile, language)):
        return {**asked, "profile_id": profile.pk}
    if not language:
        engine = engine_named(speech_model(asked.get("model") or usual_engine()).engine)
        return {**asked, "model": engine.name, "voice": default_voice(engine)}
    return _in_language({**asked}, language)


def _in_language(asked: dict[str, Any], language: str) -> dict[str, Any]:
    """By the nearest that the engine has: its voice then says which language that is."""
    for engine in _engines(asked.pop("model", None)):
        voices = {voice.language: voice.id for voice in reversed(engine.voices)}
        if tag := nearest(language, list(voices)):
            usual = default_voice(engine)
            voice = usual if language_of(engine, usual) == tag else voices[tag]
            del asked["language"]
            return {**asked, "model": engine.name, "voice": voice}
    raise InvalidInput(
        f"No voice here speaks {language[:40]!r}. See /api/tts/supported-languages.",
        param="language",
        code="unknown_language",
    )


def _engines(model: str | None) -> list[SpeechEngine]:
    """The usual one first."""
    if model is not None:
        return [engine_named(speech_model(model).engine)]
    return sorted(engines(), key=lambda engine: engine.name != usual_engine())


def _speaks(profile: Profile, language: str) -> bool:
    if profile.language:
        return primary(profile.language) == primary(language)
    engine = engine_if_here(profile.backend)
    return engine is not None and primary(language_of(engine, profile.spoken_voice)) == primary(language)
