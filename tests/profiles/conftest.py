import pytest

from speech.engines.errors import EngineUnavailable
from tests.profiles.builders import BlendingEngine
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import put_engines

ABSENT = EngineUnavailable("absent", reason="its pack is missing", what_to_do="Pull it.")


@pytest.fixture(autouse=True)
def engines(monkeypatch, settings, tmp_path) -> FakeEngine:
    """`fake`, which `tts-1` stands for, `blender`, and `absent`, which is not on this machine."""
    engine = FakeEngine()
    put_engines(
        monkeypatch,
        settings,
        tmp_path / "passages",
        engine,
        BlendingEngine("blender"),
        missing={"absent": ABSENT},
        cache_bytes=0,
    )
    return engine
