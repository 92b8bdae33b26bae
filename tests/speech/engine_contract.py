"""What every engine promises, whoever makes its sound."""

import numpy as np
import pytest

from speech.engines.base import PassageRequest, SpeechEngine
from speech.engines.errors import UnknownVoice, UnsupportedLanguage, UnsupportedOption

WRONG = [
    ({"voice": "nobody"}, UnknownVoice),
    ({"language": "xx"}, UnsupportedLanguage),
    ({"speed": 9.0}, UnsupportedOption),
    ({"text": "  "}, UnsupportedOption),
    ({"seed": -1}, UnsupportedOption),
]


def said_by_contract(engine, *, voice, text, pool):
    """Its samples; the pool loads it."""
    assert isinstance(engine, SpeechEngine)
    assert {known.engine for known in engine.voices} == {engine.name}
    assert voice in {known.id for known in engine.voices}
    assert {known.language for known in engine.voices} <= set(engine.capabilities.languages)
    request = PassageRequest(text, voice)
    engine.validate(request)
    with pool.use(engine.name) as used:
        assert used is engine
        blocks = list(engine.synthesize(request))
    assert all(block.dtype == np.float32 and block.ndim == 1 for block in blocks)
    samples = np.concatenate(blocks)
    assert len(samples)
    assert np.isfinite(samples).all()
    return samples


def refuses(engine, wrong, error, *, voice):
    """Before anything is loaded."""
    with pytest.raises(error):
        engine.validate(PassageRequest(**{"text": "hello", "voice": voice, **wrong}))
