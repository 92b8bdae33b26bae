"""Breakers as rows: all processes agree on them, and a database that does not answer costs no speech."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from speech.models import ProviderState
from speech.provider_breakers import Patient, Rows, breaker_of, states
from speech.providers.breaker import Breaker, Known, State
from speech.providers.failures import FailureKind, ProviderResting
from speech.providers.settings import ProviderSettings
from tests.speech.providers.fake_provider import REASON, failure

DOWN = failure(FailureKind.SERVER)


@pytest.fixture
def rows(db):
    return Rows()


def test_what_never_failed_is_closed_and_has_no_row(rows):
    breaker = Breaker("cloud", store=rows)
    breaker.succeeded(breaker.admit())
    assert rows.read("cloud") == Known()
    assert not ProviderState.objects.exists()


def test_two_processes_agree(rows):
    one, other = (Breaker("cloud", store=Rows()) for _ in range(2))
    for breaker in (one, other, one, other, one):
        breaker.failed(breaker.admit(), DOWN)
    with pytest.raises(ProviderResting):
        other.admit()
    row = ProviderState.objects.get()
    assert (row.state, row.failures, row.last_failure) == ("open", 5, REASON)
    assert states()["cloud"].last_failure_kind == "server"


def test_one_of_two_gets_the_probe(rows):
    one, other = (Breaker("cloud", store=Rows()) for _ in range(2))
    one.failed(one.admit(), failure(FailureKind.AUTH))
    ProviderState.objects.update(opened_at=timezone.now() - timedelta(seconds=30))
    assert other.admit().is_probe
    with pytest.raises(ProviderResting):
        one.admit()


def test_who_saw_it_otherwise_changes_nothing(rows):
    seen = rows.read("cloud")
    assert rows.swap("cloud", seen, replace(seen, failures=1))
    assert not rows.swap("cloud", seen, replace(seen, failures=7))
    assert rows.read("cloud").failures == 1


def test_an_administrator_closes_it_by_deleting_its_row(rows):
    breaker = Breaker("cloud", store=rows)
    breaker.failed(breaker.admit(), failure(FailureKind.AUTH))
    ProviderState.objects.all().delete()
    assert not breaker.admit().is_probe


def test_its_bounds_are_those_of_the_settings(rows, settings):
    bounds = {"breaker_failures": 2, "breaker_seconds": 9.0, "breaker_most_seconds": 5.0}
    settings.CONFIG = settings.CONFIG.model_copy(update=bounds)
    limits = breaker_of(ProviderSettings("cloud", "openai")).limits
    assert (limits.failures, limits.seconds, limits.most_seconds) == (2, 9.0, 9.0)
    assert limits.probe_seconds > ProviderSettings("cloud", "openai").patience.total_seconds


class Locked:
    """A store that hangs or fails, while it is told to."""

    def __init__(self) -> None:
        self.error: Exception | None = None
        self.opens = threading.Event()
        self.opens.set()
        self.asked = 0

    def read(self, name):
        self._ask()
        return Known(failures=3)

    def swap(self, name, before, after):
        self._ask()
        return True

    def _ask(self) -> None:
        self.asked += 1
        if self.error is not None:
            raise self.error
        assert self.opens.wait(60)


@pytest.mark.parametrize("error", [OperationalError("locked"), InterfaceError("connection already closed")])
def test_while_the_database_fails_a_process_goes_by_what_it_knows(error):
    locked = Locked()
    store = Patient(locked)
    breaker = Breaker("cloud", store=store)
    assert store.read("cloud").failures == 3
    locked.error = error
    for _ in range(2):
        breaker.failed(breaker.admit(), DOWN)
    assert store.read("cloud").state is State.OPEN
    locked.error = None
    assert store.read("cloud").state is State.CLOSED, "what all know counts again"


def test_one_that_hangs_is_waited_for_once():
    locked = Locked()
    store = Patient(locked, patience_seconds=0.01)
    locked.opens.clear()
    for _ in range(20):
        assert store.read("cloud") == Known()
    assert locked.asked == 1
    locked.opens.set()
    store._stuck.result(60)
    assert store.read("cloud").failures == 3


@pytest.mark.django_db(transaction=True)
def test_from_any_thread_it_is_the_same_row():
    store = Patient(Rows(), patience_seconds=60)
    breaker = Breaker("cloud", store=store)
    threads = [threading.Thread(target=lambda: breaker.failed(breaker.admit(), DOWN)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ProviderState.objects.get().failures == 4
    store.close()
