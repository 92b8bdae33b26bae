"""`POST /api/speech/timed`: what is heard when, and subtitles that say the same."""

import base64
import io
from dataclasses import replace

import pytest

from speech.audio.decode import AudioFile
from speech.engines.errors import EngineUnavailable
from speech.engines.pool import EnginePool
from speech.recognition.known import USUAL_RECOGNISER
from tests.speech.fake_engine import FakeEngine
from tests.speech.fake_site import FakeRegistry, put_engines
from tests.speech.test_recorded_words import TellingEngine

URL = "/api/speech/timed"
ASKED = {"model": "fake", "voice": "low", "input": "Hello there.\n\nHow are you in 1999?"}


class Telling(TellingEngine):
    @property
    def capabilities(self):
        return replace(super().capabilities, has_word_times=True)


@pytest.fixture
def engine(monkeypatch, settings, tmp_path):
    fake = Telling()
    put_engines(monkeypatch, settings, tmp_path / "passages", fake)
    return fake


def seconds_of(data: bytes) -> float:
    with AudioFile(io.BytesIO(data)) as file:
        return sum(len(block.samples) / block.rate_hz for block in file.blocks())


@pytest.mark.parametrize("response_format", ["wav", "mp3", "flac"])
def test_words_lie_within_the_audio_and_in_order(alice, api_of, engine, response_format):
    answer = api_of(alice).post(URL, ASKED | {"response_format": response_format}, format="json").json()
    length = seconds_of(base64.b64decode(answer["audio"]))
    assert length == pytest.approx(answer["duration_seconds"], abs=0.05)
    assert [word["word"] for word in answer["words"]] == ["Hello", "there", "How", "are", "you", "in", "1999"]
    moments = [moment for word in answer["words"] for moment in (word["start_seconds"], word["end_seconds"])]
    assert moments == sorted(moments)
    assert 0 <= moments[0] < moments[-1] <= length + 0.001
    assert all(answer["text"][word["start"] : word["end"]] == word["word"] for word in answer["words"])
    assert answer["times_from"] == "engine"


def test_subtitles_hold_every_word(alice, api_of, engine):
    answer = api_of(alice).post(URL, ASKED, format="json").json()
    assert answer["srt"].startswith("1\n00:00:00,")
    assert answer["vtt"].startswith("WEBVTT\n")
    for subtitles in (answer["srt"], answer["vtt"]):
        assert "How are you in 1999?" in subtitles.replace("\n", " ")


@pytest.mark.parametrize(
    ("input_type", "text"),
    [
        ("text", "Hello [pause:1s] there."),
        ("ssml", '<speak>Hello <break time="1s"/> <emphasis>there</emphasis>.</speak>'),
    ],
)
def test_subtitles_show_no_markup(alice, api_of, engine, input_type, text):
    answer = api_of(alice).post(URL, ASKED | {"input": text, "input_type": input_type}, format="json").json()
    shown = [line for line in answer["srt"].splitlines() if line and "-->" not in line and not line.isdigit()]
    assert " ".join(shown) == "Hello there."
    assert [word["word"] for word in answer["words"]] == ["Hello", "there"]


def test_where_nothing_can_be_heard_the_times_are_an_estimate(alice, api_of, monkeypatch, settings, tmp_path):
    put_engines(monkeypatch, settings, tmp_path / "passages", FakeEngine())
    missing = EngineUnavailable(USUAL_RECOGNISER, reason="its model is not here", what_to_do="Pull it.")
    registry = FakeRegistry({USUAL_RECOGNISER: missing})
    monkeypatch.setattr("speech.hearing.registry", lambda: registry)
    monkeypatch.setattr("speech.hearing.pool", lambda: EnginePool(registry.engine))
    answer = api_of(alice).post(URL, ASKED, format="json").json()
    assert answer["times_from"] == "estimate"
    assert len(answer["words"]) == 7


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"input": "   "}, "input"),
        ({"voice": "nobody"}, "voice"),
        ({"response_format": "midi"}, "response_format"),
        ({"speed": 9}, "speed"),
        ({"stream_format": "sse"}, "stream_format"),
        ({"lexicon_id": "7"}, "lexicon_id"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_spoken(alice, api_of, engine, changes, param):
    response = api_of(alice).post(URL, ASKED | changes, format="json")
    assert response.status_code == 400
    assert response.json()["error"]["param"] == param
    assert engine.spoken == []


def test_a_key_needs_the_scope_to_speak(alice, api_of, engine):
    assert api_of(alice, ["transcribe"]).post(URL, ASKED, format="json").status_code == 403
