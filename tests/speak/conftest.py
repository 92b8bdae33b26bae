import pytest

from tests.speak.page_voice import fake_voice, gate  # noqa: F401 - fixtures
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines


@pytest.fixture
def fake(monkeypatch, settings, tmp_path) -> FakeEngine:
    """The site's one engine; it forgets what it has spoken, so that speaking twice shows."""
    engine = FakeEngine()
    put_engines(monkeypatch, settings, tmp_path / "passages", engine, cache_bytes=0)
    return engine
