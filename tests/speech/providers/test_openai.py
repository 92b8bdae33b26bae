"""OpenAI's door, and what others make of it: what is sent, and whatever sound comes back."""

import json
from datetime import date

import numpy as np
import pytest

from speech.audio.encode import encode
from speech.engines.base import Gender, PassageRequest
from speech.engines.errors import EngineUnavailable, UnsupportedLanguage
from speech.providers.failures import FailureKind, ProviderFailed
from speech.providers.openai import voices_in
from speech.providers.opening import open_provider
from speech.providers.settings import ProviderSettings
from tests.speech.providers.servers.local import Told
from tests.speech.providers.servers.wires import OPENAI, RATE_HZ, TONE_SECONDS, tone, wav

HELLO = PassageRequest("Hello there.", "alloy")


@pytest.fixture
def server(served) -> Told:
    return served(OPENAI.speaking())


def spoken(engine, request=HELLO) -> np.ndarray:
    return np.concatenate(list(engine.synthesize(request)))


def test_it_sends_what_the_door_documents(server, engine_of):
    spoken(engine_of(OPENAI, server.url, model="tts-1"), PassageRequest("Hello there.", "nova", speed=1.5))
    [asked] = server.asked
    assert (asked.method, asked.path) == ("POST", "/v1/audio/speech")
    assert asked.json == {
        "model": "tts-1",
        "input": "Hello there.",
        "voice": "nova",
        "response_format": "pcm",
        "speed": 1.5,
    }


def test_instructions_go_to_models_that_follow_them(server, engine_of):
    request = PassageRequest("Hello there.", "alloy", instructions="Whisper.")
    follows, ignores = (engine_of(OPENAI, server.url, model=model) for model in ("gpt-4o-mini-tts", "tts-1"))
    spoken(follows, request)
    spoken(ignores, request)
    assert follows.capabilities.follows_instructions
    assert [asked.json.get("instructions") for asked in server.asked] == ["Whisper.", None]


def test_a_model_that_ignores_speed_is_asked_for_its_own(server, engine_of):
    engine = engine_of(OPENAI, server.url, model="gpt-4o-mini-tts")
    samples = spoken(engine, PassageRequest("Hello there.", "alloy", speed=2.0))
    assert "speed" not in server.asked[0].json
    assert len(samples) == pytest.approx(TONE_SECONDS * RATE_HZ / 2, abs=2)


def test_without_a_key_none_is_sent(served, engine_of):
    server = served(lambda handler, _: handler.whole(tone(), content_type="audio/pcm"))
    spoken(engine_of(OPENAI, server.url, key="", key_env=""))
    assert "authorization" not in server.asked[0].headers


def test_further_fields_go_where_the_operator_wants_them(server, engine_of):
    options = {"language_field": "lang_code", "seed_field": "seed", "extra": {"stream": True}}
    engine = engine_of(OPENAI, server.url, options=options, languages=("en-US", "fr"))
    spoken(engine, PassageRequest("Bonjour.", "alloy", language="fr", seed=7))
    asked = server.asked[0].json
    assert (asked["lang_code"], asked["seed"], asked["stream"]) == ("fr", 7, True)


@pytest.mark.parametrize("value", [float("nan"), date(2026, 1, 1), "\ud83d"])
def test_a_field_that_no_request_can_hold_is_told_of_at_the_start(value):
    with pytest.raises(EngineUnavailable, match="extra"):
        open_provider(OPENAI.settings("http://127.0.0.1:9", options={"extra": {"odd": value}}))


@pytest.mark.parametrize("file_format", ["wav", "mp3", "flac", "opus"])
def test_a_server_without_bare_samples_is_heard_in_its_format(file_format, served, engine_of):
    sound = np.frombuffer(tone(1.0), "<i2").astype(np.float32) / 32768
    file = b"".join(encode([sound], file_format, rate_hz=RATE_HZ))
    server = served(OPENAI.speaking(file, piece_bytes=777))
    samples = spoken(engine_of(OPENAI, server.url, options={"format": file_format}))
    assert server.asked[0].json["response_format"] == file_format
    assert len(samples) == pytest.approx(RATE_HZ, rel=0.1)
    middle = samples[RATE_HZ // 4 : RATE_HZ // 4 * 3]
    assert np.argmax(np.abs(np.fft.rfft(middle))) * RATE_HZ / len(middle) == pytest.approx(440, abs=3)


def test_a_file_of_another_rate_is_brought_to_the_promised_one(served, engine_of):
    server = served(OPENAI.speaking(wav(tone(1.0, rate_hz=16_000), rate_hz=16_000)))
    samples = spoken(engine_of(OPENAI, server.url, options={"format": "wav"}))
    assert len(samples) == RATE_HZ


def test_bare_samples_may_have_another_rate(server, engine_of):
    engine = engine_of(OPENAI, server.url, options={"sample_rate_hz": 16_000})
    assert engine.sample_rate_hz("alloy") == 16_000


def test_sound_that_can_not_be_decoded_is_the_servers_failure(served, engine_of):
    server = served(OPENAI.speaking(b"\x01\x02\x03" * 5_000))
    with pytest.raises(ProviderFailed) as failed:
        spoken(engine_of(OPENAI, server.url, options={"format": "mp3"}))
    assert failed.value.kind is FailureKind.SERVER


def test_sound_that_ends_within_a_sample_is_the_servers_failure(served, engine_of):
    with pytest.raises(ProviderFailed, match="ended within a sample") as failed:
        spoken(engine_of(OPENAI, served(OPENAI.speaking(tone() + b"\0")).url))
    assert failed.value.kind is FailureKind.SERVER


@pytest.mark.parametrize("file_format", ["wav", "mp3", "flac", "opus"])
def test_a_file_instead_of_samples_is_not_heard_as_noise(file_format, served, engine_of):
    file = b"".join(encode([np.zeros(RATE_HZ, np.float32)], file_format, rate_hz=RATE_HZ))
    kind = "audio/mpeg" if file_format == "mp3" else "audio/pcm"
    server = served(lambda handler, _: handler.whole(file, content_type=kind))
    with pytest.raises(ProviderFailed, match=file_format.upper()) as failed:
        spoken(engine_of(OPENAI, server.url))
    assert failed.value.kind is FailureKind.SERVER
    assert f'format = "{file_format}"' in failed.value.what_to_do


def test_a_quota_that_is_used_up_is_told_from_too_many_requests(served, engine_of):
    body = OPENAI.refusal("insufficient_quota", "You exceeded your current quota.")
    server = served(lambda handler, _: handler.whole(body, status=429))
    with pytest.raises(ProviderFailed, match="current quota") as failed:
        spoken(engine_of(OPENAI, server.url))
    assert failed.value.kind is FailureKind.QUOTA
    assert not failed.value.is_worth_retrying


def test_theirs_speaks_every_language_with_every_voice():
    engine = open_provider(ProviderSettings("cloud", "openai"))
    engine.validate(PassageRequest("Hei.", "nova", language="fi-FI"))
    assert "marin" in {voice.id for voice in engine.voices}
    with pytest.raises(UnsupportedLanguage):
        engine.validate(PassageRequest("Hei.", "nova", language="xx"))


def test_a_server_that_lists_no_voices_has_the_usual_names(served, engine_of):
    server = served(lambda handler, _: handler.whole(b"{}", status=404))
    voices = engine_of(OPENAI, server.url).refresh_voices()
    assert "alloy" in {voice.id for voice in voices}


VOICESITES = {
    "voices": [
        {
            "id": "fi",
            "name": "Finnish",
            "language": "fi",
            "gender": None,
            "model": "espeak",
            "alias_of": None,
        },
        {"id": "low", "name": "Low", "language": "en-GB", "gender": "male", "model": "espeak"},
        {"id": "nova", "name": "Nova", "language": "en-US", "model": "espeak", "alias_of": "low"},
        {"id": "af_heart", "name": "Heart", "language": "en-US", "gender": "female", "model": "kokoro"},
    ]
}


def test_each_shape_of_a_list_is_read():
    settings = OPENAI.settings("http://127.0.0.1:9")
    plain = voices_in({"voices": ["af_heart", "am_adam"]}, settings, model="kokoro")
    assert [voice.id for voice in plain] == ["af_heart", "am_adam"]
    found = voices_in(VOICESITES, settings, model="espeak")
    assert [(voice.id, voice.language, voice.gender) for voice in found] == [
        ("fi", "fi", None),
        ("low", "en-GB", Gender.MALE),
    ]
    assert len(voices_in(VOICESITES, settings, model="tts-1")) == 3


@pytest.mark.parametrize(
    "told", ["[]", "{}", "5", '"a"', '{"voices": {"a": 1}}', '{"voices": [1, null, {"id": 5}, {"name": []}]}']
)
def test_a_list_that_is_none_holds_no_voices(told):
    assert voices_in(json.loads(told), OPENAI.settings("http://127.0.0.1:9"), model="m") == []


def test_a_listed_voice_speaks_its_own_language_alone(served, engine_of):
    server = served(lambda handler, _: handler.whole(json.dumps(VOICESITES).encode()))
    engine = engine_of(OPENAI, server.url, model="espeak")
    engine.refresh_voices()
    engine.validate(PassageRequest("Hei.", "fi", language="fi-FI"))
    with pytest.raises(UnsupportedLanguage):
        engine.validate(PassageRequest("Hei.", "low", language="fi-FI"))


def test_it_goes_by_the_operators_proxy(server, engine_of, monkeypatch):
    monkeypatch.setenv("http_proxy", server.url)
    monkeypatch.setenv("no_proxy", "")
    spoken(engine_of(OPENAI, "http://voice.example.org"))
    assert server.asked[0].headers["host"] == "voice.example.org"


@pytest.mark.parametrize("speeds", [[0, 1], [2, 1], [1.1, 2]])
def test_speeds_that_make_no_sense_are_told_at_the_start(speeds):
    with pytest.raises(EngineUnavailable, match="slowest"):
        open_provider(OPENAI.settings("http://127.0.0.1:9", options={"native_speeds": speeds}))


def test_an_option_out_of_its_range_is_told_at_the_start():
    with pytest.raises(EngineUnavailable, match="sample_rate_hz"):
        open_provider(OPENAI.settings("http://127.0.0.1:9", options={"sample_rate_hz": 5}))
