"""An engine without weights: a tone for each character, always the same, counted and controllable."""

import threading
from collections.abc import Iterator, Sequence

import numpy as np

from speech.engines.base import Block, Capabilities, Gender, OnWord, PassageRequest, Reference, Voice
from speech.engines.checks import check_request
from speech.engines.errors import UnknownVoice
from speech.engines.settings import EngineSettings

RATE_HZ = 24_000
CHARACTER_SECONDS = 0.05
LEVEL = 0.3


class FakeEngine:
    """`gate`, where given, must be open for a passage to be spoken; `fails_to_load` is raised by `load`."""

    def __init__(
        self,
        name: str = "fake",
        *,
        gate: threading.Event | None = None,
        fails_to_load: Exception | None = None,
        turns_at_once: int = 1,
        has_cloning: bool = False,
    ) -> None:
        self.name = name
        self.gate, self.fails_to_load = gate, fails_to_load
        self.turns_at_once = turns_at_once
        self.has_cloning = has_cloning
        self.imitated: list[Reference] = []
        self.loads = self.unloads = 0
        self.is_loaded = False
        self.spoken: list[str] = []

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(
            languages=("en-US", "fr-FR"),
            turns_at_once=self.turns_at_once,
            has_cloning=self.has_cloning,
            is_repeatable=True,
            has_streaming=True,
        )

    @property
    def voices(self) -> Sequence[Voice]:
        return (
            Voice("low", "Low", "en-US", Gender.MALE, self.name),
            Voice("high", "High", "fr-FR", Gender.FEMALE, self.name),
        )

    def sample_rate_hz(self, voice: str) -> int:
        return RATE_HZ

    def validate(self, request: PassageRequest) -> None:
        check_request(request, self.capabilities)
        if not self._imitates(request) and request.voice not in ("low", "high"):
            raise UnknownVoice(request.voice, ["low", "high"])

    def _imitates(self, request: PassageRequest) -> bool:
        return self.has_cloning and request.reference is not None

    def load(self) -> None:
        self.loads += 1
        if self.fails_to_load is not None:
            raise self.fails_to_load
        self.is_loaded = True

    def unload(self) -> None:
        self.unloads += 1
        self.is_loaded = False

    def synthesize(self, request: PassageRequest, *, on_word: OnWord | None = None) -> Iterator[Block]:
        assert self.is_loaded, "spoke before it was loaded"
        if self.gate is not None:
            assert self.gate.wait(60)
        self.spoken.append(request.text)
        if self._imitates(request) and request.reference:
            self.imitated.append(request.reference)
        base_hertz = 110.0 if request.voice == "low" else 220.0
        for character in request.text:
            yield tone_of(character, base_hertz=base_hertz, speed=request.speed)


def tone_of(character: str, *, base_hertz: float, speed: float = 1.0) -> Block:
    frames = round(CHARACTER_SECONDS / speed * RATE_HZ)
    hertz = base_hertz + 5 * (ord(character) % 64)
    return (LEVEL * np.sin(2 * np.pi * hertz * np.arange(frames) / RATE_HZ)).astype(np.float32)


def open_engine(settings: EngineSettings) -> FakeEngine:
    """As the registry wants it of a module."""
    return FakeEngine()
