"""A provider that can't be had is listed with its reason and what to do, and the others speak."""

import pytest

from speech.engines.registry import Registry
from speech.engines.settings import EngineSettings
from speech.provider_openers import openers
from voicesite.config import Config


def config_of(**providers: dict[str, object]) -> Config:
    return Config(providers=providers)


@pytest.fixture
def listed(settings, tmp_path):
    """The states of a site's engines, where its settings name these providers."""

    def states(**providers: dict[str, object]) -> dict[str, object]:
        settings.CONFIG = settings.CONFIG.model_copy(
            update={"providers": config_of(**providers).providers, "data_dir": tmp_path}
        )
        found: Registry = Registry(EngineSettings(), engines=openers(threads=1))
        return {state.name: state for state in found.states()}

    return states


def test_each_says_why_and_what_to_do(listed, monkeypatch):
    monkeypatch.delenv("A_KEY", raising=False)
    states = listed(
        off={"kind": "openai", "enabled": False},
        keyless={"kind": "elevenlabs", "key_env": "A_KEY"},
        nowhere={"kind": "azure", "key_env": "HOME"},
        strange={"kind": "openai", "options": {"colour": "red"}},
    )
    reasons = {name: (states[name].reason, states[name].what_to_do) for name in states}
    assert reasons["off"] == ("it is turned off", "Set enabled = true in [providers.off].")
    assert reasons["keyless"][0] == "its key is missing"
    assert "A_KEY" in reasons["keyless"][1]
    assert "region" in reasons["nowhere"][1]
    assert "colour" in reasons["strange"][0]
    assert not any(states[name].is_available for name in ("off", "keyless", "nowhere", "strange"))
    assert states["espeak"].is_available


def test_a_wrong_address_is_told_by_the_settings():
    with pytest.raises(ValueError, match="address"):
        config_of(box={"kind": "openai", "url": "ftp://voice.example.org"})


def test_a_server_that_is_not_there_is_listed_with_its_voices(listed):
    [box] = [
        state
        for name, state in listed(box={"kind": "openai", "url": "http://127.0.0.1:9/v1"}).items()
        if name == "box"
    ]
    assert box.is_available
    assert [voice.id for voice in box.engine.voices]
