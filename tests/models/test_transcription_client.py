"""The official client and the real recogniser: every format and field, over one short recording."""

import base64
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import httpx
import openai
import pytest

from accounts.services.keys import create_key
from tests.asgi_server import serving
from tests.audio_files import wav
from tests.processes import PATIENCE_SECONDS
from tests.voices import joe_says

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("packs")]

FOX = "The quick brown fox jumps over the lazy dog."
WORDS = ["quick", "brown", "fox", "lazy", "dog"]
TEN_FIELDS = {
    "id", "seek", "start", "end", "text", "tokens", "temperature", "avg_logprob", "compression_ratio",
    "no_speech_prob",
}  # fmt: skip
VAD = {"type": "server_vad", "threshold": 0.4, "prefix_padding_ms": 200, "silence_duration_ms": 400}


@pytest.fixture(scope="module")
def fox(packs) -> bytes:
    samples, rate_hz = joe_says(packs, FOX)
    return wav(rate=rate_hz, samples=samples[:, None])


@pytest.fixture
def client(transactional_db, alice) -> Iterator[openai.OpenAI]:
    _, key = create_key(user=alice, name="program", scopes=["transcribe"])
    with serving() as url, openai.OpenAI(base_url=f"{url}/v1", api_key=key, max_retries=0) as made:
        yield made


@pytest.fixture
def transcribe(client, fox) -> Any:
    def transcribed(**asked: Any) -> Any:
        return client.audio.transcriptions.create(
            **({"file": ("fox.wav", fox), "model": "whisper-1"} | asked)
        )

    return transcribed


def words_of(text: str) -> list[str]:
    return [word for word in re.findall(r"[a-z]+", text.lower()) if word in WORDS]


def test_every_format_holds_what_was_said(transcribe, fox):
    json_answer = transcribe()
    assert words_of(json_answer.text) == WORDS
    assert (json_answer.usage.type, json_answer.usage.seconds) == ("duration", 3)

    verbose = transcribe(response_format="verbose_json", language="en")
    assert (verbose.task, verbose.language, verbose.words) == ("transcribe", "english", None)
    assert float(verbose.duration) == pytest.approx(len(fox) / 44_100, abs=0.1)
    assert set(verbose.segments[0].model_dump()) == TEN_FIELDS
    assert verbose.segments[0].tokens
    assert -2 < verbose.segments[0].avg_logprob < 0
    assert words_of(verbose.text) == WORDS

    assert words_of(transcribe(response_format="text")) == WORDS
    srt = transcribe(response_format="srt")
    assert re.match(r"1\n00:00:0\d,\d{3} --> 00:00:0\d,\d{3}\n", srt)
    assert words_of(srt) == WORDS
    vtt = transcribe(response_format="vtt")
    assert re.match(r"WEBVTT\n\n00:00:0\d\.\d{3} --> 00:00:0\d\.\d{3}\n", vtt)
    assert words_of(vtt) == WORDS


def test_speakers_are_told(transcribe):
    diarized = transcribe(response_format="diarized_json", model="gpt-4o-transcribe-diarize")
    assert {segment.speaker for segment in diarized.segments} == {"A"}
    assert {segment.type for segment in diarized.segments} == {"transcript.text.segment"}
    assert words_of(diarized.text) == WORDS


def test_a_known_speaker_is_told_by_name(transcribe, fox):
    reference = "data:audio/wav;base64," + base64.b64encode(fox).decode()
    diarized = transcribe(
        response_format="diarized_json",
        model="gpt-4o-transcribe-diarize",
        known_speaker_names=["Joe"],
        known_speaker_references=[reference],
        chunking_strategy="auto",
    )
    assert {segment.speaker for segment in diarized.segments} <= {"Joe", "A"}


def test_words_are_timed_where_they_are_asked_for(transcribe):
    told = transcribe(response_format="verbose_json", timestamp_granularities=["word"])
    assert told.segments is None
    assert words_of(" ".join(word.word for word in told.words)) == WORDS
    starts = [word.start for word in told.words]
    assert starts == sorted(starts)
    assert 0 <= starts[0] < told.words[-1].end <= float(told.duration) + 0.1
    both = transcribe(response_format="verbose_json", timestamp_granularities=["word", "segment"])
    assert both.segments
    assert both.words


def test_every_field_is_taken(transcribe):
    answer = transcribe(
        language="en",
        prompt="A sentence with every letter.",
        temperature=0.0,
        keywords=["fox", "dog"],
        chunking_strategy=VAD,
    )
    assert words_of(answer.text) == WORDS


def test_events_come_and_end(transcribe):
    events = list(transcribe(stream=True))
    assert {event.type for event in events[:-1]} == {"transcript.text.delta"}
    done = events[-1]
    assert done.type == "transcript.text.done"
    assert words_of(done.text) == WORDS
    assert "".join(event.delta for event in events[:-1]) == done.text
    assert done.usage.seconds == 3


def test_events_tell_speakers(transcribe):
    events = list(transcribe(stream=True, response_format="diarized_json"))
    segments = [event for event in events if event.type == "transcript.text.segment"]
    assert {event.speaker for event in segments} == {"A"}
    assert words_of(" ".join(event.text for event in segments)) == WORDS


def test_translations_have_every_format(client, fox):
    for name in ("json", "text", "srt", "verbose_json", "vtt"):
        answer = client.audio.translations.create(
            file=("fox.wav", fox), model="whisper-1", response_format=name
        )
        text = answer if isinstance(answer, str) else answer.text
        assert words_of(text) == WORDS, name


def test_a_bad_request_is_its_bad_request_error(client, transcribe):
    for changes, param in (
        ({"temperature": 2}, "temperature"),
        ({"timestamp_granularities": ["word"]}, "timestamp_granularities"),
        ({"response_format": "docx"}, "response_format"),
        ({"extra_body": {"pitch": 3}}, "pitch"),
        ({"file": ("fox.mp3", b"no sound at all")}, "file"),
        ({"model": "tts-1"}, "model"),
    ):
        with pytest.raises(openai.BadRequestError) as caught:
            transcribe(**changes)
        assert caught.value.param == param
    with pytest.raises(openai.NotFoundError):
        transcribe(model="gpt-9")


@pytest.mark.parametrize(
    ("brackets", "chunking"),
    [
        ("", {"chunking_strategy": "auto"}),
        ("[]", {"chunking_strategy": json.dumps(VAD)}),
        ("[]", {f"chunking_strategy[{key}]": str(value) for key, value in VAD.items()}),
    ],
    ids=["plain", "JSON", "brackets"],
)
def test_a_plain_form_takes_every_spelling(client, fox, brackets, chunking):
    answer = httpx.post(
        f"{client.base_url}audio/transcriptions",
        headers={"Authorization": f"Bearer {client.api_key}"},
        files={"file": ("fox.wav", io.BytesIO(fox))},
        data={
            "model": "whisper-1",
            "response_format": "verbose_json",
            f"timestamp_granularities{brackets}": ["word", "segment"],
            f"keywords{brackets}": ["fox", "dog"],
            **chunking,
        },
        timeout=PATIENCE_SECONDS,
    )
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["segments"]
    assert words_of(" ".join(word["word"] for word in told["words"])) == WORDS
