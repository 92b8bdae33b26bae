"""Sound that waits to be heard, and how much of it may."""

import asyncio


class Backlog:
    """For one event loop."""

    def __init__(self, most_seconds: float) -> None:
        self.most_seconds = most_seconds
        self.seconds = 0.0
        self._is_ended = False
        self._changed = asyncio.Event()

    @property
    def is_full(self) -> bool:
        return self.seconds > self.most_seconds

    def add(self, seconds: float) -> None:
        self.seconds += seconds

    def done(self, seconds: float) -> None:
        self.seconds -= seconds
        self._changed.set()

    def end(self) -> None:
        """Nobody waits any more."""
        self._is_ended = True
        self._changed.set()

    async def room(self) -> None:
        while self.is_full and not self._is_ended:
            self._changed.clear()
            await self._changed.wait()
