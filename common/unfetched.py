"""What was made for each person and not yet fetched: it lies on this machine's disk."""

import threading
from collections import Counter

from common.errors import Unavailable
from common.sizes import MIB

MOST_BYTES = 256 * MIB
RETRY_SECONDS = 10

_lock = threading.Lock()
_bytes: Counter[str] = Counter()


def require_room(owner: str) -> None:
    """Whoever asks for much and reads none of it gets no more for now."""
    with _lock:
        is_full = _bytes[owner] > MOST_BYTES
    if is_full:
        raise Unavailable(
            "Too much was made for you that is not fetched yet. Read or close the answers under way first.",
            code="unfetched",
            retry_after_seconds=RETRY_SECONDS,
        )


def add(owner: str, count: int) -> None:
    with _lock:
        _bytes[owner] += count
        if _bytes[owner] <= 0:
            del _bytes[owner]
