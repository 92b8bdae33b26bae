"""What staff may have done with a provider. Engines are loaded and let go in the process that is asked."""

import logging
from datetime import datetime

from django.utils import timezone

from common.errors import Conflict
from speech.catalogue import default_voice, engine_named, engine_title, engines, language_of
from speech.engine_pool import pool
from speech.engines.base import PassageRequest, SpeechEngine
from speech.engines.errors import EngineError
from speech.models import ProviderState
from speech.provider_cards import ProviderCard, provider_card, require_provider, voice_lister
from speech.provider_states import Breaker
from speech.provider_work import Work, start
from speech.providers.breaker import TOLD_CHARACTERS
from speech.refusals import refusals_told

logger = logging.getLogger(__name__)

READY = "Ready."


def load(name: str) -> Work:
    _available(name)
    return start(name, "Loading", lambda: _load(name))


def warm_up(name: str) -> Work:
    engine = _available(name)
    if engine.capabilities.is_remote:
        raise Conflict(
            f"{engine_title(name)} runs elsewhere: here is nothing to warm up.", code="nothing_to_warm_up"
        )
    return start(name, "Warming up", lambda: _speak_once(engine))


def unload(name: str) -> None:
    card = provider_card(name)
    if not card.is_loaded:
        raise Conflict(f"{card.title} is not loaded.", code="not_loaded")
    if not pool().unload(name):
        raise Conflict(f"{card.title} is speaking. Try again once it is done.", code="provider_busy")


def reset(name: str) -> ProviderCard:
    """The next request asks it: its breaker is closed, and whoever says so has looked at its key."""
    require_provider(name)
    ProviderState.objects.filter(name=name).update(
        state=Breaker.CLOSED,
        failures=0,
        opened_at=None,
        cool_down_seconds=0.0,
        probe_until=None,
        last_failure_kind="",
    )
    return provider_card(name)


def refresh_voices(name: str) -> Work:
    engine = _available(name)
    if voice_lister(engine) is None:
        raise Conflict(f"{engine_title(name)} has the voices that it came with.", code="voices_are_fixed")
    return start(name, "Asking for voices", lambda: ask_for_voices(engine))


def ask_for_voices(engine: SpeechEngine) -> int:
    """How many there are. What came of it is known to all processes; an open breaker stays as it is."""
    if lister := voice_lister(engine):
        try:
            lister.refresh_voices()
        except EngineError as error:
            _note_failure(engine.name, error)
            raise
        _note(engine.name, last_success_at=timezone.now())
    return len(engine.voices)


def ask_everybody_for_voices() -> None:
    """At the start: people find today's voices, and a wrong key is known before somebody meets it."""
    for engine in engines():
        try:
            ask_for_voices(engine)
        except EngineError as error:
            logger.warning("%s", error)
        except Exception:  # the edge of a thread: one that breaks must not hide the others
            logger.exception("The voices of %s could not be asked for", engine.name)


def _available(name: str) -> SpeechEngine:
    require_provider(name)
    return engine_named(name)


def _load(name: str) -> None:
    with refusals_told(), pool().use(name):
        pass


def _speak_once(engine: SpeechEngine) -> None:
    voice = default_voice(engine)
    with refusals_told():
        pool().warm_up(engine.name, PassageRequest(READY, voice, language_of(engine, voice)))


def _note_failure(name: str, error: EngineError) -> None:
    _note(
        name,
        last_failure=str(getattr(error, "reason", error))[:TOLD_CHARACTERS],
        last_failure_kind=str(getattr(error, "kind", error.code))[:20],
        last_failure_at=timezone.now(),
    )


def _note(name: str, **values: str | datetime) -> None:
    ProviderState.objects.update_or_create(name=name, defaults=values)
