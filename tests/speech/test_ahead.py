"""Passages made together: the same sound in the same order, and none that nobody waits for."""

import threading

import numpy as np
import pytest

from speech.ahead import ENOUGH_SECONDS, Lead, made_ahead
from speech.engines.pool import EnginePool
from speech.engines.sessions import Sessions
from speech.pipeline import SpeechRequest, record
from tests.speech.fake_engine import FakeEngine

LONG_TEXT = " ".join(f"This is the sentence of number {number}, and it is not short." for number in range(40))


class Passages:
    """Names for passages, and what is made of them: counted, and held up at a gate."""

    def __init__(self, count: int) -> None:
        self.names = [f"passage {number}" for number in range(count)]
        self.begun: list[str] = []
        self.together = threading.Barrier(2)

    def make(self, name):
        self.begun.append(name)
        yield np.full(3, self.names.index(name), np.float32)

    def make_in_twos(self, name):
        self.together.wait(60)  # breaks where it is alone
        yield from self.make(name)


def drawn(made) -> list[tuple[str, list[float]]]:
    return [(name, np.concatenate(list(blocks)).tolist()) for name, blocks in made]


@pytest.mark.parametrize("lanes", [1, 2, 3])
def test_passages_come_in_order_however_many_are_made_together(lanes):
    passages = Passages(7)
    made = made_ahead(passages.names, passages.make, lanes=lanes, may_begin=lambda: True)
    assert drawn(made) == [(name, [number] * 3) for number, name in enumerate(passages.names)]


def test_two_are_made_at_the_same_time():
    passages = Passages(4)
    made = made_ahead(["alone", *passages.names], as_told(passages), lanes=2, may_begin=lambda: True)
    assert [name for name, _ in drawn(made)] == ["alone", *passages.names]


def as_told(passages: Passages):
    return lambda name: [np.zeros(1, np.float32)] if name == "alone" else passages.make_in_twos(name)


def test_none_is_begun_before_enough_is_there_to_listen_to():
    passages = Passages(3)
    made = made_ahead(passages.names, passages.make, lanes=2, may_begin=lambda: False)
    for number, (_, blocks) in enumerate(made):
        list(blocks)
        assert passages.begun == passages.names[: number + 1]


def test_a_lead_is_what_is_made_less_what_was_listened_to_meanwhile():
    now = [100.0]
    lead = Lead(10, clock=lambda: now[0])
    assert not lead.is_enough
    list(lead.counted([np.zeros(round(10 * ENOUGH_SECONDS), np.float32)]))
    assert lead.is_enough
    now[0] += 1
    assert not lead.is_enough
    list(lead.counted([np.zeros(10, np.float32)]))
    assert lead.is_enough


def test_a_passage_that_fails_does_so_where_it_would_be_heard():
    def make(name):
        if name == "third":
            raise RuntimeError("the third")
        yield np.zeros(1, np.float32)

    made = made_ahead(["first", "second", "third", "fourth"], make, lanes=2, may_begin=lambda: True)
    assert [next(made)[0], next(made)[0]] == ["first", "second"]
    with pytest.raises(RuntimeError, match="the third"):
        next(made)


def test_who_stops_listening_has_nothing_more_made():
    passages = Passages(50)
    made = made_ahead(passages.names, passages.make, lanes=2, may_begin=lambda: True)
    for _ in range(4):
        next(made)
    made.close()
    begun = list(passages.begun)
    assert len(begun) <= 6
    assert passages.begun == begun  # no thread is left that goes on


def test_a_text_sounds_the_same_and_has_the_same_words_however_it_is_made():
    def spoken(engine: FakeEngine):
        request = SpeechRequest(text=LONG_TEXT, engine="fake", voice="low", language="en-US")
        recording = record(request, pool=EnginePool(lambda name: engine))
        return np.concatenate(list(recording.drawn())), recording.words

    (alone, words_alone), (together, words_together) = (
        spoken(FakeEngine(turns_at_once=lanes)) for lanes in (1, 2)
    )
    assert np.array_equal(alone, together)
    assert words_alone == words_together


def test_a_passage_alone_has_all_threads_and_two_together_share_them():
    sessions = Sessions(lambda threads: f"{threads} threads", threads=4, lanes=2)
    with sessions.passage() as first:
        assert first() == "4 threads"
        with sessions.passage() as second:
            assert (first(), second()) == ("2 threads", "2 threads")
        assert first() == "4 threads"
