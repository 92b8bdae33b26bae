"""A real voice that says a sentence the same way each time."""

import numpy as np

from speech.engines.base import Block, PassageRequest
from speech.engines.piper import open_engine
from speech.engines.settings import EngineSettings
from speech.packs import PackStore


def joe_says(packs: PackStore, text: str) -> tuple[Block, int]:
    """The samples and their rate. Without a seed a recogniser would hear something else in each run."""
    engine = open_engine(EngineSettings(piper_dirs=(packs.path("piper-en_US-joe-medium"),)))
    engine.load()
    [voice] = engine.voices
    blocks = engine.synthesize(PassageRequest(text, voice.id, seed=1))
    return np.concatenate(list(blocks)), engine.sample_rate_hz(voice.id)
