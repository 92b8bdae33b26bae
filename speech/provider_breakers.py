"""The breakers of this site's providers: rows that web processes and workers agree on."""

import logging
import os
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, fields
from functools import cache
from typing import Any, TypeVar

from django.conf import settings
from django.db import Error as AnyDatabaseError
from django.db import connections
from django.utils import timezone

from speech.engines.base import SpeechEngine
from speech.provider_states import ProviderState
from speech.providers.breaker import Breaker, BreakerLimits, InMemory, Known, State, Store
from speech.providers.guarded import Guarded
from speech.providers.settings import ProviderSettings

logger = logging.getLogger(__name__)
T = TypeVar("T")

PATIENCE_SECONDS = 2.0
PROBE_SPARE_SECONDS = 30.0  # beyond what one request may take
# By these one state is told from another; the rest of a row is for people.
COMPARED = ("state", "failures", "opened_at", "cool_down_seconds", "probe_until")


def guarded(engine: SpeechEngine, provider: ProviderSettings) -> SpeechEngine:
    return Guarded(
        engine,
        breaker=breaker_of(provider),
        tries=provider.tries,
        total_seconds=provider.patience.total_seconds,
    )


def breaker_of(provider: ProviderSettings) -> Breaker:
    site = settings.CONFIG
    limits = BreakerLimits(
        failures=site.breaker_failures,
        seconds=site.breaker_seconds,
        most_seconds=max(site.breaker_seconds, site.breaker_most_seconds),
        probe_seconds=provider.patience.total_seconds + PROBE_SPARE_SECONDS,
    )
    return Breaker(provider.name, store=store(), limits=limits)


def states() -> Mapping[str, Known]:
    """By provider, of those that ever failed: for health, lists and figures. One query."""
    return {row.name: known_of(row) for row in ProviderState.objects.all()}


class Rows:
    """A store over the table, on the caller's connection."""

    def read(self, name: str) -> Known:
        row = ProviderState.objects.filter(pk=name).first()
        return known_of(row) if row is not None else Known()

    def swap(self, name: str, before: Known, after: Known) -> bool:
        if before == Known():  # may never have been written
            ProviderState.objects.bulk_create([ProviderState(name=name)], ignore_conflicts=True)
        as_it_was = {column: getattr(before, column) for column in COMPARED}
        unchanged = ProviderState.objects.filter(pk=name, **as_it_was)
        return bool(unchanged.update(**asdict(after), updated_at=timezone.now()))


class Patient:
    """Another store asked on one thread, and never waited for longer than a moment.

    Speech is made on threads that come and go: each would open a connection of its own. And a database that
    is locked or gone must cost nobody their speech: meanwhile this process goes by what it knew last.
    """

    def __init__(self, rows: Store, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._rows, self._patience_seconds = rows, patience_seconds
        self._last = InMemory()
        self._begin()
        os.register_at_fork(after_in_child=self._begin)  # which a thread does not outlive

    def _begin(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="breakers")
        self._stuck: Future[Any] | None = None

    def read(self, name: str) -> Known:
        known = self._asked(lambda: self._rows.read(name))
        if known is None:
            return self._last.read(name)
        self._last.note(name, known)
        return known

    def swap(self, name: str, before: Known, after: Known) -> bool:
        is_swapped = self._asked(lambda: self._rows.swap(name, before, after))
        if is_swapped is None:
            return self._last.swap(name, before, after)
        if is_swapped:
            self._last.note(name, after)
        return is_swapped

    def close(self) -> None:
        """Its thread ends, and its connection with it."""
        self._thread.submit(connections.close_all)
        self._thread.shutdown()

    def _asked(self, work: Callable[[], T]) -> T | None:
        """None where there is no answer. What is stuck is waited for once, not by everybody after it."""
        if self._stuck is not None and not self._stuck.done():
            return None
        asked = self._thread.submit(_on_own_connection, work)
        try:
            return asked.result(timeout=self._patience_seconds)
        except TimeoutError:
            self._stuck = asked
            logger.warning("The state of providers can't be asked for: the database does not answer")
        except AnyDatabaseError:  # also of the connection itself: that is no `DatabaseError`
            logger.exception("The state of providers can't be asked for")
        return None


@cache
def store() -> Store:
    """Of this process."""
    return Patient(Rows())


def _on_own_connection(work: Callable[[], T]) -> T:
    try:
        return work()
    except AnyDatabaseError:
        connections.close_all()  # the next one is told whether it was that
        raise


def known_of(row: ProviderState) -> Known:
    values = {field.name: getattr(row, field.name) for field in fields(Known)}
    return Known(**values | {"state": State(row.state)})
