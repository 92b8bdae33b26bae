"""A sample's sound as it is used: what is left of its clip, block by block."""

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

from clips.models import Clip
from clips.reading import opened
from common.errors import InvalidInput
from profiles.models import Sample
from speech.audio.decode import OURS, AudioFile, Block
from speech.audio.errors import AudioError
from speech.audio.mono import mono_at

Samples = NDArray[np.float32]
Span = tuple[float, float]  # from one second of the clip to another


def span_of(sample: Sample) -> Span:
    end = sample.clip.duration_seconds if sample.trim_end_seconds is None else sample.trim_end_seconds
    return sample.trim_start_seconds, min(end, sample.clip.duration_seconds)


def seconds_of(sample: Sample) -> float:
    start, end = span_of(sample)
    return max(0.0, end - start)


def blocks_of(sample: Sample) -> Iterator[Block]:
    """At the clip's own rate, with all of its channels."""
    with _told(sample.clip), opened(sample.clip) as file, AudioFile(file, limits=OURS) as audio:
        yield from _within(audio.blocks(), *span_of(sample))


def mono_blocks_of(sample: Sample, *, rate_hz: int) -> Iterator[Samples]:
    return mono_at(rate_hz, blocks_of(sample))


def _within(blocks: Iterator[Block], start: float, end: float) -> Iterator[Block]:
    """Nothing behind the end is decoded."""
    before = 0.0
    for block in blocks:
        first, last = (round((edge - before) * block.rate_hz) for edge in (start, end))
        if len(kept := block.samples[max(0, first) : max(0, last)]):
            yield Block(kept, block.rate_hz)
        before += len(block.samples) / block.rate_hz
        if before >= end:
            return


@contextmanager
def _told(clip: Clip) -> Iterator[None]:
    try:
        yield
    except AudioError as error:
        raise InvalidInput(
            f"“{clip.title}” can't be read any more: {error} Remove the sample, and add it again.",
            code=error.code,
        ) from error
