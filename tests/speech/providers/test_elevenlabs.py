"""ElevenLabs' own: what is sent, its pages of voices, its errors."""

import json

import pytest

from speech.engines.base import Gender, PassageRequest
from speech.engines.errors import EngineUnavailable
from speech.providers.failures import FailureKind, ProviderFailed
from speech.providers.opening import open_provider
from tests.speech.providers.servers.local import Asked, Handler
from tests.speech.providers.servers.wires import ELEVENLABS

GEORGE = ELEVENLABS.voice


def test_it_sends_what_the_door_documents(served, engine_of):
    server = served(ELEVENLABS.speaking())
    engine = engine_of(
        ELEVENLABS,
        server.url,
        model="eleven_flash_v2_5",
        options={"stability": 0.5, "use_speaker_boost": True},
    )
    list(engine.synthesize(PassageRequest("Ni hao.", GEORGE, language="cmn", speed=1.1, seed=7)))
    [asked] = server.asked
    assert asked.query == {"output_format": ["pcm_24000"]}
    assert asked.json == {
        "text": "Ni hao.",
        "model_id": "eleven_flash_v2_5",
        "voice_settings": {"stability": 0.5, "use_speaker_boost": True, "speed": 1.1},
        "language_code": "zh",
        "seed": 7,
    }


def test_a_model_that_takes_no_language_is_told_none(served, engine_of):
    server = served(ELEVENLABS.speaking())
    engine = engine_of(ELEVENLABS, server.url)
    list(engine.synthesize(PassageRequest("Hei.", GEORGE, language="fi-FI")))
    assert server.asked[0].json == {"text": "Hei.", "model_id": "eleven_multilingual_v2"}


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (401, "quota_exceeded", FailureKind.QUOTA),
        (401, "invalid_api_key", FailureKind.AUTH),
        (400, "voice_not_found", FailureKind.BAD_REQUEST),
        (400, "max_character_limit_exceeded", FailureKind.BAD_REQUEST),
        (429, "too_many_concurrent_requests", FailureKind.RATE),
        (429, "system_busy", FailureKind.RATE),
    ],
)
def test_its_own_words_say_more_than_the_status(status, code, kind, served, engine_of):
    body = ELEVENLABS.refusal(code, "So it is.")
    server = served(lambda handler, _: handler.whole(body, status=status))
    with pytest.raises(ProviderFailed, match="So it is") as failed:
        list(engine_of(ELEVENLABS, server.url).synthesize(PassageRequest("Hello.", GEORGE)))
    assert failed.value.kind is kind


def listed(voice_id: str, **more: object) -> dict[str, object]:
    return {"voice_id": voice_id, "name": voice_id.title(), "labels": {}, "verified_languages": None} | more


PAGES = {
    "": {
        "voices": [
            listed("ann", labels={"language": "en", "accent": "british", "gender": "female"}),
            listed("bo", labels={"language": "sv", "gender": "neutral"}),
        ],
        "has_more": True,
        "next_page_token": "two",
    },
    "two": {
        "voices": [
            listed("cy", labels=None, verified_languages=[{"language": "fr", "locale": "fr-CA"}]),
            listed("\n"),
            {"name": "nobody"},
            "no voice",
        ],
        "has_more": False,
        "next_page_token": None,
    },
}


def test_every_page_of_its_voices_is_read(served, engine_of):
    def answer(handler: Handler, asked: Asked) -> None:
        assert asked.query["page_size"] == ["100"]
        page = asked.query.get("next_page_token", [""])[0]
        handler.whole(json.dumps(PAGES[page]).encode())

    voices = engine_of(ELEVENLABS, served(answer).url).refresh_voices()
    assert [(voice.id, voice.language, voice.gender) for voice in voices] == [
        ("ann", "en-GB", Gender.FEMALE),
        ("bo", "sv", None),
        ("cy", "fr-CA", None),
    ]


def test_pages_without_end_are_not_followed(served, engine_of):
    page = {"voices": [listed("ann")], "has_more": True, "next_page_token": "again"}
    server = served(lambda handler, _: handler.whole(json.dumps(page).encode()))
    assert len(engine_of(ELEVENLABS, server.url).refresh_voices()) == 1
    assert len(server.asked) == 50


def test_without_a_key_it_is_not_there():
    with pytest.raises(EngineUnavailable, match="key is missing"):
        open_provider(ELEVENLABS.settings("http://127.0.0.1:9", key="", key_env=""))
