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


@pytest.mark.parametrize(
    "url",
    [
        " http://box/v1",
        "http://box/v1 ",
        "http://box/v1\\n",
        "http://b ox/v1",
        "http://box\\u0000/",
        "http://box\\\\@evil/",
        "http://@box/v1",
        "http://box/v1?",
        "file:///etc/passwd",
        "box/v1",
        "http://[::1/v1",
        "http://box:99999",
        f"http://{'a' * 64}.example/v1",
        "http://box..example/v1",
        "http://xn--a/v1",
        f"http://box/{'x' * 70_000}",
    ],
)
def test_an_address_that_no_server_has_stops_the_start(toml, url):
    toml.write_text(f'[providers.lab]\nkind = "openai"\nurl = "{url}"')
    with pytest.raises(ConfigError, match=r"providers\.lab\.url"):
        load_config()


@pytest.mark.parametrize("url", ["http://[::1]:8/v1", "https://käse.example/v1", "http://box:8880/v1/"])
def test_an_address_may_be_of_any_kind_of_host(toml, url):
    toml.write_text(f'[providers.lab]\nkind = "openai"\nurl = "{url}"')
    assert load_config().providers["lab"].url == url.rstrip("/")


@pytest.mark.parametrize(
    "line",
    [
        'title = "two\\nlines"',
        'model = "a\\u0000b"',
        'default_voice = "a\\tb"',
        'languages = ["?"]',
        'languages = [""]',
        'languages = ["en\\n"]',
        'voices = { "" = "alloy" }',
        'voices = { anna = "" }',
        'voices = { "an\\nna" = "alloy" }',
        f'voices = {{ {"a" * 201} = "alloy" }}',
    ],
)
def test_a_name_that_nobody_could_read_stops_the_start(toml, line):
    toml.write_text(f'[providers.lab]\nkind = "openai"\n{line}')
    with pytest.raises(ConfigError, match=f"providers.lab.{line.split()[0]}"):
        load_config()


def test_no_provider_is_called_as_programs_call_a_model(toml):
    toml.write_text('[providers.tts-1]\nkind = "openai"')
    with pytest.raises(ConfigError, match="'tts-1'"):
        load_config()


@pytest.mark.parametrize(
    "line",
    [
        'key_env = "sk_0123abcd"',
        'key = "sk_0123abcd"',
        'url = "http://me:sk_0123abcd@box/v1"',
        'url = "http://box/v1?key=sk_0123abcd"',
        'kind = "gramophone"\noptions = { extra = { key = "sk_0123abcd" } }',
    ],
)
def test_a_key_in_the_wrong_place_is_not_shown(toml, line):
    kind = "" if "kind" in line else 'kind = "openai"\n'
    toml.write_text(f"[providers.lab]\n{kind}{line}")
    with pytest.raises(ConfigError, match="lab") as refusal:
        load_config()
    assert "sk_0123abcd" not in str(refusal.value)


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
