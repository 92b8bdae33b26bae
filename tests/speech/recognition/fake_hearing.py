"""The site's hearing with recognisers that need no weights, in place of those of this machine."""

from typing import Any

from speech.engines.pool import EnginePool, PoolLimits
from tests.speech.fake_site import FakeRegistry
from tests.speech.recognition.fake_encoder import FakeEncoder
from tests.speech.recognition.fake_recogniser import FakeRecogniser


def put_recognisers(
    monkeypatch: Any, settings: Any, *recognisers: FakeRecogniser, **limits: Any
) -> EnginePool:
    """The first of them is what `whisper-1` and its like stand for."""
    registry = FakeRegistry({recogniser.name: recogniser for recogniser in recognisers})
    pool = EnginePool(registry.engine, PoolLimits(**limits))
    monkeypatch.setattr("speech.transcription.requests.registry", lambda: registry)
    monkeypatch.setattr("speech.transcription.catalogue.registry", lambda: registry)
    monkeypatch.setattr("speech.transcription.listening.pool", lambda: pool)
    monkeypatch.setattr("speech.transcription.live.pool", lambda: pool)
    monkeypatch.setattr("speech.transcription.ear.pool", lambda: pool)
    monkeypatch.setattr("speech.transcription.speakers.speaker_encoder", FakeEncoder)
    aliases = dict.fromkeys(settings.CONFIG.transcription_aliases, recognisers[0].name)
    settings.CONFIG = settings.CONFIG.model_copy(update={"transcription_aliases": aliases})
    return pool
