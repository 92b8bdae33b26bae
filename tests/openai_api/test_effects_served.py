"""Effects over a real connection: what is held back ends with its client, and breaks before it has begun."""

import threading

import httpx
import pytest

from speech.engines.errors import EngineFailed
from tests.openai_api.test_served import (
    LONG,
    PATH,
    SENTENCES,
    BreaksLater,
    Turnstile,
    ask_and_stay_silent,
    departed,  # noqa: F401 - a fixture
    headers,
    nobody_speaks,
)
from tests.processes import PATIENCE_SECONDS, wait_until
from tests.speech.fake_engine import FakeEngine

HELD_BACK = [{"type": "high_pass"}, {"type": "normalize"}]
STREAMED = [{"type": "high_pass"}, {"type": "reverb"}]


def test_the_first_sound_of_a_chain_that_streams_leaves_before_the_second_passage(alice, put, server, key_of):
    gate = Turnstile()
    engine = FakeEngine(gate=gate)
    put(engine)
    gate.let_through(1)
    asked = LONG | {"effects": STREAMED}
    with httpx.stream(
        "POST", server + PATH, json=asked, headers=headers(key_of(alice)), timeout=60
    ) as answer:
        assert (answer.status_code, answer.headers["X-Audio-Delivery"]) == (200, "streamed")
        pieces = answer.iter_raw()
        assert next(pieces)
        assert len(engine.spoken) == 1
        gate.let_through(len(SENTENCES))
        assert sum(map(len, pieces)) > 0


@pytest.mark.parametrize("stream_format", ["audio", "sse"])
def test_a_client_that_leaves_while_the_sound_is_held_back_ends_the_work(
    alice,
    put,
    server,
    key_of,
    departed: threading.Event,  # noqa: F811 - the fixture
    stream_format,
):
    gate = Turnstile()
    engine = FakeEngine(gate=gate)
    pool = put(engine)
    connection = ask_and_stay_silent(server, key_of(alice), effects=HELD_BACK, stream_format=stream_format)
    gate.let_through(2)
    wait_until(lambda: len(engine.spoken) == 2, seconds=PATIENCE_SECONDS, why="two passages being spoken")
    connection.close()
    assert departed.wait(PATIENCE_SECONDS)
    gate.let_through(len(SENTENCES))
    wait_until(lambda: nobody_speaks(pool), seconds=PATIENCE_SECONDS, why="the engine being given back")
    assert len(engine.spoken) <= 3


@pytest.mark.parametrize("stream_format", ["audio", "sse"])
def test_an_engine_that_breaks_late_is_an_answer_of_its_own(alice, put, server, key_of, stream_format):
    """Nothing was sent yet: it need not break the connection off, as it must in the middle of a stream."""
    pool = put(BreaksLater(EngineFailed("fake", reason="it fell over")))
    asked = LONG | {"effects": HELD_BACK, "stream_format": stream_format}
    answer = httpx.post(server + PATH, json=asked, headers=headers(key_of(alice)), timeout=60)
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "engine_failed")
    wait_until(lambda: nobody_speaks(pool), seconds=PATIENCE_SECONDS, why="the engine being given back")
