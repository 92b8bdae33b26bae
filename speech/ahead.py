"""Passages made before it is their turn to be heard, where an engine makes several together in less time."""

import contextvars
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor

from speech.engines.base import Block
from speech.text import Passage

# A passage made beside another comes later than it could: for so long there must be sound to listen to.
ENOUGH_SECONDS = 6.0
Blocks = Iterable[Block]
Make = Callable[[Passage], Blocks]  # called in order; what it gives may be drawn on another thread


class Lead:
    """By how much what is made is ahead of somebody who listens from its first sound on."""

    def __init__(self, rate_hz: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate_hz, self._clock = rate_hz, clock
        self._frames = 0
        self._first_at: float | None = None

    @property
    def is_enough(self) -> bool:
        listened = self._clock() - self._first_at if self._first_at is not None else 0.0
        return self._frames / self._rate_hz - listened >= ENOUGH_SECONDS

    def counted(self, blocks: Blocks) -> Iterator[Block]:
        for block in blocks:
            if self._first_at is None:
                self._first_at = self._clock()
            self._frames += len(block)
            yield block


def made_ahead(
    passages: Iterable[Passage], make: Make, *, lanes: int, may_begin: Callable[[], bool]
) -> Generator[tuple[Passage, Blocks], None, None]:
    """Each passage with its blocks, in order. Those after the next one are not begun.

    Before `may_begin` they are made one by one as they are drawn: what is heard first has all of the engine.
    """
    waiting = iter(passages)
    for passage in waiting:
        yield passage, make(passage)
        if lanes > 1 and may_begin():
            yield from _in_lanes(waiting, make, lanes)


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
