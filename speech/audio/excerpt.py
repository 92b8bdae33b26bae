"""A piece out of the middle of a recording, in mono, without decoding all that is before it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from speech.audio.decode import AudioFile, Limits
from speech.audio.errors import NoSamples
from speech.audio.resample import Resampler

Block = NDArray[np.float32]

LONGEST = Limits(seconds=7 * 24 * 3600, channels=64)


def excerpt(
    source: str | Path | IO[bytes],
    *,
    start_seconds: float,
    seconds: float,
    rate_hz: int,
    limits: Limits = LONGEST,
    check: Callable[[], None] = lambda: None,
) -> Block:
    """As long as asked for, or to the end of the sound. `check` is called now and then and may raise."""
    wanted = round(seconds * rate_hz)
    pieces: list[Block] = []
    with AudioFile(source, limits=limits) as file:
        for piece in _resampled(file, start_seconds, rate_hz):
            check()
            pieces.append(piece)
            if sum(map(len, pieces)) >= wanted:
                break
    found = np.concatenate(pieces)[:wanted] if pieces else np.zeros(0, np.float32)
    if not len(found):
        raise NoSamples
    return found


def _resampled(file: AudioFile, start_seconds: float, rate_hz: int) -> Iterator[Block]:
    resampler: Resampler | None = None
    for block in file.blocks_from(start_seconds):
        if resampler is None or resampler.from_hz != block.rate_hz:
            if resampler is not None:
                yield resampler.finish()
            resampler = Resampler(block.rate_hz, rate_hz)
        yield resampler.feed(block.samples.mean(axis=1, dtype=np.float32))
    if resampler is not None:
        yield resampler.finish()
