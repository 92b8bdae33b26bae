"""How many live connections this process holds."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from django.conf import settings

from common.errors import Unavailable
from speech.engines.places import Places

RETRY_SECONDS = 5


class TooManyConnections(Unavailable):
    status = 429
    code = "too_many_requests"


@contextmanager
def place_of(owner: str) -> Iterator[None]:
    """For as long as a connection lasts. Raises `TooManyConnections` at once."""
    most, of_one = settings.CONFIG.live_connections, settings.CONFIG.live_connections_per_person
    places = _places(most, of_one)
    if not places.take(owner, wait_seconds=0):
        raise TooManyConnections(
            f"There are too many live connections: {of_one} of one person and {most} of all "
            "are the most here. Close one, or try again later.",
            retry_after_seconds=RETRY_SECONDS,
        )
    try:
        yield
    finally:
        places.give_back(owner)


@cache
def _places(most: int, of_one: int) -> Places:
    return Places(most, of_one=of_one)
