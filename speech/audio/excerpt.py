"""A piece out of the middle of a recording, in mono, without decoding all that is before it."""

from collections.abc import Callable
from pathlib import Path
from typing import IO

import numpy as np
from numpy.typing import NDArray

from speech.audio.decode import OURS, AudioFile, Limits
from speech.audio.errors import NoSamples
from speech.audio.mono import mono_at

Samples = NDArray[np.float32]


def excerpt(
    source: str | Path | IO[bytes],
    *,
    start_seconds: float,
    seconds: float,
    rate_hz: int,
    limits: Limits = OURS,
    check: Callable[[], None] = lambda: None,
) -> Samples:
    """As long as asked for, or to the end of the sound. `check` is called now and then and may raise."""
    wanted = round(seconds * rate_hz)
    pieces: list[Samples] = []
    with AudioFile(source, limits=limits) as file:
        for piece in mono_at(rate_hz, file.blocks_from(start_seconds)):
            check()
            pieces.append(piece)
            if sum(map(len, pieces)) >= wanted:
                break
    found = np.concatenate(pieces)[:wanted] if pieces else np.zeros(0, np.float32)
    if not len(found):
        raise NoSamples
    return found
