"""Hear the stock voices and some blends of them again, and write `speech/matching/known.npz`.

To be run where the default voice model or the search's phrases change. It takes about ten minutes.

Run: python -m scripts.known_voices
"""

from collections.abc import Iterator, Sequence

import numpy as np

from speech.engines.kokoro import open_engine
from speech.engines.pool import Generation
from speech.engines.settings import EngineSettings
from speech.engines.turns import FairTurns
from speech.matching.auditions import Auditions
from speech.matching.known import TABLE, Known, save
from speech.matching.phrases import SEARCHED
from speech.packs import PackStore
from speech.recognition.speakers.encoder import NAME, SpeakerEncoder
from voicesite.config import load_config

BY_VOICES = SEARCHED[:3]
BY_BLENDS = SEARCHED[:4]
BLENDS = 40
MOST_IN_ONE = 4
LEAST_WEIGHT = 0.05


def main() -> None:
    store = PackStore(load_config().models_dir, offline=True)
    engine = open_engine(EngineSettings(kokoro_dir=store.path("kokoro-82m-int8"), threads=2))
    auditions = Auditions(Generation(engine, engine.load, FairTurns()), SpeakerEncoder(store.path(NAME)))
    voices = [voice.id for voice in engine.voices]
    said = [(voice, phrase) for phrase in BY_VOICES for voice in voices]
    said += [(blend, BY_BLENDS[number % len(BY_BLENDS)]) for number, blend in enumerate(blends(voices))]
    points = []
    for number, (recipe, phrase) in enumerate(said, start=1):
        points.append(auditions.points([recipe], [phrase])[0][0])
        print(f"\r{number} of {len(said)}", end="", flush=True)
    phrases = np.array([SEARCHED.index(phrase) for _, phrase in said])
    save(Known(tuple(recipe for recipe, _ in said), phrases, np.array(points, np.float64)))
    print(f"\n{TABLE}: {TABLE.stat().st_size:,} bytes")


def blends(voices: Sequence[str]) -> Iterator[str]:
    """Of all kinds, the same each time."""
    for number in range(BLENDS):
        dice = np.random.default_rng(100 + number)
        count = int(dice.integers(2, MOST_IN_ONE + 1))
        some = dice.choice(list(voices), count, replace=False)
        weights = np.maximum(dice.dirichlet(np.ones(count)), LEAST_WEIGHT)
        weights /= weights.sum()
        yield "+".join(f"{voice}({weight:.2f})" for voice, weight in zip(some, weights, strict=True))


if __name__ == "__main__":
    main()
