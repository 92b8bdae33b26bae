"""Who speaks instead: the engines that the settings name, each with the voice nearest to the one asked."""

import logging
from collections.abc import Iterator
from dataclasses import replace

from django.conf import settings
from django.dispatch import Signal

from speech.catalogue import WELL_KNOWN_VOICES, default_voice_of, engine_if_here
from speech.engines.base import Gender, SpeechEngine, Voice
from speech.engines.languages import canonical_tag, primary
from speech.pipeline import Failures, Recording, SpeechRequest
from speech.provider_limits import is_within_limits

logger = logging.getLogger(__name__)

# Another engine speaks: `fallback_from` and `engine` are names, `error` says why the first one could not.
spoken_by_another = Signal()


def stand_ins(request: SpeechRequest) -> Iterator[SpeechRequest]:
    """In the configured order; no text goes to an engine that is not named there."""
    if not settings.CONFIG.fallback:
        return
    gender = _gender_of(request)
    for name in settings.CONFIG.fallback_order:
        if name != request.engine and (made := _instead(name, request, gender)) is not None:
            yield made


def tell(recording: Recording, failures: Failures) -> None:
    for engine, error in failures:
        logger.warning("%s speaks instead of %s: %s", recording.engine, engine, error)
    spoken_by_another.send_robust(  # whoever counts must not cost anybody their speech
        sender=Recording,
        fallback_from=recording.fallback_from,
        engine=recording.engine,
        error=failures[0][1],
    )


def nearest_voice(engine: SpeechEngine, language: str, gender: Gender | None) -> Voice | None:
    """Of the same language, if possible as it is spoken there; of the same gender; the usual one."""
    same = [voice for voice in engine.voices if primary(voice.language) == primary(language)]
    usual = {tag: default_voice_of(engine, tag) for tag in {voice.language for voice in same}}
    tag = canonical_tag(language)

    def distance(voice: Voice) -> tuple[bool, bool, bool]:
        is_other_gender = gender is not None and voice.gender != gender
        is_usual = voice.id == usual[voice.language]
        return canonical_tag(voice.language) != tag, is_other_gender, not is_usual

    return min(same, key=distance, default=None)


def _instead(name: str, request: SpeechRequest, gender: Gender | None) -> SpeechRequest | None:
    """None where it can't: it is not there, does not clone or speak that language, or may not have this."""
    engine = engine_if_here(name)
    if engine is None or (request.reference is not None and not engine.capabilities.has_cloning):
        return None
    voice = nearest_voice(engine, request.language, gender)
    if voice is None and request.reference is None:
        return None
    slowest, fastest = engine.capabilities.speeds
    made = replace(
        request,
        engine=name,
        voice=voice.id if voice is not None else request.voice,
        language=voice.language if voice is not None else request.language,
        speed=min(max(request.speed, slowest), fastest),
        instructions=request.instructions if engine.capabilities.follows_instructions else "",
    )
    return made if is_within_limits(made, engine=name, language=made.language) else None


def _gender_of(request: SpeechRequest) -> Gender | None:
    engine = engine_if_here(request.engine)
    known = {voice.id: voice.gender for voice in engine.voices} if engine is not None else {}
    _, well_known = WELL_KNOWN_VOICES.get(request.voice, ("", None))
    return known.get(request.voice, well_known)
