"""Google's own: sound within JSON, bytes instead of characters, its list of voices."""

import json

import pytest

from speech.engines.base import Gender, PassageRequest
from speech.engines.errors import UnsupportedLanguage, UnsupportedOption
from speech.providers.failures import FailureKind, ProviderFailed
from tests.speech.providers.servers.wires import GOOGLE


def test_it_sends_what_the_door_documents(served, engine_of):
    server = served(GOOGLE.speaking())
    list(engine_of(GOOGLE, server.url).synthesize(PassageRequest("Ni hao.", "cmn-CN-Standard-A", speed=1.5)))
    assert server.asked[0].json == {
        "input": {"text": "Ni hao."},
        "voice": {"languageCode": "cmn-CN", "name": "cmn-CN-Standard-A"},
        "audioConfig": {"audioEncoding": "LINEAR16", "sampleRateHertz": 24_000, "speakingRate": 1.5},
    }


def test_its_bound_is_in_bytes(engine_of):
    engine = engine_of(GOOGLE, "http://127.0.0.1:9")
    assert engine.capabilities.max_characters_per_passage == 1_250
    assert not engine.capabilities.has_streaming
    with pytest.raises(UnsupportedOption, match="bytes"):
        engine.validate(PassageRequest("語" * 1_700, "cmn-CN-Standard-A"))


def test_a_voice_speaks_its_own_language_alone(engine_of):
    with pytest.raises(UnsupportedLanguage):
        engine_of(GOOGLE, "http://127.0.0.1:9").validate(PassageRequest("Hei.", GOOGLE.voice, language="fi"))


@pytest.mark.parametrize(
    ("status", "reason", "kind"),
    [
        (400, "API_KEY_INVALID", FailureKind.AUTH),
        (403, "BILLING_DISABLED", FailureKind.QUOTA),
        (403, "SERVICE_DISABLED", FailureKind.AUTH),
        (429, "RATE_LIMIT_EXCEEDED", FailureKind.RATE),
    ],
)
def test_its_reasons_say_more_than_the_status(status, reason, kind, served, engine_of):
    server = served(lambda handler, _: handler.whole(GOOGLE.refusal(reason, "So it is."), status=status))
    with pytest.raises(ProviderFailed) as failed:
        list(engine_of(GOOGLE, server.url).synthesize(PassageRequest("Hello.", GOOGLE.voice)))
    assert failed.value.kind is kind


VOICES = {
    "voices": [
        {
            "languageCodes": ["es-ES"],
            "name": "es-ES-Chirp3-HD-Kore",
            "ssmlGender": "FEMALE",
            "naturalSampleRateHertz": 24_000,
        },
        {"languageCodes": ["en-US", "fi-FI"], "name": "Kore", "ssmlGender": "FEMALE"},
        {"name": 5},
        "no voice",
    ]
}


def test_its_list_of_voices_is_read_without_those_of_other_doors(served, engine_of):
    server = served(lambda handler, _: handler.whole(json.dumps(VOICES).encode()))
    voices = engine_of(GOOGLE, server.url).refresh_voices()
    assert [(voice.id, voice.name, voice.language, voice.gender) for voice in voices] == [
        ("es-ES-Chirp3-HD-Kore", "Chirp3 HD Kore", "es-ES", Gender.FEMALE)
    ]
