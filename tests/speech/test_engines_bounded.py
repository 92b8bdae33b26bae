"""An engine that is always here, within an operator's bounds."""

import pytest

from speech.engines.base import PassageRequest
from speech.engines.bounded import Bounded, Bounds
from speech.engines.errors import EngineUnavailable, UnknownVoice, UnsupportedLanguage, UnsupportedOption
from speech.engines.registry import Registry
from speech.engines.settings import EngineSettings
from speech.provider_openers import openers
from tests.speech.fake_engine import FakeEngine
from tests.speech.providers.provider_settings import name_providers


def bounded(**bounds) -> Bounded:
    return Bounded(FakeEngine(turns_at_once=3), Bounds(**bounds))


def test_without_bounds_it_is_the_engine_itself():
    engine, plain = bounded(), FakeEngine(turns_at_once=3)
    assert engine.capabilities == plain.capabilities
    assert [voice.id for voice in engine.voices] == ["low", "high"]
    engine.load()
    spoken, said = (list(each.synthesize(PassageRequest("Hi.", "low"))) for each in (engine, loaded(plain)))
    assert [block.tolist() for block in spoken] == [block.tolist() for block in said]


def loaded(engine: FakeEngine) -> FakeEngine:
    engine.load()
    return engine


def test_voices_and_languages_beyond_it_are_neither_listed_nor_spoken():
    engine = bounded(languages=("fr",))
    assert [voice.id for voice in engine.voices] == ["high"]
    assert engine.capabilities.languages == ("fr-FR",)
    engine.validate(PassageRequest("Salut.", "high", "fr-FR"))
    with pytest.raises(UnsupportedLanguage):
        engine.validate(PassageRequest("Hello.", "high", "en-US"))
    with pytest.raises(UnknownVoice):
        engine.validate(PassageRequest("Salut.", "low", "fr-FR"))


def test_it_narrows_and_never_widens():
    own = FakeEngine().capabilities
    wide = bounded(speeds=(0.01, 100.0), max_characters=50_000).capabilities
    assert (wide.speeds, wide.turns_at_once) == (own.speeds, 3)
    assert wide.max_characters_per_passage == own.max_characters_per_passage
    narrow = bounded(speeds=(0.9, 1.1), max_characters=200)
    capabilities = narrow.capabilities
    assert capabilities.speeds == (0.9, 1.1)
    assert capabilities.max_characters_per_passage == 200
    with pytest.raises(UnsupportedOption, match=r"0\.9 to 1\.1"):
        narrow.validate(PassageRequest("Hello.", "low", speed=1.2))


@pytest.fixture
def registry_of(settings):
    def named(**providers):
        name_providers(settings, **providers)
        return Registry(EngineSettings(), engines=openers(threads=1))

    return named


def test_the_settings_bound_an_engine_by_its_name(registry_of):
    espeak = registry_of(espeak={"languages": ["fi"]}).engine("espeak")
    assert [voice.language for voice in espeak.voices] == ["fi"]


def test_bounds_that_leave_no_voice_are_told_as_the_reason(registry_of):
    with pytest.raises(EngineUnavailable, match=r"languages in \[providers.espeak\]"):
        registry_of(espeak={"languages": ["qqq"]}).engine("espeak")


def test_one_that_is_turned_off_says_how_to_turn_it_on(registry_of):
    registry = registry_of(espeak={"enabled": False})
    assert "espeak" in registry.names
    with pytest.raises(EngineUnavailable, match=r"enabled = true in \[providers.espeak\]"):
        registry.engine("espeak")


def test_a_kind_that_can_not_be_imported_is_listed_with_what_is_missing(registry_of):
    registry = registry_of(ours={"kind": "module:no_such_package.robot"})
    state = {state.name: state for state in registry.states()}["ours"]
    assert (state.is_available, state.reason) == (False, "no_such_package is not installed")


def test_an_engine_of_ones_own_is_opened_by_the_name_of_its_module(registry_of, monkeypatch):
    monkeypatch.setattr("tests.speech.fake_engine.open_provider", _named, raising=False)
    registry = registry_of(ours={"kind": "module:tests.speech.fake_engine"})
    assert registry.engine("ours").name == "ours"


def _named(settings) -> FakeEngine:
    return FakeEngine(settings.name)
