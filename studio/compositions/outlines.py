"""A finer outline of a stretch of a clip than the few hundred pairs that are kept of the whole.

A page that is zoomed into an hour of sound would draw blocks of seconds: it asks for the stretches it shows.
"""

from contextlib import closing

import numpy as np
from numpy.typing import NDArray

from clips.models import Clip
from clips.reading import opened
from common.errors import InvalidInput
from speech.mixing.sources import Check, Sources

STRETCH_SECONDS = 30
PAIRS_PER_SECOND = 200
FULL_SCALE = 127


def fine_outline(clip: Clip, *, stretch: int, check: Check = lambda: None) -> bytes:
    """Pairs of int8, lowest and highest, of one stretch after the other; fewer at the clip's end."""
    rate_hz = clip.sample_rate_hz
    sources = Sources(lambda _: opened(clip), rate_hz=rate_hz, check=check)
    source = sources.known(clip.file_name)
    lows, highs = np.zeros((2, 0), np.float32)
    if source is not None:
        start = stretch * STRETCH_SECONDS * rate_hz
        with sources.trouble(source.name), closing(sources.reader(source, start)) as reader:
            lows, highs = _extremes(reader.read(STRETCH_SECONDS * rate_hz), np.float32(reader.scale))
    sources.rest()
    if problem := sources.problems.get(clip.file_name):
        raise InvalidInput(f"“{clip.title}”: {problem}", param="clip", code="unreadable")
    return _reduced(lows, highs, rate_hz).tobytes()


def _extremes(samples: NDArray[np.float32], scale: np.float32) -> tuple[NDArray[np.float32], ...]:
    if not len(samples):
        return tuple(np.zeros((2, 0), np.float32))
    return samples.min(axis=1) * scale, samples.max(axis=1) * scale


def _reduced(lows: NDArray[np.float32], highs: NDArray[np.float32], rate_hz: int) -> NDArray[np.int8]:
    count = -(-len(lows) * PAIRS_PER_SECOND // rate_hz)
    if not count:
        return np.zeros((0, 2), np.int8)
    starts = np.arange(count) * rate_hz // PAIRS_PER_SECOND
    pairs = np.stack([np.minimum.reduceat(lows, starts), np.maximum.reduceat(highs, starts)], axis=1)
    return np.round(np.clip(pairs, -1, 1) * FULL_SCALE).astype(np.int8)
