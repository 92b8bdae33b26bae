"""Other servers as settings: refused at the start where they can't be used."""

from pathlib import Path

import pytest

from voicesite.config import ConfigError, load_config
from voicesite.config_shown import effective_values

BOX = '[transcription_remotes.box]\nurl = "https://voice.example.org/v1/"\nmodel = "whisper-1"\n'


@pytest.fixture
def toml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "voicesite.toml"
    monkeypatch.setenv("VOICESITE_CONFIG_FILE", str(path))
    return path


def test_a_server_has_an_address_a_model_and_a_variable_for_its_key(toml):
    toml.write_text(BOX + 'key_env = "BOX_KEY"\n')
    box = load_config().transcription_remotes["box"]
    assert (box.url, box.model, box.key_env) == ("https://voice.example.org/v1", "whisper-1", "BOX_KEY")
    assert (box.timeout_seconds, box.tries, box.at_once) == (120, 3, 2)


def test_it_can_stand_in_the_environment(monkeypatch, toml):
    toml.touch()
    monkeypatch.setenv(
        "VOICESITE_TRANSCRIPTION_REMOTES", '{"box": {"url": "http://box:80/v1", "model": "m"}}'
    )
    assert load_config().transcription_remotes["box"].url == "http://box:80/v1"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        (BOX.replace("https://", "ftp://"), "address"),
        (BOX.replace("https://", "https://me:secret@"), "without a key"),
        (BOX.replace("/v1/", "/v1?key=secret"), "without a key"),
        (BOX.replace("example.org", "example.org:99999"), "url"),
        (BOX.replace('"whisper-1"', '""'), "model"),
        (BOX + 'key_env = "sk-no-variable"\n', "environment variable"),
        (BOX + 'key_env = "VOICESITE_BOX_KEY"\n', "environment variable"),
        (BOX + 'key = "sk-secret"\n', "key"),
        (BOX + "tries = 0\n", "tries"),
        (BOX + "timeout_seconds = inf\n", "timeout_seconds"),
        (BOX.replace("remotes.box", "remotes.whisper-base"), "another meaning"),
        (BOX.replace("remotes.box", "remotes.whisper-1"), "another meaning"),
        (BOX.replace("remotes.box", 'remotes." "'), "names"),
        ('transcription_models = { box = "/models/box" }\n' + BOX, "another meaning"),
    ],
)
def test_what_cannot_be_used_stops_the_start(changed, says, toml):
    toml.write_text(changed)
    with pytest.raises(ConfigError, match=says):
        load_config()


def test_it_is_shown_with_the_name_of_the_variable_alone(toml, monkeypatch):
    monkeypatch.setenv("BOX_KEY", "sk-secret")
    toml.write_text(BOX + 'key_env = "BOX_KEY"\n')
    shown = {value.name: value.value for value in effective_values(load_config())}
    assert '"key_env": "BOX_KEY"' in shown["transcription_remotes"]
    assert "sk-secret" not in "".join(shown.values())
