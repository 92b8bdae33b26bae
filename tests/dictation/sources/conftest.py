import pytest

from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines


@pytest.fixture(autouse=True)
def fake(monkeypatch, settings, tmp_path) -> FakeEngine:
    """It forgets what it has spoken, so that speaking twice shows."""
    engine = FakeEngine()
    put_engines(monkeypatch, settings, tmp_path / "passages", engine, cache_bytes=0)
    return engine
