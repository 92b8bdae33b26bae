"""Sound that is worked on while somebody waits for the answer: few at once, none for long."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from common.departures import Departure
from common.errors import Unavailable

# Each takes a core for a second or two: the site goes on meanwhile.
AT_ONCE = 2
TURN_WITHIN_SECONDS = 10.0
DONE_WITHIN_SECONDS = 20.0
ASKED_EVERY_SECONDS = 0.1
RETRY_SECONDS = 5

_turns = threading.BoundedSemaphore(AT_ONCE)


@contextmanager
def turn(departure: Departure) -> Iterator[Callable[[], None]]:
    """Gives what to call now and then meanwhile. Raises `ClientLeft` as soon as nobody waits any more."""
    waits_until = time.monotonic() + TURN_WITHIN_SECONDS
    while not _turns.acquire(timeout=ASKED_EVERY_SECONDS):
        departure.check()
        if time.monotonic() > waits_until:
            raise _busy("Others are listening just now.")
    try:
        departure.check()
        yield _watch(departure, until=time.monotonic() + DONE_WITHIN_SECONDS)
    finally:
        _turns.release()


def _watch(departure: Departure, *, until: float) -> Callable[[], None]:
    def check() -> None:
        departure.check()
        if time.monotonic() > until:
            raise _busy("This takes too long here just now.")

    return check


def _busy(why: str) -> Unavailable:
    return Unavailable(
        f"{why} Try again in a moment.", code="preview_busy", retry_after_seconds=RETRY_SECONDS
    )
