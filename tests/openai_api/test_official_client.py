"""The official client for Python, with nothing changed but its address and key."""

import base64
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

import httpx2
import openai
import pytest
from django.core.cache import cache

from common.errors import OutOfSpace
from speech.engines.errors import EngineFailed
from tests.openai_api.test_lists import HEARING, SPEAKING
from tests.openai_api.test_served import SENTENCES, BreaksLater
from tests.speech.fake_engine import FakeEngine

ASKED = {"model": "tts-1", "voice": "alloy", "input": "Hello there. How are you?"}


class Program:
    """The client, and how often it has knocked."""

    def __init__(self, server: str, key: str, *, retries: int = 0) -> None:
        self.asked: list[str] = []
        http = httpx2.Client(event_hooks={"request": [lambda request: self.asked.append(str(request.url))]})
        self.client = openai.OpenAI(
            base_url=f"{server}/v1", api_key=key, max_retries=retries, http_client=http, timeout=60
        )

    def close(self) -> None:
        self.client.close()

    def speak(self, **changes: Any) -> Any:
        return self.client.audio.speech.create(**(ASKED | changes))


@pytest.fixture
def program(server: str, engine: FakeEngine, alice: Any, key_of: Callable[..., str]) -> Iterator[Program]:
    with closing(Program(server, key_of(alice))) as made:
        yield made


@pytest.fixture
def program_of(server: str) -> Iterator[Callable[..., Program]]:
    programs: list[Program] = []

    def made(key: str, **settings: Any) -> Program:
        programs.append(Program(server, key, **settings))
        return programs[-1]

    yield made
    for each in programs:
        each.close()


def test_it_speaks(program):
    answer = program.speak()
    assert answer.content.startswith(b"ID3")
    assert answer.response.headers["content-type"] == "audio/mpeg"


@pytest.mark.parametrize("name", ["mp3", "opus", "aac", "flac", "wav", "pcm"])
def test_it_streams_every_format_into_a_file(program, tmp_path, name):
    path = tmp_path / f"speech.{name}"
    with program.client.audio.speech.with_streaming_response.create(**ASKED, response_format=name) as answer:
        answer.stream_to_file(path)
    assert path.read_bytes() == program.speak(response_format=name).content


def test_it_reads_events(program):
    with program.client.audio.speech.with_streaming_response.create(
        **ASKED, response_format="pcm", stream_format="sse"
    ) as answer:
        lines = [line for line in answer.iter_lines() if line]
    *deltas, done = [json.loads(line.removeprefix("data: ")) for line in lines]
    heard = b"".join(base64.b64decode(event["audio"]) for event in deltas)
    assert heard == program.speak(response_format="pcm").content
    assert done["type"] == "speech.audio.done"
    assert set(done["usage"]) == {"input_tokens", "output_tokens", "total_tokens"}


def test_it_takes_a_voice_as_an_object_and_what_is_ours_beside_the_contract(program, engine):
    program.speak(
        model="fake", voice={"id": "low"}, speed=2.0, extra_body={"language": "en-US", "input_type": "text"}
    )
    assert engine.spoken


def test_it_lists_and_finds_models(program, recogniser):
    listed = [model.id for model in program.client.models.list()]
    assert listed == SPEAKING + HEARING
    assert program.client.models.retrieve("tts-1").owned_by == "fake"
    assert program.client.models.retrieve("whisper-1").owned_by == "listener"


def test_it_lists_voices(program):
    voices = program.client.get("/audio/voices", cast_to=object)["voices"]
    assert {"low", "high", "alloy"} <= {voice["id"] for voice in voices}


def test_a_wrong_key_is_its_authentication_error(engine, program_of):
    with pytest.raises(openai.AuthenticationError) as caught:
        program_of("sk-wrong").speak()
    assert caught.value.code == "invalid_api_key"
    assert caught.value.request_id


def test_a_missing_scope_is_its_permission_error(alice, engine, program_of, key_of):
    with pytest.raises(openai.PermissionDeniedError):
        program_of(key_of(alice, "transcribe")).speak()


@pytest.mark.parametrize("name", ["gpt-9", "a/b"])
def test_an_unknown_model_is_its_not_found_error(program, name):
    for ask in (lambda: program.client.models.retrieve(name), lambda: program.speak(model=name)):
        with pytest.raises(openai.NotFoundError) as caught:
            ask()
        assert (caught.value.code, caught.value.param) == ("model_not_found", "model")


@pytest.mark.parametrize(
    ("changes", "param"),
    [
        ({"voice": "nobody"}, "voice"),
        ({"speed": 9}, "speed"),
        ({"input": ""}, "input"),
        ({"response_format": "midi"}, "response_format"),
        ({"extra_body": {"effects": [{"type": "magic"}]}}, "effects[0].type"),
    ],
)
def test_bad_input_is_its_bad_request_error(program, engine, changes, param):
    with pytest.raises(openai.BadRequestError) as caught:
        program.speak(**changes)
    assert caught.value.param == param
    assert caught.value.type == "invalid_request_error"
    assert engine.spoken == []


def test_too_many_requests_are_its_rate_limit_error(program, monkeypatch):
    monkeypatch.setattr("common.throttles.KeyThrottle.rate", "1/min", raising=False)
    cache.clear()
    program.client.models.list()
    with pytest.raises(openai.RateLimitError) as caught:
        program.client.models.list()
    assert caught.value.code == "rate_limit_exceeded"
    assert int(caught.value.response.headers["retry-after"]) > 0


def test_busy_voices_are_tried_again_after_a_while(alice, put, program_of, key_of):
    pool = put(FakeEngine(), generations=1, wait_seconds=0)
    program = program_of(key_of(alice), retries=1)
    with pool.generation("fake"), pytest.raises(openai.InternalServerError) as caught:
        program.speak()
    assert caught.value.status_code == 503
    assert len(program.asked) == 2


def test_a_full_quota_is_not_tried_again(alice, engine, program_of, key_of, monkeypatch):
    def full(*args, **kwargs):
        raise OutOfSpace("Your storage is full.")

    monkeypatch.setattr("openai_api.speech.begin", full)
    program = program_of(key_of(alice), retries=3)
    with pytest.raises(openai.RateLimitError) as caught:
        program.speak()
    assert caught.value.code == "insufficient_quota"
    assert len(program.asked) == 1


def test_a_stream_that_breaks_off_is_no_shorter_recording(alice, put, program_of, key_of):
    put(BreaksLater(EngineFailed("fake", reason="it fell over")))
    with pytest.raises((openai.APIConnectionError, httpx2.RemoteProtocolError)):
        program_of(key_of(alice)).speak(input=" ".join(SENTENCES), response_format="wav")
