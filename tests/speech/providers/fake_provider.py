"""A provider that fails as it is told, behind the patience that the site has with providers."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from speech.engines.base import Block, Capabilities, Gender, OnWord, PassageRequest, Voice
from speech.providers.breaker import Breaker, BreakerLimits, InMemory
from speech.providers.failures import FailureKind, ProviderFailed
from speech.providers.guarded import Guarded
from tests.speech.fake_engine import FakeEngine

REASON = "it is not well"


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def goes_on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class FakeProvider(FakeEngine):
    """`fails` is raised when so many blocks of a passage were given; `times` says how often."""

    def __init__(self, name: str = "cloud", *, at_once: int = 4) -> None:
        super().__init__(name, turns_at_once=at_once)
        self.fails: Exception | None = None
        self.after_blocks = 0
        self.times: int | None = None
        self.asked = 0

    @property
    def capabilities(self) -> Capabilities:
        return replace(super().capabilities, is_remote=True)

    def synthesize(self, request: PassageRequest, *, on_word: OnWord | None = None) -> Iterator[Block]:
        self.asked += 1
        for given, block in enumerate(super().synthesize(request, on_word=on_word)):
            if given == self.after_blocks:
                self._fail()
            yield block

    def _fail(self) -> None:
        if self.fails is None or self.times == 0:
            return
        if self.times is not None:
            self.times -= 1
        raise self.fails


class Voiced(FakeEngine):
    """An engine with voices of its own."""

    def __init__(self, name: str, *voices: tuple[str, str, Gender | None]) -> None:
        super().__init__(name)
        self._voices = [Voice(voice, voice.title(), tag, gender, name) for voice, tag, gender in voices]

    @property
    def voices(self) -> list[Voice]:
        return self._voices

    def validate(self, request: PassageRequest) -> None:
        assert request.voice in [voice.id for voice in self._voices]


def failure(kind: FailureKind, *, name: str = "cloud", **details: Any) -> ProviderFailed:
    return ProviderFailed(name, kind, reason=REASON, **details)


def guarded(
    engine: FakeEngine,
    *,
    store: InMemory | None = None,
    clock: Callable[[], datetime] | None = None,
    tries: int = 3,
    first_audio_seconds: float = 300,
    sleep: Callable[[float], None] = lambda seconds: None,
    **limits: Any,
) -> Guarded:
    breaker = Breaker(
        engine.name, store=store or InMemory(), limits=BreakerLimits(**limits), clock=clock or Clock()
    )
    return Guarded(engine, breaker=breaker, tries=tries, first_audio_seconds=first_audio_seconds, sleep=sleep)
