"""The breaker: closed, open with a cool-down that grows, one probe, and closed again."""

import threading
from contextlib import suppress

import pytest

from speech.providers.breaker import Breaker, BreakerLimits, InMemory, State
from speech.providers.failures import FailureKind, ProviderResting
from tests.speech.providers.fake_provider import REASON, Clock, failure

DOWN = failure(FailureKind.SERVER)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store():
    return InMemory()


@pytest.fixture
def breaker(store, clock):
    limits = BreakerLimits(failures=3, seconds=30, most_seconds=100, probe_seconds=60)
    return Breaker("cloud", store=store, limits=limits, clock=clock)


def state_of(breaker, store):
    return store.read(breaker.name).state


def fail(breaker, times=1, why=DOWN):
    for _ in range(times):
        breaker.failed(breaker.admit(), why)


def test_it_opens_after_so_many_failures_in_a_row(breaker, store):
    fail(breaker, 2)
    breaker.succeeded(breaker.admit())
    fail(breaker, 2)
    assert state_of(breaker, store) is State.CLOSED
    fail(breaker)
    assert state_of(breaker, store) is State.OPEN


def test_while_it_is_open_nobody_asks_and_all_are_told_why_and_until_when(breaker, clock):
    fail(breaker, 3)
    clock.goes_on(10)
    with pytest.raises(ProviderResting) as caught:
        breaker.admit()
    assert caught.value.retry_after_seconds == 20
    assert REASON in str(caught.value)


def test_one_probe_is_let_through_after_the_cool_down(breaker, store, clock):
    fail(breaker, 3)
    clock.goes_on(30)
    probe = breaker.admit()
    assert probe.is_probe
    assert state_of(breaker, store) is State.HALF_OPEN
    with pytest.raises(ProviderResting):
        breaker.admit()
    breaker.succeeded(probe)
    assert not breaker.admit().is_probe


def test_each_failed_probe_doubles_the_cool_down_up_to_the_most(breaker, store, clock):
    fail(breaker, 3)
    rests = [store.read("cloud").cool_down_seconds]
    for _ in range(3):
        clock.goes_on(rests[-1])
        fail(breaker)
        rests.append(store.read("cloud").cool_down_seconds)
    assert rests == [30, 60, 100, 100]
    clock.goes_on(100)
    breaker.succeeded(breaker.admit())
    fail(breaker, 3)
    assert store.read("cloud").cool_down_seconds == 30, "success forgets how long it rested"


def test_a_probe_that_is_never_heard_of_again_makes_room_for_another(breaker, clock):
    fail(breaker, 3)
    clock.goes_on(30)
    lost = breaker.admit()
    clock.goes_on(60)
    second = breaker.admit()
    assert second.is_probe
    breaker.failed(lost, DOWN)
    breaker.succeeded(second)
    assert not breaker.admit().is_probe, "what came too late decides nothing"


def test_a_probe_whose_listener_left_is_given_back(breaker, clock):
    fail(breaker, 3)
    clock.goes_on(30)
    breaker.given_up(breaker.admit())
    assert breaker.admit().is_probe


@pytest.mark.parametrize("is_tried", [False, True])
def test_a_clock_that_is_set_back_keeps_it_from_nobody(breaker, clock, is_tried):
    fail(breaker, 3)
    if is_tried:
        clock.goes_on(30)
        breaker.admit()
    clock.goes_on(-86_400)
    assert breaker.admit().is_probe


def test_machines_whose_clocks_are_a_little_apart_agree(breaker, clock):
    fail(breaker, 3)
    clock.goes_on(-20)
    with pytest.raises(ProviderResting):
        breaker.admit()


@pytest.mark.parametrize("kind", [FailureKind.AUTH, FailureKind.QUOTA])
def test_what_the_next_request_would_meet_as_well_opens_it_at_once(breaker, store, kind):
    fail(breaker, why=failure(kind))
    assert state_of(breaker, store) is State.OPEN


def test_a_request_that_is_refused_for_itself_says_nothing_of_the_provider(breaker, store, clock):
    fail(breaker, 20, why=failure(FailureKind.BAD_REQUEST))
    assert state_of(breaker, store) is State.CLOSED
    fail(breaker, 3)
    clock.goes_on(30)
    fail(breaker, why=failure(FailureKind.BAD_REQUEST))
    assert state_of(breaker, store) is State.CLOSED, "it answered"


def test_a_request_from_before_it_opened_changes_nothing(breaker, store):
    early = [breaker.admit() for _ in range(5)]
    fail(breaker, 3)
    known = store.read("cloud")
    breaker.succeeded(early[0])
    breaker.failed(early[1], DOWN)
    assert store.read("cloud") == known


def test_success_writes_nothing_while_there_is_nothing_to_forget(breaker, store, monkeypatch):
    monkeypatch.setattr(store, "swap", lambda *args: pytest.fail("wrote"))
    breaker.succeeded(breaker.admit())


def test_of_many_who_come_at_once_one_is_the_probe_and_each_failure_counts(store, clock):
    breaker = Breaker("cloud", store=store, limits=BreakerLimits(failures=8), clock=clock)
    admissions = [breaker.admit() for _ in range(8)]
    all_at_once(lambda at: breaker.failed(admissions[at], DOWN))
    assert store.read("cloud").failures == 8
    clock.goes_on(30)
    probes = []

    def ask(at):
        with suppress(ProviderResting):
            probes.append(breaker.admit())

    all_at_once(ask)
    assert len(probes) == 1


def all_at_once(work):
    threads = [threading.Thread(target=work, args=(at,)) for at in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
