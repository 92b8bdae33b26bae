"""Passages made before it is their turn to be heard, where an engine makes several together in less time."""

import contextvars
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import chain

from speech.engines.base import Block
from speech.text import Passage

# A passage made beside another comes later than it could, up to so many times the lanes: meanwhile there
# must be sound to listen to.
SHARE_OF_LANES = 0.9
ENOUGH_SECONDS = 6.0  # however slow the engine was so far
Blocks = Iterable[Block]
Make = Callable[[Passage], Blocks]  # called in order; what it gives may be drawn on another thread


class Lead:
    """By how much what is made is ahead of somebody who listens from its first sound on."""

    def __init__(self, rate_hz: int, *, lanes: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate_hz, self._lanes, self._clock = rate_hz, lanes, clock
        self._frames = self._characters = 0
        self._worked_seconds = 0.0
        self._first_at: float | None = None

    def is_enough_for(self, passage: Passage) -> bool:
        """Whether that passage can be made beside others before all that is there has been heard."""
        if self._first_at is None or not self._characters:
            return False
        alone = self._worked_seconds * len(passage.spoken) / self._characters
        ahead = self._frames / self._rate_hz - (self._clock() - self._first_at)
        return ahead >= min(ENOUGH_SECONDS, alone * self._lanes * SHARE_OF_LANES)

    def counted(self, passage: Passage, blocks: Blocks) -> Iterator[Block]:
        began = self._clock()
        for block in blocks:
            self._worked_seconds += self._clock() - began
            if self._first_at is None:
                self._first_at = self._clock()
            self._frames += len(block)
            yield block
            began = self._clock()
        self._worked_seconds += self._clock() - began
        self._characters += len(passage.spoken)


def made_ahead(
    passages: Iterable[Passage], make: Make, *, lanes: int, may_begin: Callable[[Passage], bool]
) -> Generator[tuple[Passage, Blocks], None, None]:
    """Each passage with its blocks, in order. Those after the next one are not begun.

    Up to the first that `may_begin` beside others they are made one by one as they are drawn: what is heard
    first has all of the engine.
    """
    waiting = iter(passages)
    for passage in waiting:
        if lanes > 1 and may_begin(passage):
            yield from _in_lanes(chain([passage], waiting), make, lanes)
        else:
            yield passage, make(passage)


def _in_lanes(passages: Iterator[Passage], make: Make, lanes: int) -> Iterator[tuple[Passage, Blocks]]:
    under_way: deque[tuple[Passage, Future[list[Block]]]] = deque()
    pool = ThreadPoolExecutor(lanes, thread_name_prefix="passage-ahead")
    try:
        for passage in passages:
            under_way.append((passage, pool.submit(_drawer(make(passage)))))
            if len(under_way) == lanes:
                yield _made(*under_way.popleft())
        while under_way:
            yield _made(*under_way.popleft())
    finally:
        # What is being made can't be broken off, and its engine must not be given back before.
        pool.shutdown(cancel_futures=True)


def _drawer(blocks: Blocks) -> Callable[[], list[Block]]:
    context = contextvars.copy_context()  # log lines go on carrying the request's id
    return lambda: context.run(lambda: list(blocks))


def _made(passage: Passage, blocks: Future[list[Block]]) -> tuple[Passage, Blocks]:
    return passage, blocks.result()
