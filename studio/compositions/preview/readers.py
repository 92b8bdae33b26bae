"""Readers of sounds that can't be entered in the middle, such as an MP3: to go on where one stands costs a
piece, to begin anew all that is before it. So the last ones are kept for whoever plays on.
"""

import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from speech.mixing.reading import Reader

MOST_KEPT = 16
IDLE_SECONDS = 60.0


@dataclass
class Listener:
    """Who waits for what a reader reads: as it is kept, first the one, then another."""

    check: Callable[[], None]

    def __call__(self) -> None:
        self.check()


@dataclass
class Standing:
    key: Hashable
    frame: int
    reader: Reader
    listener: Listener  # that the reader asks whether it is still waited for
    since: float = field(default_factory=time.monotonic)


class KeptReaders:
    """Whoever takes one has it alone."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._standing: list[Standing] = []  # the one that was left last comes last

    def take(self, key: Hashable, frame: int) -> Standing | None:
        """The one that stands nearest before a frame, or at it."""
        with self._lock:
            self._close_idle()
            near = [each for each in self._standing if each.key == key and each.frame <= frame]
            nearest = max(near, key=lambda each: each.frame, default=None)
            if nearest is not None:
                self._standing.remove(nearest)
            return nearest

    def leave(self, standing: Standing) -> None:
        with self._lock:
            self._standing.append(standing)
            self._close_idle()

    def _close_idle(self) -> None:
        long_ago = time.monotonic() - IDLE_SECONDS
        while self._standing and (len(self._standing) > MOST_KEPT or self._standing[0].since < long_ago):
            self._standing.pop(0).reader.close()
