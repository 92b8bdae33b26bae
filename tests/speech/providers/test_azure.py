"""Azure's own: a passage as SSML, its regions, its list of voices."""

import json

import pytest
from lxml import etree

from speech.engines.base import Gender, PassageRequest
from speech.engines.errors import EngineUnavailable, UnsupportedLanguage
from speech.providers.azure import ssml
from speech.providers.opening import open_provider
from tests.speech.providers.servers.wires import AZURE

NAMESPACE = "{http://www.w3.org/2001/10/synthesis}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
JENNY = AZURE.voice


def test_it_sends_what_the_door_documents(served, engine_of):
    server = served(AZURE.speaking())
    list(engine_of(AZURE, server.url).synthesize(PassageRequest("Hello <you> & me.", JENNY, speed=1.5)))
    [asked] = server.asked
    assert asked.headers["content-type"] == "application/ssml+xml"
    assert asked.headers["x-microsoft-outputformat"] == "raw-24khz-16bit-mono-pcm"
    assert asked.headers["user-agent"] == "voicesite"
    speak = etree.fromstring(asked.body)
    voice = speak.find(f"{NAMESPACE}voice")
    assert (speak.tag, speak.get("version"), speak.get(LANGUAGE)) == (f"{NAMESPACE}speak", "1.0", "en-US")
    assert voice.get("name") == JENNY
    prosody = voice.find(f"{NAMESPACE}prosody")
    assert (prosody.get("rate"), prosody.text) == ("1.500", "Hello <you> & me.")


def test_a_text_is_no_markup_whatever_stands_in_it():
    request = PassageRequest("</voice><audio src='x'/>\x00\x0b\ud7ff\ufffe 'quoted' \"too\"", JENNY)
    voice = etree.fromstring(ssml(request, voice=JENNY, own_language="en-US"))[0]
    assert len(voice) == 0
    assert voice.text.startswith("</voice><audio src='x'/>  ")


def test_a_voice_of_many_languages_is_told_which(served, engine_of):
    voice = "en-US-AvaMultilingualNeural"
    server = served(AZURE.speaking())
    engine = engine_of(AZURE, server.url, default_voice=voice)
    request = PassageRequest("Bonjour.", voice, language="fr-FR")
    engine.validate(request)
    list(engine.synthesize(request))
    spoken = etree.fromstring(server.asked[0].body)[0][0]
    assert (spoken.tag, spoken.get(LANGUAGE)) == (f"{NAMESPACE}lang", "fr-FR")
    with pytest.raises(UnsupportedLanguage):
        engine.validate(PassageRequest("Bonjour.", JENNY, language="fr-FR"))


VOICES = [
    {
        "Name": "Microsoft Server Speech Text to Speech Voice (fi-FI, NooraNeural)",
        "DisplayName": "Noora",
        "LocalName": "Noora",
        "ShortName": "fi-FI-NooraNeural",
        "Gender": "Female",
        "Locale": "fi-FI",
        "SampleRateHertz": "48000",
        "VoiceType": "Neural",
        "Status": "GA",
    },
    {"ShortName": "zh-CN-liaoning-XiaobeiNeural", "Gender": "Female", "Locale": "zh-CN-liaoning"},
    {"Locale": "en-US"},
    5,
]


def test_its_list_of_voices_is_read(served, engine_of):
    server = served(lambda handler, _: handler.whole(json.dumps(VOICES).encode()))
    voices = engine_of(AZURE, server.url).refresh_voices()
    assert [(voice.id, voice.name, voice.language, voice.gender) for voice in voices] == [
        ("fi-FI-NooraNeural", "Noora", "fi-FI", Gender.FEMALE),
        ("zh-CN-liaoning-XiaobeiNeural", "Xiaobei", "zh-CN-liaoning", Gender.FEMALE),
    ]


def test_an_operators_languages_narrow_its_list(served, engine_of):
    server = served(lambda handler, _: handler.whole(json.dumps(VOICES).encode()))
    voices = engine_of(AZURE, server.url, languages=("fi",)).refresh_voices()
    assert [voice.id for voice in voices] == ["fi-FI-NooraNeural"]


def test_without_region_and_address_it_is_not_there():
    with pytest.raises(EngineUnavailable, match="region"):
        open_provider(AZURE.settings("", region=""))
