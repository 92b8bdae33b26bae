"""Blocks that another thread makes while the ones before them are mixed: decoders let other threads run."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, wait
from itertools import islice
from typing import Self

import numpy as np
from numpy.typing import NDArray

Block = NDArray[np.float32]

BLOCKS_AT_ONCE = 2
LOOKS_UP_SECONDS = 0.25


class Ahead:
    """To be closed before what its blocks come from is. `check` is called while it waits."""

    def __init__(self, blocks: Iterator[Block], threads: Executor, *, check: Callable[[], None]) -> None:
        self._blocks = blocks
        self._threads = threads
        self._check = check
        self._ready: deque[Block] = deque()
        self._coming: Future[list[Block]] | None = self._submitted()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Block:
        if not self._ready:
            self._take()
        return self._ready.popleft()

    def close(self) -> None:
        if self._coming is not None and not self._coming.cancel():
            wait([self._coming])

    def _take(self) -> None:
        if self._coming is None:
            raise StopIteration
        while not wait([self._coming], timeout=LOOKS_UP_SECONDS).done:
            self._check()
        blocks, self._coming = self._coming.result(), None
        if not blocks:
            raise StopIteration
        self._ready.extend(blocks)
        self._coming = self._submitted()

    def _submitted(self) -> Future[list[Block]]:
        return self._threads.submit(lambda: list(islice(self._blocks, BLOCKS_AT_ONCE)))
