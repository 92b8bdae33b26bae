import pytest

from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines


@pytest.fixture(autouse=True)
def engines(monkeypatch, settings, tmp_path) -> FakeEngine:
    """`fake`, which `tts-1` stands for."""
    engine = FakeEngine()
    put_engines(monkeypatch, settings, tmp_path / "passages", engine, cache_bytes=0)
    return engine
