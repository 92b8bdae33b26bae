"""A recording of any rate and any channels, as one channel at one rate."""

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from speech.audio.decode import Block
from speech.audio.resample import Resampler


def mono_at(rate_hz: int, blocks: Iterable[Block]) -> Iterator[NDArray[np.float32]]:
    """A file may change its rate on the way: then it is resampled from each of them."""
    resampler: Resampler | None = None
    for block in blocks:
        if resampler is None or resampler.from_hz != block.rate_hz:
            if resampler is not None:
                yield resampler.finish()
            resampler = Resampler(block.rate_hz, rate_hz)
        yield resampler.feed(block.samples.mean(axis=1, dtype=np.float32))
    if resampler is not None:
        yield resampler.finish()
