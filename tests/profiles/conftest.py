import pytest

from clips.models import Clip
from speech.engines.errors import EngineUnavailable
from tests import audio_files
from tests.clips.builders import make_clip
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


@pytest.fixture
def long_clip():
    """Long enough to be a sample."""

    def made(owner) -> Clip:
        return make_clip(owner, data=audio_files.wav(2.0, rate=8000))

    return made
