"""Passages made together: the same sound in the same order, and none that nobody waits for."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest

from speech.ahead import ENOUGH_SECONDS, Lead, made_ahead
from speech.audio.samples import Block
from speech.engines.pool import EnginePool
from speech.engines.sessions import Sessions
from speech.pipeline import SpeechRequest, record
from speech.text import Passage
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
    made = made_ahead(passages.names, passages.make, lanes=lanes, may_begin=lambda passage: True)
    assert drawn(made) == [(name, [number] * 3) for number, name in enumerate(passages.names)]


def test_two_are_made_at_the_same_time():
    passages = Passages(4)
    made = made_ahead(passages.names, passages.make_in_twos, lanes=2, may_begin=lambda passage: True)
    assert [name for name, _ in drawn(made)] == passages.names


def test_none_is_begun_before_enough_is_there_to_listen_to():
    passages = Passages(3)
    made = made_ahead(passages.names, passages.make, lanes=2, may_begin=lambda passage: False)
    for number, (_, blocks) in enumerate(made):
        list(blocks)
        assert passages.begun == passages.names[: number + 1]


def passage_of(characters: int) -> Passage:
    return Passage("", "x" * characters, 1.0, 0.0, False, 0, characters)


class SlowEngine:
    """Works for a tenth of a second for each character, and gives sound of two tenths."""

    def __init__(self, lanes: int = 2) -> None:
        self.now = 100.0
        self.lead = Lead(10, lanes=lanes, clock=lambda: self.now)

    def say(self, characters: int) -> None:
        list(self.lead.counted(passage_of(characters), self._blocks(characters)))

    def _blocks(self, characters: int) -> Iterator[Block]:
        self.now += characters / 10
        yield np.zeros(2 * characters, np.float32)


def test_nothing_is_made_beside_others_before_something_was_heard():
    assert not SlowEngine().lead.is_enough_for(passage_of(1))


def test_a_passage_is_made_beside_others_if_it_will_be_there_in_time():
    engine = SlowEngine()
    engine.say(10)  # two seconds of sound; a character takes 0.18 s beside another
    assert engine.lead.is_enough_for(passage_of(11))
    assert not engine.lead.is_enough_for(passage_of(12))
    engine.now += 1  # of it one second was heard meanwhile
    assert engine.lead.is_enough_for(passage_of(5))
    assert not engine.lead.is_enough_for(passage_of(6))


def test_among_more_lanes_a_passage_takes_longer():
    engine = SlowEngine(lanes=4)
    engine.say(10)
    assert engine.lead.is_enough_for(passage_of(5))
    assert not engine.lead.is_enough_for(passage_of(6))


def test_some_seconds_are_enough_for_any_passage():
    engine = SlowEngine()
    engine.say(round(10 * ENOUGH_SECONDS / 2) - 1)
    assert not engine.lead.is_enough_for(passage_of(1_000))
    engine.say(3)
    assert engine.lead.is_enough_for(passage_of(1_000))


def test_a_passage_that_fails_does_so_where_it_would_be_heard():
    def make(name):
        if name == "third":
            raise RuntimeError("the third")
        yield np.zeros(1, np.float32)

    made = made_ahead(["first", "second", "third", "fourth"], make, lanes=2, may_begin=lambda passage: True)
    assert [next(made)[0], next(made)[0]] == ["first", "second"]
    with pytest.raises(RuntimeError, match="the third"):
        next(made)


def test_who_stops_listening_has_nothing_more_made():
    passages = Passages(50)
    made = made_ahead(passages.names, passages.make, lanes=2, may_begin=lambda passage: True)
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
