"""Worlds in which it is known where every blend lies: what is spoken is the place itself."""

from collections.abc import Iterator, Sequence

import numpy as np

from speech.engines.base import Block, Capabilities, Gender, PassageRequest, Voice
from speech.engines.kokoro_voices import parse_blend
from speech.engines.pool import Generation, wanted
from speech.engines.turns import FairTurns
from speech.matching.auditions import Auditions
from speech.matching.known import Known
from speech.matching.trial import Outcome, Trial
from speech.recognition.speakers.encoder import SIZE, SpeakerEncoder, unit

RATE_HZ = 16_000
NAMES = ("ann", "bea", "cal", "dan", "eve", "fay", "gus", "hal", "ida", "jon", "kim", "leo")


class WorldEngine:
    """Each voice is a place. `blends_suffer`: phrases in which a blend lies elsewhere than its voices."""

    name = "world"

    def __init__(
        self, places: dict[str, np.ndarray], *, blends_suffer: Sequence[str] = (), turns_at_once: int = 1
    ) -> None:
        self.places, self.blends_suffer, self.turns_at_once = places, blends_suffer, turns_at_once
        self.said: list[tuple[str, str]] = []

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(languages=("en-US",), turns_at_once=self.turns_at_once, has_blends=True)

    @property
    def voices(self) -> Sequence[Voice]:
        return [Voice(name, name.title(), "en-US", Gender.FEMALE, self.name) for name in self.places]

    def load(self) -> None:
        pass

    def unload(self) -> None:
        pass

    def sample_rate_hz(self, voice: str) -> int:
        return RATE_HZ

    def synthesize(self, request: PassageRequest, *, on_word: object = None) -> Iterator[Block]:
        self.said.append((request.voice, request.text))
        parts = parse_blend(request.voice, self.places)
        place = sum(part.weight * self.places[part.name] for part in parts)
        if len(parts) > 1 and request.text in self.blends_suffer:
            place = place + np.eye(SIZE)[SIZE - 1]
        yield np.asarray(place, np.float32)


class WorldEncoder(SpeakerEncoder):
    def __init__(self) -> None:
        pass

    def load(self) -> None:
        pass

    def voices(self, sounds: Sequence[np.ndarray]) -> list[np.ndarray]:
        return [unit(sound) if len(sound) else np.zeros(SIZE, np.float32) for sound in sounds]


def places(names: Sequence[str] = NAMES, *, seed: int = 3) -> dict[str, np.ndarray]:
    """About as far from one another as voices are."""
    dice = np.random.default_rng(seed)
    shared = np.abs(dice.normal(size=SIZE))
    return {name: unit(0.3 * shared + np.maximum(dice.normal(size=SIZE), 0)) for name in names}


def mixed(world: dict[str, np.ndarray], **weights: float) -> np.ndarray:
    return unit(sum(weight * world[name] for name, weight in weights.items()))


def generation_of(engine: WorldEngine, check=wanted) -> Generation:
    return Generation(engine, engine.load, FairTurns(at_once=engine.turns_at_once), check)


def outcome_of(
    engine: WorldEngine,
    target: np.ndarray,
    *,
    effort_seconds: float = 120.0,
    seed: int = 0,
    on_finding=lambda finding: None,
    check=wanted,
    known: Known | None = None,
) -> Outcome:
    auditions = Auditions(generation_of(engine, check), WorldEncoder())
    trial = Trial(target, list(engine.places), auditions, on_finding, known=known or Known())
    return trial.outcome(effort_seconds, seed=seed)
