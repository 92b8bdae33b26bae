"""Taking turns: one passage of each request after the other, however long the requests are."""

import threading
from collections import OrderedDict, deque
from collections.abc import Hashable, Iterator
from contextlib import contextmanager


class FairTurns:
    """At most `at_once` hold a turn. Requests that wait are served in a circle, one turn each.

    A request with a thousand passages, even if it asks for several turns at the same time, delays
    another one by as long as the turn that is being taken.
    """

    def __init__(self, *, at_once: int = 1) -> None:
        self._free = at_once
        self._lock = threading.Lock()
        self._waiting: OrderedDict[Hashable, deque[threading.Event]] = OrderedDict()

    @property
    def waiting(self) -> int:
        with self._lock:
            return sum(len(queue) for queue in self._waiting.values())

    @contextmanager
    def turn(self, request: Hashable) -> Iterator[None]:
        self._take(request)
        try:
            yield
        finally:
            self._give_back()

    def _take(self, request: Hashable) -> None:
        with self._lock:
            if self._free and not self._waiting:
                self._free -= 1
                return
            mine = threading.Event()
            self._waiting.setdefault(request, deque()).append(mine)
        try:
            mine.wait()
        except BaseException:
            self._withdraw(request, mine)
            raise

    def _give_back(self) -> None:
        with self._lock:
            if not self._waiting:
                self._free += 1
                return
            request, queue = next(iter(self._waiting.items()))
            following = queue.popleft()
            if queue:
                self._waiting.move_to_end(request)
            else:
                del self._waiting[request]
            following.set()

    def _withdraw(self, request: Hashable, mine: threading.Event) -> None:
        """An interrupted wait: its place is given up, or its turn where it had just come."""
        with self._lock:
            queue = self._waiting.get(request)
            if queue is not None and mine in queue:
                queue.remove(mine)
                if not queue:
                    del self._waiting[request]
                return
        self._give_back()
