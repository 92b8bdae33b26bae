"""Providers in the settings: what stops the start, and what `tts-1` means where engines are turned off."""

import pytest

from voicesite.config import ConfigError, load_config


@pytest.fixture
def toml(tmp_path, monkeypatch):
    path = tmp_path / "voicesite.toml"
    monkeypatch.setenv("VOICESITE_CONFIG_FILE", str(path))
    return path


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('[providers.lab]\nkind = "gramophone"', "module:"),
        ('[providers.lab]\nkind = "module:os; import evil"', "kind must be one of"),
        ('[providers.lab]\nkind = "module:../lab"', "kind must be one of"),
        ('[providers.lab]\nkind = "module:"', "kind must be one of"),
        ("[providers.lab]\nat_once = 2", "needs a kind"),
        ('[providers.kokoro]\nkind = "openai"', "kokoro"),
        ('[providers.lab]\nkind = "openai"\nkey = "sk-secret"', "providers.lab.key"),
    ],
)
def test_a_provider_that_can_not_be_meant_stops_the_start(toml, text, says):
    toml.write_text(text)
    with pytest.raises(ConfigError) as refusal:
        load_config()
    assert says in str(refusal.value)


def test_an_engine_of_ones_own_is_named_by_its_module(toml):
    toml.write_text('[providers.lab]\nkind = "module:my_voices.lab"\ntitle = "Lab"\n')
    provider = load_config().providers["lab"]
    assert (provider.kind, provider.title) == ("module:my_voices.lab", "Lab")


@pytest.mark.parametrize(
    ("text", "usual"),
    [
        ("", "kokoro"),
        ("[providers.kokoro]\nenabled = false", "piper"),
        ("[providers.kokoro]\nenabled = false\n[providers.piper]\nenabled = false", "espeak"),
        ('fallback_order = ["espeak"]\n[providers.kokoro]\nenabled = false', "espeak"),
        ('fallback_order = ["lab", "espeak"]\n[providers.lab]\nkind = "openai"', "kokoro"),
        (
            'fallback_order = ["lab"]\n[providers.kokoro]\nenabled = false\n[providers.lab]\nkind = "openai"',
            "lab",
        ),
    ],
)
def test_without_kokoro_tts_1_is_the_next_in_order(toml, text, usual):
    toml.write_text(text)
    aliases = load_config().model_aliases
    assert {aliases["tts-1"], aliases["tts-1-hd"], aliases["gpt-4o-mini-tts"]} == {usual}


def test_what_an_operator_says_of_tts_1_counts(toml):
    toml.write_text('model_aliases = { "tts-1" = "espeak" }\n[providers.kokoro]\nenabled = false')
    assert load_config().model_aliases["tts-1"] == "espeak"


def test_who_is_named_twice_in_the_order_is_asked_once(toml):
    toml.write_text('fallback_order = ["piper", "espeak", "piper"]')
    assert load_config().fallback_order == ["piper", "espeak"]
