"""Engines of research over checkpoints that were made for the tests."""

import numpy as np

from speech.engines.base import PassageRequest
from speech.providers.opening import open_provider
from speech.providers.settings import ProviderSettings


def research_settings(kind, folder, **changes):
    usual = {"name": f"tiny-{kind}", "device": "cpu", "threads": 1}
    return ProviderSettings(kind=kind, model=str(folder), **(usual | changes))


def opened(kind, folder, **changes):
    return open_provider(research_settings(kind, folder, **changes))


def spoken(engine, text="hei sinä", voice=None, **asked):
    """All of one passage, asked for as the site does."""
    request = PassageRequest(text, voice or engine.voices[0].id, **asked)
    engine.validate(request)
    engine.load()
    return np.concatenate([np.zeros(0, np.float32), *engine.synthesize(request)])


def change_weights(folder):
    """One number of them."""
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-4] + np.float32(0.125).tobytes())
