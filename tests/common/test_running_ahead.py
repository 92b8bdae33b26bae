"""Chunks are made ahead of their taker: whole and in order, errors where they belong, no work for nobody."""

import threading

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from common import running_ahead, unfetched
from common.departures import Departure
from common.errors import ClientLeft, Unavailable
from common.running_ahead import RunningAhead


class Source:
    """Makes chunks where its gate lets it, and knows how many it made and on which thread it was closed."""

    def __init__(self, count: int, *, size: int = 1, breaks_at: int | None = None) -> None:
        self.count, self.size, self.breaks_at = count, size, breaks_at
        self.made = 0
        self.tickets = threading.Semaphore(0)
        self.asked = threading.Event()
        self.closed = threading.Event()
        self.closed_by = ""

    def chunks(self):
        try:
            for number in range(self.count):
                self.asked.set()
                assert self.tickets.acquire(timeout=60)
                if number == self.breaks_at:
                    raise ValueError("broken")
                self.made += 1
                yield bytes([number % 256]) * self.size
        finally:
            self.closed_by = threading.current_thread().name
            self.closed.set()

    def let(self, count: int) -> "Source":
        self.tickets.release(count)
        return self


@settings(deadline=None, max_examples=40)
@given(st.lists(st.binary(max_size=400_000), max_size=8))
def test_all_bytes_come_in_order(chunks):
    assert b"".join(RunningAhead(iter(chunks))) == b"".join(chunks)


def test_what_does_not_fit_into_memory_is_the_same(monkeypatch):
    monkeypatch.setattr(running_ahead, "IN_MEMORY_BYTES", 10)
    monkeypatch.setattr(running_ahead, "AT_ONCE_BYTES", 7)
    source = Source(9, size=11).let(9)
    assert b"".join(RunningAhead(source.chunks())) == b"".join(bytes([n]) * 11 for n in range(9))


def test_everything_is_made_though_nothing_is_taken():
    source = Source(5).let(5)
    ahead = RunningAhead(source.chunks())
    assert source.closed.wait(60)
    assert source.made == 5
    assert b"".join(ahead) == bytes(range(5))


def test_a_chunk_can_be_taken_before_the_next_is_made():
    source = Source(2).let(1)
    ahead = RunningAhead(source.chunks())
    assert next(ahead) == b"\x00"
    assert source.made == 1
    source.let(1)
    assert list(ahead) == [b"\x01"]


def test_an_error_before_the_first_chunk_is_raised_at_once():
    source = Source(3, breaks_at=0).let(3)
    with pytest.raises(ValueError, match="broken"):
        RunningAhead(source.chunks())
    assert source.closed.wait(60)


def test_a_later_error_comes_after_all_that_was_made_before_it():
    source = Source(3, breaks_at=2).let(3)
    ahead = RunningAhead(source.chunks())
    assert source.closed.wait(60)
    assert next(ahead) == b"\x00\x01"
    with pytest.raises(ValueError, match="broken"):
        next(ahead)


def test_closing_ends_the_work_after_the_chunk_under_way_on_its_own_thread():
    source = Source(100).let(1)
    ahead = RunningAhead(source.chunks())
    next(ahead)
    ahead.close()
    source.let(100)
    assert source.closed.wait(60)
    assert source.made <= 2
    assert source.closed_by == "running-ahead"
    assert list(ahead) == []


def test_closing_twice_or_after_the_end_is_closing():
    source = Source(2).let(2)
    ahead = RunningAhead(source.chunks())
    assert list(ahead)
    ahead.close()
    ahead.close()
    assert list(ahead) == []


def test_a_client_that_left_is_waited_for_no_longer():
    source, departure = Source(100), Departure()

    def leave() -> None:
        assert source.asked.wait(60)
        departure.happens()

    leaving = threading.Thread(target=leave)
    leaving.start()
    with pytest.raises(ClientLeft):
        RunningAhead(source.chunks(), departure=departure)
    leaving.join(10)
    source.let(100)
    assert source.closed.wait(60)
    assert source.made <= 1


def test_for_a_client_that_has_left_before_nothing_is_kept_up():
    departure = Departure()
    departure.happens()
    source = Source(100).let(100)
    with pytest.raises(ClientLeft):
        RunningAhead(source.chunks(), departure=departure)
    assert source.made == 0


def test_a_departure_in_the_middle_ends_the_work():
    source, departure = Source(100).let(1), Departure()
    ahead = RunningAhead(source.chunks(), departure=departure)
    assert next(ahead)
    departure.happens()
    source.let(100)
    assert source.closed.wait(60)
    assert source.made <= 2
    assert list(ahead) == []


def test_whoever_fetches_nothing_gets_no_more_and_the_others_do(monkeypatch):
    monkeypatch.setattr(unfetched, "MOST_BYTES", 10)
    source = Source(3, size=8).let(3)
    ahead = RunningAhead(source.chunks(), owner="ann")
    assert source.closed.wait(60)
    with pytest.raises(Unavailable):
        RunningAhead(Source(1).let(1).chunks(), owner="ann")
    assert b"".join(RunningAhead(Source(1).let(1).chunks(), owner="bob")) == b"\x00"
    assert len(b"".join(ahead)) == 24
    assert b"".join(RunningAhead(Source(1).let(1).chunks(), owner="ann")) == b"\x00"


def test_what_is_closed_unread_is_forgotten(monkeypatch):
    monkeypatch.setattr(unfetched, "MOST_BYTES", 10)
    source = Source(3, size=8).let(3)
    ahead = RunningAhead(source.chunks(), owner="ann")
    assert source.closed.wait(60)
    ahead.close()
    ahead.close()
    assert b"".join(RunningAhead(Source(1).let(1).chunks(), owner="ann")) == b"\x00"
