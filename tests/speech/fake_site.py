"""The site's speech with engines that need no weights, in place of those of this machine."""

from collections.abc import Callable, Mapping
from typing import Any

from speech.engines.base import SpeechEngine
from speech.engines.errors import UnknownEngine
from speech.engines.pool import EnginePool, PoolLimits
from speech.engines.registry import EngineState
from speech.passage_cache import PassageCache
from tests.speech.fake_engine import FakeEngine


class FakeRegistry:
    def __init__(self, engines: Mapping[str, SpeechEngine | Exception]) -> None:
        """An engine that is an exception can't be opened."""
        self._engines = engines

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._engines)

    def engine(self, name: str) -> SpeechEngine:
        if name not in self._engines:
            raise UnknownEngine(name, self.names)
        engine = self._engines[name]
        if isinstance(engine, Exception):
            raise engine
        return engine

    def states(self) -> list[EngineState]:
        return [_state(name, engine) for name, engine in self._engines.items()]


def _state(name: str, engine: SpeechEngine | Exception) -> EngineState:
    if not isinstance(engine, Exception):
        return EngineState(name, engine)
    return EngineState(name, None, getattr(engine, "reason", ""), getattr(engine, "what_to_do", ""))


def put_engines(
    monkeypatch: Any,
    settings: Any,
    folder: Any,
    *engines: FakeEngine,
    missing: Mapping[str, Exception] | None = None,
    cache_bytes: int = 10**8,
    on_wait: Callable[[str, float], None] = lambda name, seconds: None,
    **limits: Any,
) -> EnginePool:
    """The first of them is what `tts-1` stands for."""
    registry = FakeRegistry({engine.name: engine for engine in engines} | dict(missing or {}))
    pool = EnginePool(registry.engine, PoolLimits(**limits), on_wait=on_wait)
    cache = PassageCache(folder, cache_bytes)
    put_registry(monkeypatch, registry, pool, cache)
    aliases = dict.fromkeys(("tts-1", "tts-1-hd", "gpt-4o-mini-tts"), engines[0].name)
    settings.CONFIG = settings.CONFIG.model_copy(update={"model_aliases": aliases})
    return pool


def put_registry(monkeypatch: Any, registry: Any, pool: EnginePool, cache: PassageCache) -> None:
    """In place of those of this process, wherever the site looks for them."""
    for module in ("catalogue", "engine_versions", "provider_cards"):
        monkeypatch.setattr(f"speech.{module}.registry", lambda: registry)
    for module in ("speaking", "provider_cards", "provider_actions"):
        monkeypatch.setattr(f"speech.{module}.pool", lambda: pool)
    monkeypatch.setattr("speech.speaking.passage_cache", lambda: cache)
