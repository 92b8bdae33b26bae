"""Over a real connection: text leaves while it is found, and the work ends with its client."""

import gc
import json
import socket
import threading
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from speech.engines.errors import EngineFailed, EngineUnavailable
from tests.openai_api.recordings import URL, talk
from tests.openai_api.test_served import Turnstile, departed, headers, nobody_speaks
from tests.processes import PATIENCE_SECONDS, wait_until
from tests.speech.recognition.fake_recogniser import FakeRecogniser

__all__ = ["departed"]  # a fixture

LONG = 36  # sentences: several stretches


class BreaksLater(FakeRecogniser):
    """Hears one stretch, and no more."""

    def hear(self, stretches, hearing):
        if self.heard:
            self.fails = EngineFailed(self.name, reason="it fell over")
        return super().hear(stretches, hearing)


@pytest.fixture
def key(alice, key_of) -> str:
    return key_of(alice, "transcribe")


@pytest.fixture
def uploads(settings: Any, tmp_path: Path) -> Path:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000
    return settings.FILE_UPLOAD_TEMP_DIR


def ask(server: str, key: str, *, times: int = 1, **fields: Any) -> httpx.Response:
    files = {"file": ("talk.wav", talk(times=times))}
    data = {"model": "whisper-1"} | fields
    return httpx.post(server + URL, files=files, data=data, headers=headers(key), timeout=PATIENCE_SECONDS)


def asking(server: str, key: str, *, times: int = LONG, **fields: Any) -> Any:
    files = {"file": ("talk.wav", talk(times=times))}
    data = {"model": "whisper-1"} | fields
    return httpx.stream(
        "POST", server + URL, files=files, data=data, headers=headers(key), timeout=PATIENCE_SECONDS
    )


def ask_and_stay_silent(server: str, key: str, *, times: int = LONG, **fields: Any) -> socket.socket:
    """A connection on which the request was sent and nothing was read."""
    files = {"file": ("talk.wav", talk(times=times))}
    data = {"model": "whisper-1"} | fields
    request = httpx.Request("POST", server + URL, files=files, data=data, headers=headers(key))
    body = request.read()
    head = f"POST {URL} HTTP/1.1\r\n" + "".join(
        f"{name}: {value}\r\n" for name, value in request.headers.items()
    )
    address = urlsplit(server)
    connection = socket.create_connection((address.hostname, address.port), timeout=PATIENCE_SECONDS)
    connection.sendall(head.encode() + b"\r\n" + body)
    return connection


def test_the_first_text_is_told_before_the_rest_is_heard(put_hearing, server, key):
    gate = Turnstile()
    recogniser = FakeRecogniser(gate=gate)
    put_hearing(recogniser)
    gate.let_through(1)
    with asking(server, key, stream="true") as answer:
        assert answer.status_code == 200
        lines = answer.iter_lines()
        assert "transcript.text.delta" in next(lines)
        assert len(recogniser.heard) == 1
        gate.let_through(100)
        assert "transcript.text.done" in "".join(lines)
    assert len(recogniser.heard) > 1


@pytest.mark.parametrize("stream", ["false", "true"])
def test_a_client_that_leaves_ends_the_work_and_leaves_no_file(
    put_hearing, server, key, departed, uploads, stream
):
    gate = Turnstile()
    recogniser = FakeRecogniser(gate=gate)
    pool = put_hearing(recogniser)
    connection = ask_and_stay_silent(server, key, stream=stream)
    assert gate.waiting.wait(PATIENCE_SECONDS)
    assert list(uploads.iterdir()) == [], "a file has no name while it is heard"
    connection.close()
    assert departed.wait(PATIENCE_SECONDS)
    gate.let_through(100)
    wait_until(lambda: nobody_speaks(pool), seconds=PATIENCE_SECONDS, why="the recogniser being given back")
    assert len(recogniser.heard) <= 2
    assert list(uploads.iterdir()) == []


def test_a_client_that_leaves_in_the_middle_of_events_ends_the_work(put_hearing, server, key, departed):
    gate = Turnstile()
    recogniser = FakeRecogniser(gate=gate)
    pool = put_hearing(recogniser)
    gate.let_through(1)
    with asking(server, key, stream="true") as answer:
        next(answer.iter_lines())
    assert departed.wait(PATIENCE_SECONDS)
    gate.let_through(100)
    wait_until(lambda: nobody_speaks(pool), seconds=PATIENCE_SECONDS, why="the recogniser being given back")
    assert len(recogniser.heard) <= 2


def test_a_client_that_leaves_in_the_middle_of_its_file_leaves_none(recogniser, server, key, uploads):
    connection = ask_and_stay_silent(server, key, times=1)
    connection.close()
    address = urlsplit(server)
    half = socket.create_connection((address.hostname, address.port), timeout=PATIENCE_SECONDS)
    half.sendall(
        f"POST {URL} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 5000000\r\n\r\n--x".encode()
    )
    half.sendall(bytes(2_000_000))
    half.close()
    assert ask(server, key).status_code == 200

    def none_is_left() -> bool:
        gc.collect()
        return list(uploads.iterdir()) == []

    wait_until(none_is_left, seconds=PATIENCE_SECONDS, why="the uploads being removed")


def test_one_too_many_waits_for_a_while_and_is_told_when_to_come_back(put_hearing, server, key):
    gate = threading.Event()
    pool = put_hearing(FakeRecogniser(gate=gate), generations=1, wait_seconds=0.1)
    with ask_and_stay_silent(server, key, times=1):
        wait_until(lambda: pool.under_way == 1, seconds=PATIENCE_SECONDS, why="the first one being heard")
        for stream in ("false", "true"):
            busy = ask(server, key, stream=stream)
            assert (busy.status_code, busy.json()["error"]["code"]) == (503, "engine_busy")
            assert int(busy.headers["retry-after"]) >= 1
        gate.set()
        wait_until(
            lambda: nobody_speaks(pool), seconds=PATIENCE_SECONDS, why="the recogniser being given back"
        )
    assert ask(server, key).status_code == 200


def test_more_than_a_few_may_be_heard_while_others_upload(put_hearing, server, key):
    gate = threading.Event()
    pool = put_hearing(FakeRecogniser(gate=gate), generations=40, wait_seconds=PATIENCE_SECONDS)
    waiting = [ask_and_stay_silent(server, key, times=1) for _ in range(10)]
    try:
        wait_until(
            lambda: pool.under_way == 10, seconds=PATIENCE_SECONDS, why="ten recordings being heard at once"
        )
    finally:
        gate.set()
        wait_until(lambda: pool.under_way == 0, seconds=PATIENCE_SECONDS, why="all of them being heard")
        for connection in waiting:
            connection.close()


@pytest.mark.parametrize("stream", ["false", "true"])
def test_an_error_before_the_first_text_has_a_status(put_hearing, server, key, stream):
    missing = EngineUnavailable("listener", reason="its model is not here", what_to_do="Pull it.")
    put_hearing(FakeRecogniser("listener", fails_to_load=missing))
    answer = ask(server, key, stream=stream)
    error = answer.json()["error"]
    assert (answer.status_code, error["code"], error["param"]) == (503, "engine_unavailable", "model")
    assert answer.headers["retry-after"]


def test_an_error_in_the_middle_of_events_is_the_last_event(put_hearing, server, key):
    pool = put_hearing(BreaksLater())
    answer = ask(server, key, times=LONG, stream="true")
    events = [json.loads(line.removeprefix("data: ")) for line in answer.text.strip().split("\n\n")]
    assert {event.get("type") for event in events[:-1]} == {"transcript.text.delta"}
    told = events[-1]["error"]
    assert (told["type"], told["code"], told["param"]) == ("server_error", "engine_failed", None)
    wait_until(lambda: nobody_speaks(pool), seconds=PATIENCE_SECONDS, why="the recogniser being given back")


def test_a_body_that_announces_no_length_is_read(recogniser, server, key):
    request = httpx.Request("POST", server + URL, files={"file": talk()}, data={"model": "whisper-1"})
    body = request.read()

    def pieces():
        yield from (body[start : start + 50_000] for start in range(0, len(body), 50_000))

    answer = httpx.post(
        server + URL,
        content=pieces(),
        headers=headers(key) | {"Content-Type": request.headers["content-type"]},
        timeout=PATIENCE_SECONDS,
    )
    assert answer.status_code == 200, answer.text
    assert answer.json()["text"]


def test_a_file_far_beyond_the_limit_is_refused_before_it_is_stored(recogniser, server, key):
    answer = httpx.post(
        server + URL,
        files={"file": ("talk.wav", bytes(60_000_000))},
        data={"model": "whisper-1"},
        headers=headers(key),
        timeout=PATIENCE_SECONDS,
    )
    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "too_large")
    assert recogniser.heard == []


def test_thirty_megabytes_are_told_the_limit(recogniser, server, key, uploads):
    answer = httpx.post(
        server + URL,
        files={"file": ("talk.wav", bytes(30_000_000))},
        data={"model": "whisper-1"},
        headers=headers(key),
        timeout=PATIENCE_SECONDS,
    )
    error = answer.json()["error"]
    assert (answer.status_code, error["param"]) == (413, "file")
    assert "25" in error["message"]
    assert list(uploads.iterdir()) == []
