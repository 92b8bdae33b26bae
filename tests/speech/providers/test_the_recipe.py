"""`docs/adding-an-engine.md`, done word for word: what a contributor reads there works."""

import importlib
import re
import sys
from pathlib import Path

import numpy as np
import pytest

from speech.audio.decode import AudioFile
from speech.engines.base import SpeechEngine
from speech.engines.errors import EngineUnavailable
from speech.engines.pool import EnginePool
from speech.engines.registry import Registry
from speech.engines.settings import EngineSettings
from speech.passage_cache import PassageCache
from speech.provider_openers import openers
from tests.speech.fake_site import put_registry
from voicesite.config import load_config

RECIPE = Path(__file__).resolve().parents[3] / "docs" / "adding-an-engine.md"
BLOCKS = re.findall(r"```(\w+)\n(.*?)```", RECIPE.read_text(), re.DOTALL)
ENGINE, TEST = (text for language, text in BLOCKS if language == "python")
(SETTINGS,) = (text for language, text in BLOCKS if language == "toml")


@pytest.fixture
def written(tmp_path, monkeypatch):
    """The module and its test, where Python finds them."""
    folder = tmp_path / "my_voices"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "whistle.py").write_text(ENGINE)
    (folder / "test_whistle.py").write_text(TEST)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder
    for name in [name for name in sys.modules if name.partition(".")[0] == "my_voices"]:
        del sys.modules[name]


def put_settings(settings, monkeypatch, folder, text: str) -> Registry[SpeechEngine]:
    path = folder / "voicesite.toml"
    path.write_text(text)
    monkeypatch.setenv("VOICESITE_CONFIG_FILE", str(path))
    settings.CONFIG = settings.CONFIG.model_copy(update={"providers": load_config().providers})
    return Registry(EngineSettings(), engines=openers(threads=1))


@pytest.fixture
def site(written, settings, monkeypatch, tmp_path):
    registry = put_settings(settings, monkeypatch, tmp_path, SETTINGS)
    put_registry(monkeypatch, registry, EnginePool(registry.engine), PassageCache(tmp_path / "p", 10**7))


@pytest.fixture
def api(site, alice, api_of):
    return api_of(alice)


def speak(api, **fields):
    asked = {"model": "whistle", "voice": "flute", "input": "Hello.", "response_format": "wav", **fields}
    return api.post("/v1/audio/speech", asked, format="json")


def pitch_hz(response, folder) -> float:
    assert response.status_code == 200, response.content
    path = folder / "whistled.wav"
    path.write_bytes(b"".join(response.streaming_content))
    with AudioFile(path) as file:
        blocks = list(file.blocks())
    sound = np.concatenate([block.samples for block in blocks]).ravel()
    return float(np.argmax(np.abs(np.fft.rfft(sound))) * blocks[0].rate_hz / len(sound))


def test_what_the_recipe_adds_speaks_at_the_door_for_programs(api, tmp_path):
    assert pitch_hz(speak(api), tmp_path) == pytest.approx(600, abs=15)
    assert pitch_hz(speak(api, voice="alarm"), tmp_path) == pytest.approx(1200, abs=15)
    for wrong in ({"response_format": "flac"}, {"speed": 3.0}, {"voice": "drum"}):
        assert speak(api, **wrong).status_code == 400
    found = api.get("/api/providers/whistle").json()
    assert (found["title"], found["state"], found["voices_count"]) == ("Whistle", "loaded", 2)
    assert "whistle" in [model["id"] for model in api.get("/v1/models").json()["data"]]


def test_the_recipes_own_test_passes(written):
    module = importlib.import_module("my_voices.test_whistle")
    tests = [value for name, value in vars(module).items() if name.startswith("test_")]
    assert len(tests) == 1
    for test in tests:
        test()


def test_without_what_it_needs_it_is_listed_with_the_reason(written, settings, monkeypatch, tmp_path):
    text = re.sub(r"\[providers.whistle.options.*?\n\n", "", SETTINGS, flags=re.DOTALL)
    registry = put_settings(settings, monkeypatch, tmp_path, text)
    with pytest.raises(EngineUnavailable, match="it has no pitches"):
        registry.engine("whistle")
    assert registry.engine("espeak")
