"""Reads: who can speak here, and why some can't at the moment, for pages, API, health and commands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from common.errors import NotFound
from speech.catalogue import engine_title, registry, speech_models
from speech.engine_pool import pool
from speech.engines.base import Capabilities, ListsVoices, SpeechEngine
from speech.engines.pool import EngineUse
from speech.engines.registry import EngineState
from speech.provider_breakers import states
from speech.provider_limits import ProviderLimits, limits_of
from speech.provider_work import Work, work_of
from speech.providers.breaker import OPENS_AT_ONCE, Known

BUILT_IN = "built-in"


@dataclass(frozen=True)
class ProviderCard:
    name: str
    found: EngineState[SpeechEngine]
    models: tuple[str, ...]  # the names that it is asked for by
    known: Known | None  # by all processes
    use: EngineUse | None  # in this process
    work: Work | None  # that staff has it do

    @property
    def title(self) -> str:
        return engine_title(self.name)

    @property
    def engine(self) -> SpeechEngine | None:
        return self.found.engine

    @property
    def config(self) -> Any:
        """As the settings name it; None where they don't."""
        return settings.CONFIG.providers.get(self.name)

    @property
    def kind(self) -> str:
        return self.config.kind if self.config else BUILT_IN

    @property
    def is_enabled(self) -> bool:
        return self.config is None or self.config.enabled

    @property
    def limits(self) -> ProviderLimits:
        return limits_of(self.name)

    @property
    def state(self) -> str:
        if self.engine is None:
            return "unavailable"
        if self.rests_until:
            return "resting"
        return "loaded" if self.is_loaded else "available"

    @property
    def is_loaded(self) -> bool:
        return self.use is not None and self.use.is_loaded

    @property
    def is_remote(self) -> bool:
        return self.engine is not None and self.engine.capabilities.is_remote

    @property
    def lists_voices(self) -> bool:
        return self.engine is not None and voice_lister(self.engine) is not None

    @property
    def voices_count(self) -> int:
        return len(self.engine.voices) if self.engine else 0

    @property
    def capabilities(self) -> Capabilities | None:
        return self.engine.capabilities if self.engine else None

    @property
    def rests_until(self) -> datetime | None:
        """When it is next asked: at the end of its cool-down, or once whoever tries it knows more."""
        return self.known.rests_until(timezone.now()) if self.known else None

    @property
    def is_refused(self) -> bool:
        """Its key or its quota was what failed, and nothing has worked since."""
        known = self.known
        if known is None or known.last_failure_at is None or known.last_failure_kind not in OPENS_AT_ONCE:
            return False
        return known.last_success_at is None or known.last_success_at < known.last_failure_at

    @property
    def reason(self) -> str:
        """Why it is not asked, or does not answer; empty where nothing is known to be wrong."""
        if self.engine is None:
            return self.found.reason
        if self.rests_until or self.is_refused:
            return f"its last answer was a failure ({self._last_failure_kind})"
        return ""

    @property
    def what_to_do(self) -> str:
        if self.engine is None:
            return self.found.what_to_do
        if self.is_refused:
            return "Look at its key and its account."
        return "It is tried again by itself." if self.rests_until else ""

    @property
    def _last_failure_kind(self) -> str:
        return (self.known and self.known.last_failure_kind) or "unknown"


def voice_lister(engine: SpeechEngine) -> ListsVoices | None:
    """The engine, or the one that it guards; None where voices are what they are."""
    guarded = getattr(engine, "engine", engine)
    return guarded if isinstance(guarded, ListsVoices) else None


def provider_cards() -> list[ProviderCard]:
    """In the order of preference."""
    return _cards(registry().states())


def provider_card(name: str) -> ProviderCard:
    require_provider(name)
    return _cards(state for state in registry().states() if state.name == name)[0]


def require_provider(name: str) -> None:
    if name not in registry().names:
        raise NotFound(f"There is no provider called {name[:40]!r}.", param="name", code="unknown_provider")


def _cards(engine_states: Iterable[EngineState[SpeechEngine]]) -> list[ProviderCard]:
    known = states()
    uses = {use.name: use for use in pool().usage()}
    models = speech_models()
    return [
        ProviderCard(
            name=state.name,
            found=state,
            models=tuple(model.id for model in models if model.engine == state.name),
            known=known.get(state.name),
            use=uses.get(state.name),
            work=work_of(state.name),
        )
        for state in engine_states
    ]
