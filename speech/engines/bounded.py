"""An engine within an operator's bounds: fewer languages, a narrower range of speeds, shorter passages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from speech.engines.base import Block, Capabilities, OnWord, PassageRequest, SpeechEngine, Voice
from speech.engines.checks import check_request
from speech.engines.errors import UnknownVoice
from speech.engines.languages import covers
from speech.text.passages import FASTEST, SLOWEST


@dataclass(frozen=True)
class Bounds:
    languages: tuple[str, ...] = ()  # empty: all that it speaks
    speeds: tuple[float, float] = (SLOWEST, FASTEST)
    max_characters: int = 0  # of a passage; 0: its own


class Bounded:
    def __init__(self, engine: SpeechEngine, bounds: Bounds) -> None:
        self._engine, self._bounds = engine, bounds

    @property
    def name(self) -> str:
        return self._engine.name

    @property
    def capabilities(self) -> Capabilities:
        own, bounds = self._engine.capabilities, self._bounds
        most = min(filter(None, (own.max_characters_per_passage, bounds.max_characters)))
        return replace(
            own,
            languages=tuple(tag for tag in own.languages if self._allows(tag)),
            speeds=_within(own.speeds, bounds.speeds),
            max_characters_per_passage=most,
            wanted_characters_per_passage=min(own.wanted_characters_per_passage, most),
        )

    @property
    def voices(self) -> Sequence[Voice]:
        return [voice for voice in self._engine.voices if self._allows(voice.language)]

    def sample_rate_hz(self, voice: str) -> int:
        return self._engine.sample_rate_hz(voice)

    def validate(self, request: PassageRequest) -> None:
        check_request(request, self.capabilities)
        allowed = [voice.id for voice in self.voices]
        if request.voice not in allowed and request.voice in [voice.id for voice in self._engine.voices]:
            raise UnknownVoice(request.voice, allowed)
        self._engine.validate(request)

    def load(self) -> None:
        self._engine.load()

    def unload(self) -> None:
        self._engine.unload()

    def synthesize(self, request: PassageRequest, *, on_word: OnWord | None = None) -> Iterator[Block]:
        return self._engine.synthesize(request, on_word=on_word)

    def _allows(self, language: str) -> bool:
        allowed = self._bounds.languages
        return not allowed or any(covers(meant, language) for meant in allowed)


def _within(own: tuple[float, float], allowed: tuple[float, float]) -> tuple[float, float]:
    return max(own[0], allowed[0]), min(own[1], allowed[1])
