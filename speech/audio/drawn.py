"""Blocks drawn otherwise than they come: cut, several joined, one made ahead."""

import contextvars
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from speech.audio.samples import Block


def cut(block: Block, frames: int | None) -> Iterator[Block]:
    """Uncut where no frames are given."""
    step = frames or max(1, len(block))
    return (block[start : start + step] for start in range(0, len(block), step))


def gathered(blocks: Iterable[Block], least_frames: int) -> Iterator[Block]:
    """At least so many in each, but for the last."""
    waiting: list[Block] = []
    frames = 0
    for block in blocks:
        waiting.append(block)
        frames += len(block)
        if frames >= least_frames:
            yield np.concatenate(waiting)
            waiting, frames = [], 0
    if waiting:
        yield np.concatenate(waiting)


def one_ahead(blocks: Iterator[Block]) -> Generator[Block, None, None]:
    """The next one is made on a thread while the last one is used. Closing it waits for the one under way."""
    context = contextvars.copy_context()  # log lines go on carrying the request's id

    def following() -> Block | None:
        return next(blocks, None)

    with ThreadPoolExecutor(1, thread_name_prefix="one-ahead") as thread:
        coming = thread.submit(context.run, following)
        while (block := coming.result()) is not None:
            coming = thread.submit(context.run, following)
            yield block
