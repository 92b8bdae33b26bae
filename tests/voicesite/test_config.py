"""Settings come from three places in order, are checked before anything starts, and can be explained."""

from pathlib import Path

import pytest

from voicesite.config import ConfigError, load_config
from voicesite.config_shown import effective_values


@pytest.fixture
def toml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "voicesite.toml"
    path.touch()
    monkeypatch.setenv("VOICESITE_CONFIG_FILE", str(path))
    return path


def test_the_file_beats_the_default_and_the_environment_beats_the_file(toml, monkeypatch):
    assert load_config().port == 8000
    toml.write_text("port = 9000\nworkers = 3\n")
    assert load_config().port == 9000
    monkeypatch.setenv("VOICESITE_PORT", "9001")
    config = load_config()
    assert (config.port, config.workers) == (9001, 3)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("PORT", "0", "port = '0'"),
        ("PORT", "eighty", "port = 'eighty'"),
        ("TIME_ZONE", "Mars/Olympus", "IANA time zone"),
        ("PUBLIC_URL", "voice.example.org", "without a path"),
        ("PUBLIC_URL", "https://voice.example.org/studio", "without a path"),
        ("PUBLIC_URL", "https://voice.example.org:99999", "public_url"),
        ("DATA_DIR", "", "must name a folder"),
        ("DATABASE_URL", "oracle://x", "postgres://"),
        ("THROTTLE_KEY", "fast", "600/min"),
        ("LOG_FORMAT", "xml", "'text' or 'json'"),
        ("MAIL_BACKEND", "pigeon", "'console' or 'smtp'"),
        ("MODEL_ALIASES", '{"tts-9": "gpt"}', "'tts-9' can be kokoro, piper, espeak, not 'gpt'"),
        ("MODEL_ALIASES", '{"kokoro": "piper"}', "model_aliases"),
        ("MODEL_ALIASES", '{"": "piper"}', "names for names"),
        ("MODEL_ALIASES", '{"tts-9": 5}', "model_aliases.tts-9 = 5"),
        ("MODEL_ALIASES", '{"tts-9": ', "VOICESITE_MODEL_ALIASES must be JSON"),
        ("VOICE_ALIASES", '{"narrator": " "}', "voice_aliases"),
        ("VOICE_ALIASES", "narrator=nova", "VOICESITE_VOICE_ALIASES must be JSON"),
    ],
)
def test_a_wrong_value_stops_the_start_with_its_name_and_what_is_allowed(
    toml, monkeypatch, name, value, says
):
    monkeypatch.setenv(f"VOICESITE_{name}", value)
    with pytest.raises(ConfigError) as refusal:
        load_config()
    assert says in str(refusal.value)


def test_the_queue_may_not_hand_out_again_what_may_still_run(toml):
    with pytest.raises(ConfigError, match="must be above job_timeout_seconds"):
        load_config(job_timeout_seconds=600, job_retry_seconds=600)


def test_a_misspelt_setting_is_an_error_in_the_file_and_in_the_environment(toml, monkeypatch):
    toml.write_text("prot = 9000\n")
    with pytest.raises(ConfigError, match="prot"):
        load_config()
    toml.write_text("")
    monkeypatch.setenv("VOICESITE_PROT", "9000")
    with pytest.raises(ConfigError, match="VOICESITE_PROT"):
        load_config()


def test_a_file_that_is_no_toml_is_named(toml):
    toml.write_text("port = = 1")
    with pytest.raises(ConfigError, match="not valid TOML"):
        load_config()


def test_what_is_in_force_is_told_with_its_source_and_without_its_secrets(toml, monkeypatch):
    toml.write_text("workers = 3\n")
    monkeypatch.setenv("VOICESITE_METRICS_TOKEN", "hush hush")
    monkeypatch.setenv("VOICESITE_DATABASE_URL", "postgres://me:hush@db/voices")
    monkeypatch.setenv("VOICESITE_CACHE_URL", "redis://h/0?password=hush")
    values = {setting.name: setting for setting in effective_values(load_config())}
    assert values["workers"].source == "voicesite.toml"
    assert values["metrics_token"].source == "environment VOICESITE_METRICS_TOKEN"
    assert values["port"].source == "default"
    assert all(setting.description for setting in values.values())
    assert "hush" not in " ".join(setting.value for setting in values.values())


def test_a_refused_secret_is_not_repeated(toml, monkeypatch):
    monkeypatch.setenv("VOICESITE_PORT", "x")
    monkeypatch.setenv("VOICESITE_ADMIN_PASSWORD", "hush hush")
    toml.write_text('admin_pasword = "hush hush"')
    with pytest.raises(ConfigError) as refusal:
        load_config()
    assert "hush" not in str(refusal.value)


def test_an_empty_secret_is_none(toml, monkeypatch):
    monkeypatch.setenv("VOICESITE_METRICS_TOKEN", "")
    assert load_config().metrics_token is None


def test_a_named_file_that_is_not_there_is_an_error(toml):
    toml.unlink()
    with pytest.raises(ConfigError, match="no such file"):
        load_config()


def test_names_for_models_and_voices_are_added_to_those_that_everybody_knows(toml, monkeypatch):
    toml.write_text('[model_aliases]\ntts-1 = "piper"\n[voice_aliases]\nnarrator = "bm_george"\n')
    monkeypatch.setenv("VOICESITE_MODEL_ALIASES", '{"lab/one": "espeak"}')
    config = load_config()
    assert config.model_aliases == {
        "tts-1": "piper",
        "tts-1-hd": "kokoro",
        "gpt-4o-mini-tts": "kokoro",
        "lab/one": "espeak",
    }
    assert config.voice_aliases == {"narrator": "bm_george"}
    shown = {value.name: value.value for value in effective_values(config)}
    assert '"lab/one": "espeak"' in shown["model_aliases"]
