"""Every provider's key is wrong or missing: the site starts, tells which, and speaks with what is here."""

from pathlib import Path

import pytest

from speech.engines.pool import EnginePool
from speech.engines.registry import Registry
from speech.engines.settings import EngineSettings
from speech.pipeline import SpeechRequest, record
from speech.provider_openers import bounds, openers
from speech.providers.breaker import InMemory, State
from speech.providers.failures import FailureKind, ProviderFailed, ProviderResting
from speech.providers.guarded import Guarded
from speech.providers.kinds import SERVICES
from tests.speech.providers.fake_provider import REASON, FakeProvider, failure
from voicesite.config_providers import ProviderConfig

HERE = SpeechRequest(text="Hello.", engine="espeak", voice="en-US", language="en-US")


@pytest.fixture
def known(monkeypatch):
    known = InMemory()
    monkeypatch.setattr("speech.provider_breakers.store", lambda: known)
    return known


@pytest.fixture
def registry_of(settings):
    def made(**providers: ProviderConfig) -> Registry:
        settings.CONFIG = settings.CONFIG.model_copy(update={"providers": providers})
        nowhere = EngineSettings(kokoro_dir=Path("/nowhere"), piper_dirs=())
        return Registry(nowhere, engines=openers(threads=1))

    return made


def refusing(provider):
    engine = FakeProvider(provider.name)
    engine.fails = failure(FailureKind.AUTH, name=provider.name)
    return engine


def seconds_of(request, pool):
    recording = record(request, pool=pool)
    for _ in recording.drawn():
        pass
    return recording.seconds


def test_with_every_key_wrong_each_is_known_and_this_machine_speaks(known, registry_of, monkeypatch):
    monkeypatch.setattr("speech.provider_openers.open_provider", refusing)
    registry = registry_of(**{kind: ProviderConfig(kind=kind) for kind in SERVICES})
    pool = EnginePool(registry.engine)
    for kind in SERVICES:
        assert isinstance(registry.engine(kind), Guarded)
        cloud = SpeechRequest(text="Hello.", engine=kind, voice="low", language="en-US")
        for error in (ProviderFailed, ProviderResting):
            with pytest.raises(error):
                seconds_of(cloud, pool)
        assert (known.read(kind).state, known.read(kind).last_failure) == (State.OPEN, REASON)
    assert seconds_of(HERE, pool) > 0


def test_with_every_key_missing_each_says_what_to_do_and_this_machine_speaks(registry_of, monkeypatch):
    monkeypatch.delenv("NO_SUCH_KEY", raising=False)
    keyless = {kind: ProviderConfig(kind=kind, key_env="NO_SUCH_KEY") for kind in SERVICES}
    registry = registry_of(**keyless)
    missing = {state.name: state for state in registry.states() if not state.is_available}
    for kind in SERVICES:
        assert missing[kind].reason == "its key is missing"
        assert "NO_SUCH_KEY" in missing[kind].what_to_do
    assert seconds_of(HERE, EnginePool(registry.engine)) > 0


def test_only_what_was_said_bounds_an_engine_of_this_machine(settings):
    providers = {"kokoro": ProviderConfig(at_once=2), "piper": ProviderConfig(enabled=False)}
    settings.CONFIG = settings.CONFIG.model_copy(update={"providers": providers})
    assert bounds() == {"kokoro": 2}
