"""Whether an engine can speak as a profile says, asked of the engine itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from common.errors import AppError, InvalidInput, NotFound
from speech.catalogue import SpeechModel, engine_if_here, engine_names, speech_model, voice_of
from speech.engines.base import PassageRequest, SpeechEngine
from speech.engines.kokoro_voices import parse_blend
from speech.own_voices.imitating import imitator, own_voice_named, reference_of
from speech.own_voices.models import OwnVoice
from speech.refusals import refusals_told

# An entry of the history names the voice that spoke it, a blend too.
RECIPE_SIGNS = {"+", "("}
SPOKEN_VOICE_MAX_CHARACTERS = 200


def clean_voice(
    owner: Any,
    *,
    backend: str,
    model: str,
    voice: str,
    language: str,
    speed: float,
    blend: str,
    seed: int | None,
) -> dict[str, Any]:
    """The same as the engine calls it. Where the engine is not on this machine it is taken as it stands:
    speaking will say what is missing, as it does for every voice of that engine.
    """
    _require_engine(backend, model)
    if not voice and not blend:
        raise InvalidInput("Name a voice. They are in /v1/audio/voices.", param="voice")
    engine = engine_if_here(backend)
    own = None if blend else own_voice_named(owner, voice, engine=backend)
    if engine is not None and own is not None:
        voice = str(own.pk)
        _require_imitated(backend, own, language, speed, seed)
    elif engine is not None:
        sent_as = "blend" if blend else "voice"
        voice, blend = _own_names(engine, voice, blend, sent_as=sent_as)
        _require_spoken(engine, voice, language, speed, seed, param="voice")
        if blend:
            _require_spoken(engine, blend, language, speed, seed, param=sent_as)
    named = {"voice": voice or blend, "blend": blend}
    for param, name in named.items():
        if len(name) > SPOKEN_VOICE_MAX_CHARACTERS:
            raise InvalidInput(f"{SPOKEN_VOICE_MAX_CHARACTERS} characters are the most here.", param=param)
    spoken = {"backend": backend, "model": model, "language": language, "speed": speed, "seed": seed}
    return {**spoken, **named}


def _require_engine(backend: str, model: str) -> None:
    known = engine_names()
    if backend not in known:
        raise InvalidInput(
            f"There is no engine called {backend[:80]!r}. There are: {', '.join(known)}."
            if backend
            else f"Name the engine that speaks it. There are: {', '.join(known)}.",
            param="backend",
            code="unknown_engine",
        )
    if model and _engine_meant(model) != backend:
        raise InvalidInput(
            f"The model {model[:80]!r} is not one of {backend}. Leave it out, or send {backend!r}.",
            param="model",
            code="wrong_model",
        )


def _engine_meant(model: str) -> str | None:
    try:
        return speech_model(model).engine
    except NotFound:
        return None


def _own_names(engine: SpeechEngine, voice: str, blend: str, *, sent_as: str) -> tuple[str, str]:
    """A recipe sent as the voice, or by a name that stands for one, is a blend; and a blend alone has the
    voice in it that weighs most.
    """
    has_blends, own = engine.capabilities.has_blends, [known.id for known in engine.voices]
    if blend and not has_blends:
        raise InvalidInput(
            f"{engine.name} can't blend voices. Leave the blend out, or choose an engine that can.",
            param="blend",
            code="invalid_blend",
        )
    voice = voice and voice_of(engine, voice)
    if not blend and has_blends and voice not in own and RECIPE_SIGNS & set(voice):
        voice, blend = "", voice
    if blend and not voice:
        with _told_at(sent_as):
            voice = max(parse_blend(blend, own), key=lambda part: part.weight).name
    return voice, "".join(blend.split())


def _require_spoken(
    engine: SpeechEngine, voice: str, language: str, speed: float, seed: int | None, *, param: str
) -> None:
    with _told_at(param):
        engine.validate(PassageRequest("Hello.", voice, language or None, speed=speed, seed=seed))


def _require_imitated(backend: str, own: OwnVoice, language: str, speed: float, seed: int | None) -> None:
    engine, reference = imitator(SpeechModel(backend, backend)), reference_of(own)
    with _told_at("voice"):
        engine.validate(
            PassageRequest("Hello.", str(own.pk), language or None, speed, seed=seed, reference=reference)
        )


@contextmanager
def _told_at(param: str) -> Iterator[None]:
    """An engine calls both a voice."""
    try:
        with refusals_told():
            yield
    except AppError as error:
        place = param if error.param == "voice" else error.param
        raise InvalidInput(error.message, param=place, code=error.code) from None
