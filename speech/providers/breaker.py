"""A breaker: a provider that fails again and again is left alone for a while, by everybody.

It is closed while the provider is asked. So many failures in a row open it: nobody asks before the cool-down
is over. Then one request, the probe, is let through (half-open). If it succeeds the breaker closes and all is
forgotten; if it fails the provider rests for twice as long, up to a bound. A probe has a deadline, so that a
process that was killed with it does not keep it.

A refused key and a used-up quota open it at the first failure: the next request would be refused the same
way, and some services count such requests.

What is known lies in a store that all processes share, and changes there by compare-and-set: of two that
would write at once, one looks again.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from threading import Lock
from typing import Protocol

from speech.providers.failures import FailureKind, ProviderFailed, ProviderResting

OPENS_AT_ONCE = frozenset({FailureKind.AUTH, FailureKind.QUOTA})
# So many may change it at the same moment before one's news is dropped: it would be that of the others.
MOST_LOOKS = 20
TOLD_CHARACTERS = 300
LONGEST_PROBE = timedelta(hours=2)  # beyond what the settings allow one request
CLOCKS_APART = timedelta(minutes=1)  # of two machines


class State(StrEnum):
    CLOSED = "closed"
    OPEN = "open"
    HALF_OPEN = "half_open"


@dataclass(frozen=True)
class BreakerLimits:
    failures: int = 5  # in a row
    seconds: float = 30.0  # of the first cool-down
    most_seconds: float = 600.0
    probe_seconds: float = 330.0  # longer than any request may take


@dataclass(frozen=True)
class Known:
    """What everybody knows of one provider."""

    state: State = State.CLOSED
    failures: int = 0  # in a row
    opened_at: datetime | None = None
    cool_down_seconds: float = 0.0
    probe_until: datetime | None = None  # also tells one probe from another
    last_failure: str = ""
    last_failure_kind: str = ""
    last_failure_at: datetime | None = None
    last_success_at: datetime | None = None  # of those that changed something

    def rests_until(self, now: datetime) -> datetime | None:
        """None where it may be asked. A clock that was set back has nobody rest until it is there again."""
        rest = timedelta(seconds=self.cool_down_seconds)
        if self.state is State.HALF_OPEN:
            until, longest = self.probe_until, LONGEST_PROBE
        elif self.state is State.OPEN:
            until, longest = self.opened_at and self.opened_at + rest, rest
        else:
            return None
        return until if until and now < until <= now + longest + CLOCKS_APART else None


class Store(Protocol):
    def read(self, name: str) -> Known: ...

    def swap(self, name: str, before: Known, after: Known) -> bool:
        """False, and nothing written, where it is not `before` any more."""


class InMemory:
    """A store of this process alone."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._known: dict[str, Known] = {}

    def read(self, name: str) -> Known:
        with self._lock:
            return self._known.get(name, Known())

    def swap(self, name: str, before: Known, after: Known) -> bool:
        with self._lock:
            if self._known.get(name, Known()) != before:
                return False
            self._known[name] = after
            return True

    def note(self, name: str, known: Known) -> None:
        with self._lock:
            self._known[name] = known


@dataclass(frozen=True)
class Admission:
    """To one request. What comes of it is told to the breaker, once."""

    probe_until: datetime | None = None

    @property
    def is_probe(self) -> bool:
        return self.probe_until is not None


class Breaker:
    def __init__(
        self,
        name: str,
        *,
        store: Store,
        limits: BreakerLimits | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.name, self.limits = name, limits or BreakerLimits()
        self._store, self._clock = store, clock

    def admit(self) -> Admission:
        """Raises `ProviderResting`."""
        for _ in range(MOST_LOOKS):
            known, now = self._store.read(self.name), self._clock()
            if known.state is State.CLOSED:
                return Admission()
            if known.rests_until(now):
                break
            probe_until = now + timedelta(seconds=self.limits.probe_seconds)
            probing = replace(known, state=State.HALF_OPEN, probe_until=probe_until)
            if self._store.swap(self.name, known, probing):
                return Admission(probe_until)
        raise self._resting(known, now)

    def succeeded(self, admission: Admission) -> None:
        """Nothing is written while there is nothing to forget: that is how it nearly always is."""

        def forgotten(known: Known) -> Known | None:
            if not self._is_news(known, admission) or (not admission.is_probe and not known.failures):
                return None
            return Known(
                last_failure=known.last_failure,
                last_failure_kind=known.last_failure_kind,
                last_failure_at=known.last_failure_at,
                last_success_at=self._clock(),
            )

        self._change(forgotten)

    def failed(self, admission: Admission, failure: ProviderFailed) -> None:
        """What was wrong with the request alone was an answer: the provider is there."""
        if not failure.tells_of_the_provider:
            if admission.is_probe:
                self.succeeded(admission)
            return

        def counted(known: Known) -> Known | None:
            return self._after(failure, known) if self._is_news(known, admission) else None

        self._change(counted)

    def given_up(self, admission: Admission) -> None:
        """Nobody knows what would have come of it. Another request may be the probe, at once."""
        if not admission.is_probe:
            return

        def let_go(known: Known) -> Known | None:
            if not self._is_news(known, admission):
                return None
            return replace(known, state=State.OPEN, probe_until=None)

        self._change(let_go)

    def _is_news(self, known: Known, admission: Admission) -> bool:
        """What was asked before it opened, or by a probe that was too slow, decides nothing any more."""
        if admission.is_probe:
            return known.state is State.HALF_OPEN and known.probe_until == admission.probe_until
        return known.state is State.CLOSED

    def _after(self, failure: ProviderFailed, known: Known) -> Known:
        now = self._clock()
        noted = replace(
            known,
            failures=known.failures + 1,
            last_failure=failure.reason[:TOLD_CHARACTERS],
            last_failure_kind=str(failure.kind),
            last_failure_at=now,
        )
        cool_down_seconds = self._cool_down_seconds(known)
        is_enough = noted.failures >= self.limits.failures or failure.kind in OPENS_AT_ONCE
        if known.state is State.CLOSED and not is_enough:
            return noted
        return replace(
            noted,
            state=State.OPEN,
            opened_at=now,
            cool_down_seconds=cool_down_seconds,
            probe_until=None,
        )

    def _cool_down_seconds(self, known: Known) -> float:
        grown = self.limits.seconds if known.state is State.CLOSED else 2 * known.cool_down_seconds
        return min(grown, self.limits.most_seconds)

    def _change(self, to: Callable[[Known], Known | None]) -> None:
        for _ in range(MOST_LOOKS):
            known = self._store.read(self.name)
            changed = to(known)
            if changed is None or self._store.swap(self.name, known, changed):
                return

    def _resting(self, known: Known, now: datetime) -> ProviderResting:
        until = known.rests_until(now) or now
        return ProviderResting(
            self.name,
            reason=known.last_failure or "it failed",
            retry_after_seconds=max(0.0, (until - now).total_seconds()),
        )
