import pytest

from tests.speak.page_voice import fake_voice, gate  # noqa: F401 - fixtures
from tests.speak.proof_fakes import ScriptedRecogniser, TalkingEngine
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines
from tests.speech.recognition.fake_hearing import put_recognisers


@pytest.fixture
def fake(monkeypatch, settings, tmp_path) -> FakeEngine:
    """The site's one engine; it forgets what it has spoken, so that speaking twice shows."""
    engine = FakeEngine()
    put_engines(monkeypatch, settings, tmp_path / "passages", engine, cache_bytes=0)
    return engine


@pytest.fixture
def engine(monkeypatch, settings, tmp_path) -> TalkingEngine:
    engine = TalkingEngine()
    put_engines(monkeypatch, settings, tmp_path / "passages", engine, cache_bytes=0)
    return engine


@pytest.fixture
def hears(monkeypatch, settings, engine):
    """What its recogniser hears, one listening after the other."""

    def put(*says: str, **capabilities) -> ScriptedRecogniser:
        recogniser = ScriptedRecogniser(*says, **capabilities)
        put_recognisers(monkeypatch, settings, recogniser)
        return recogniser

    return put
