"""Over a real connection: sound leaves while it is made, and the work ends with its client."""

import json
import socket
import threading
from urllib.parse import urlsplit

import httpx
import pytest

from common.departures import Departure
from speech.engines.errors import EngineFailed
from tests.processes import PATIENCE_SECONDS, wait_until
from tests.speech.fake_engine import FakeEngine

PATH = "/v1/audio/speech"
SENTENCES = [f"This is sentence number {number}, and it goes on for a while yet." for number in range(40)]
LONG = {"model": "fake", "voice": "low", "input": " ".join(SENTENCES), "response_format": "pcm"}


class Turnstile:
    """Lets as many passages through as it is told to; in the place of an engine's gate."""

    def __init__(self) -> None:
        self._tickets = threading.Semaphore(0)
        self.waiting = threading.Event()

    def let_through(self, count: int = 1) -> None:
        self._tickets.release(count)

    def wait(self, timeout: float) -> bool:
        self.waiting.set()
        return self._tickets.acquire(timeout=timeout)


class BreaksLater(FakeEngine):
    """Speaks one passage, and no more."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def synthesize(self, request, *, on_word=None):
        if self.spoken:
            raise self.error
        yield from super().synthesize(request)


@pytest.fixture
def departed(monkeypatch) -> threading.Event:
    """Set when the site has taken note that a client left."""
    noticed = threading.Event()

    class Noticed(Departure):
        def happens(self) -> None:
            super().happens()
            noticed.set()

    monkeypatch.setattr("common.departures.Departure", Noticed)
    return noticed


def headers(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def ask_and_stay_silent(server: str, key: str, **changes) -> socket.socket:
    """A connection on which the request was sent and nothing was read."""
    body = json.dumps(LONG | changes).encode()
    head = (
        f"POST {PATH} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    address = urlsplit(server)
    connection = socket.create_connection((address.hostname, address.port), timeout=60)
    connection.sendall(head.encode() + body)
    return connection


def nobody_speaks(pool) -> bool:
    return all(use.users == 0 for use in pool.usage())


def test_the_first_passage_is_heard_before_the_second_is_made(alice, put, server, key_of):
    gate = Turnstile()
    engine = FakeEngine(gate=gate)
    put(engine)
    gate.let_through(1)
    with httpx.stream("POST", server + PATH, json=LONG, headers=headers(key_of(alice)), timeout=60) as answer:
        assert answer.status_code == 200
        pieces = answer.iter_raw()
        assert next(pieces)
        assert len(engine.spoken) == 1
        gate.let_through(len(SENTENCES))
        assert sum(map(len, pieces)) > 0
    assert len(engine.spoken) > 1


@pytest.mark.parametrize("stream_format", ["audio", "sse"])
def test_a_client_that_leaves_in_the_middle_ends_the_work(
    alice, put, server, key_of, departed, stream_format
):
    gate = Turnstile()
    engine = FakeEngine(gate=gate)
    pool = put(engine)
    gate.let_through(1)
    asked = LONG | {"stream_format": stream_format}
    with httpx.stream(
        "POST", server + PATH, json=asked, headers=headers(key_of(alice)), timeout=60
    ) as answer:
        next(answer.iter_raw())
    assert departed.wait(PATIENCE_SECONDS)
    gate.let_through(len(SENTENCES))
    wait_until(lambda: nobody_speaks(pool), seconds=PATIENCE_SECONDS, why="the engine being given back")
    assert len(engine.spoken) <= 2


@pytest.mark.parametrize("stream_format", ["audio", "sse"])
def test_a_client_that_leaves_before_the_first_sound_ends_the_work(
    alice, put, server, key_of, departed, stream_format
):
    gate = Turnstile()
    engine = FakeEngine(gate=gate)
    pool = put(engine)
    connection = ask_and_stay_silent(server, key_of(alice), stream_format=stream_format)
    assert gate.waiting.wait(PATIENCE_SECONDS)
    connection.close()
    assert departed.wait(PATIENCE_SECONDS)
    gate.let_through(len(SENTENCES))
    wait_until(lambda: nobody_speaks(pool), seconds=PATIENCE_SECONDS, why="the engine being given back")
    assert len(engine.spoken) <= 1


@pytest.mark.parametrize("stream_format", ["audio", "sse"])
def test_a_client_that_leaves_the_queue_costs_the_others_no_turn(
    alice, put, server, key_of, departed, stream_format
):
    gate = Turnstile()
    engine = FakeEngine(gate=gate)
    pool = put(engine)
    key = key_of(alice)
    with ask_and_stay_silent(server, key, input="The one who stays."):
        assert gate.waiting.wait(PATIENCE_SECONDS)
        left = ask_and_stay_silent(server, key, input="The one who leaves.", stream_format=stream_format)
        wait_until(
            lambda: pool._slot("fake").turns.waiting == 1,
            seconds=PATIENCE_SECONDS,
            why="the second one's place in the queue",
        )
        left.close()
        assert departed.wait(PATIENCE_SECONDS)
        gate.let_through(len(SENTENCES))
        wait_until(lambda: nobody_speaks(pool), seconds=PATIENCE_SECONDS, why="the engine being given back")
    assert engine.spoken == ["The one who stays."]


def test_a_client_that_does_not_read_holds_up_nobody(alice, put, server, key_of):
    engine = FakeEngine()
    pool = put(engine, generations=1, wait_seconds=PATIENCE_SECONDS)
    key = key_of(alice)
    with ask_and_stay_silent(server, key, response_format="wav"):
        wait_until(lambda: engine.spoken, seconds=PATIENCE_SECONDS, why="the first one being spoken")
        short = LONG | {"input": "Me too."}
        assert httpx.post(server + PATH, json=short, headers=headers(key), timeout=60).status_code == 200
        wait_until(lambda: nobody_speaks(pool), seconds=PATIENCE_SECONDS, why="the engine being given back")


@pytest.mark.parametrize("error", [EngineFailed("fake", reason="it fell over"), RuntimeError("secret path")])
@pytest.mark.parametrize("response_format", ["wav", "mp3", "pcm"])
def test_an_error_in_the_middle_breaks_the_connection_off(alice, put, server, key_of, error, response_format):
    pool = put(BreaksLater(error))
    asked = LONG | {"response_format": response_format}
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.post(server + PATH, json=asked, headers=headers(key_of(alice)), timeout=60)
    wait_until(lambda: nobody_speaks(pool), seconds=PATIENCE_SECONDS, why="the engine being given back")


@pytest.mark.parametrize(
    ("error", "code", "says"),
    [
        (EngineFailed("fake", reason="it fell over"), "engine_failed", "it fell over"),
        (RuntimeError("secret path"), "internal", "on our side"),
    ],
)
def test_an_error_in_the_middle_of_events_is_an_event(alice, put, server, key_of, error, code, says):
    put(BreaksLater(error))
    asked = LONG | {"stream_format": "sse"}
    answer = httpx.post(server + PATH, json=asked, headers=headers(key_of(alice)), timeout=60)
    events = [json.loads(line.removeprefix("data: ")) for line in answer.text.strip().split("\n\n")]
    assert {event.get("type") for event in events[:-1]} == {"speech.audio.delta"}
    told = events[-1]["error"]
    assert (told["type"], told["code"], told["param"]) == ("server_error", code, None)
    assert says in told["message"]
    assert "secret" not in told["message"]


def test_a_body_that_never_ends_is_413(alice, engine, server, key_of):
    def forever():
        while True:
            yield b"[" * 65536

    answer = httpx.post(
        server + PATH,
        content=forever(),
        headers=headers(key_of(alice)) | {"Content-Type": "application/json"},
        timeout=60,
    )
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too_large"


@pytest.mark.parametrize("query", [b"\xff", b"%ff", b"a=%00"])
def test_a_query_that_is_no_text_is_no_page_of_html(alice, engine, server, key_of, query):
    address = urlsplit(server)
    with socket.create_connection((address.hostname, address.port), timeout=60) as connection:
        connection.sendall(
            b"GET /v1/models?" + query + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Authorization: Bearer " + key_of(alice).encode() + b"\r\nConnection: close\r\n\r\n"
        )
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    head, _, _ = answer.partition(b"\r\n\r\n")
    assert b"text/html" not in head.lower(), answer
