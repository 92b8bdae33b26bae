"""One model in two ways: with all threads for a passage alone, with fewer for passages made together.

A passage on a thread of its own takes longer, but two of them together take less than one after the
other: threads that share a passage wait for each other again and again.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

Open = Callable[[int], Any]  # a session, by the threads that one run of it may use


class Sessions:
    def __init__(self, open_session: Open, *, threads: int, lanes: int) -> None:
        """`lanes`: passages made together at the most. With one there is one session."""
        self.alone = open_session(threads)
        self.shared = open_session(max(1, threads // lanes)) if lanes > 1 else self.alone
        self._lock = threading.Lock()
        self._under_way = 0

    @contextmanager
    def passage(self) -> Iterator[Callable[[], Any]]:
        """What gives the session to run the passage's next piece in."""
        with self._lock:
            self._under_way += 1
        try:
            yield lambda: self.alone if self._under_way == 1 else self.shared
        finally:
            with self._lock:
                self._under_way -= 1
