"""Sounds of any kind as frames at the mix's rate, as many at a time as are asked for."""

import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import Any, Literal, Protocol

import numpy as np
import soxr
from numpy.typing import NDArray

from speech.audio.decode import AudioFile
from speech.audio.decode import Block as DecodedBlock
from speech.mixing.ahead import Ahead
from speech.mixing.downmix import at_most_two
from speech.mixing.wav import WavForm, WavReader

Block = NDArray[np.float32]

# How a coded file gets to the very sample in its middle: at once, or past packets, or by decoding all.
Entering = Literal["seeking", "reading", "decoding"]

CHUNK_FRAMES = 16_384
# The resampler's filter looks back; so much of what is before the first frame that is wanted is heard, too.
LOOK_BACK_SECONDS = 0.05


class Reader(Protocol):
    scale: float  # what its samples are to be multiplied by

    def read(self, frames: int) -> NDArray[Any]:
        """(frames, 1 or 2); fewer at the end. It may be overwritten by the next."""

    def close(self) -> None: ...


class Drawn:
    """A reader of blocks that come as they come."""

    scale = 1.0

    def __init__(self, blocks: Iterator[Block], *, closing: ExitStack) -> None:
        self._blocks = blocks
        self._closing = closing
        self._waiting: list[Block] = []
        self._frames = 0

    def read(self, frames: int) -> Block:
        while self._frames < frames and (block := next(self._blocks, None)) is not None:
            self._waiting.append(block)
            self._frames += len(block)
        return self._taken(min(frames, self._frames))

    def close(self) -> None:
        self._closing.close()

    def _taken(self, frames: int) -> Block:
        whole = laid_end_to_end(self._waiting)
        self._waiting, self._frames = [whole[frames:]], len(whole) - frames
        return whole[:frames]


def laid_end_to_end(blocks: list[NDArray[Any]]) -> NDArray[Any]:
    """A sound that has two channels anywhere has them from here on."""
    filled = [block for block in blocks if len(block)]
    if len(filled) == 1:
        return filled[0]
    if not filled:
        return np.zeros((0, 1), np.float32)
    channels = max(block.shape[1] for block in filled)
    return np.concatenate([np.broadcast_to(block, (len(block), channels)) for block in filled])


def wav_reader(file: Any, form: WavForm, *, start: int, rate_hz: int) -> Reader:
    """From a frame on, which is counted at the mix's rate."""
    if form.rate_hz == rate_hz:
        return WavReader(file, form, start=start)
    entry = Entry(start, from_hz=form.rate_hz, to_hz=rate_hz)
    reader = WavReader(file, form, start=entry.source_frame)
    blocks = resampled(_wav_blocks(reader, form.rate_hz), rate_hz, skipped=entry.skipped)
    return Drawn(blocks, closing=_closing(reader))


def decoded_reader(
    file: AudioFile,
    *,
    start: int,
    from_hz: int,
    rate_hz: int,
    entering: Entering,
    ahead: Callable[[Iterator[Block]], Ahead],
) -> Reader:
    entry = Entry(start, from_hz=from_hz, to_hz=rate_hz)
    decoded = entered(file, entry.source_frame, from_hz, entering)
    blocks = ahead(resampled(decoded, rate_hz, skipped=entry.skipped))
    return Drawn(blocks, closing=_closing(file, blocks))


def entered(file: AudioFile, frame: int, rate_hz: int, entering: Entering) -> Iterator[DecodedBlock]:
    """From a frame of its own on. What is left out is empty blocks: whoever waits sees that it goes on."""
    if frame == 0:
        return file.blocks()
    if entering == "seeking":
        return file.blocks_from(frame / rate_hz)
    if entering == "reading":
        return file.blocks_read_up_to(frame / rate_hz)
    return _without(file.blocks(), frame)


def _closing(*opened: Any) -> ExitStack:
    """The last one first."""
    stack = ExitStack()
    for each in opened:
        stack.callback(each.close)
    return stack


class Entry:
    """Where a source is entered so that a frame of the mix falls on one of its own, and how many frames of
    the mix come before the one that is wanted."""

    def __init__(self, start: int, *, from_hz: int, to_hz: int) -> None:
        if from_hz == to_hz:
            self.source_frame, self.skipped = start, 0
            return
        common = math.gcd(from_hz, to_hz)
        source_step, mix_step = from_hz // common, to_hz // common
        look_back = round(LOOK_BACK_SECONDS * to_hz)
        steps = max(0, start - look_back) // mix_step
        self.source_frame, self.skipped = steps * source_step, start - steps * mix_step


def resampled(blocks: Iterable[DecodedBlock], rate_hz: int, *, skipped: int = 0) -> Iterator[Block]:
    """A file may change its rate or its channels on the way."""
    resampler: _Resampler | None = None
    for block in blocks:
        samples = at_most_two(block.samples)
        if resampler is None or not resampler.takes(block.rate_hz, samples.shape[1]):
            if resampler is not None:
                yield resampler.finish()
                skipped = resampler.skipped
            resampler = _Resampler(block.rate_hz, rate_hz, samples.shape[1], skipped)
        yield resampler.feed(samples)
    if resampler is not None:
        yield resampler.finish()


class _Resampler:
    """As many frames come out as the ratio says, but for the first, which are skipped."""

    def __init__(self, from_hz: int, to_hz: int, channels: int, skipped: int) -> None:
        self._form = (from_hz, channels)
        self._ratio = (to_hz, from_hz)
        self._stream = (
            soxr.ResampleStream(from_hz, to_hz, channels, dtype="float32") if from_hz != to_hz else None
        )
        self.skipped = skipped
        self._taken = self._given = 0

    def takes(self, rate_hz: int, channels: int) -> bool:
        return self._form == (rate_hz, channels)

    def feed(self, samples: Block) -> Block:
        if self._stream is None:
            return self._after_skipped(samples)
        self._taken += len(samples)
        made = self._stream.resample_chunk(np.ascontiguousarray(samples))
        self._given += len(made)
        return self._after_skipped(made)

    def finish(self) -> Block:
        nothing = np.zeros((0, self._form[1]), np.float32)
        if self._stream is None:
            return nothing
        to_hz, from_hz = self._ratio
        owed = max(0, round(self._taken * to_hz / from_hz) - self._given)
        return self._after_skipped(self._stream.resample_chunk(nothing, last=True)[:owed])

    def _after_skipped(self, block: Block) -> Block:
        skipped = min(self.skipped, len(block))
        self.skipped -= skipped
        return block[skipped:]


def _wav_blocks(reader: WavReader, rate_hz: int) -> Iterator[DecodedBlock]:
    while len(samples := reader.read(CHUNK_FRAMES)):
        yield DecodedBlock(samples * np.float32(reader.scale), rate_hz)


def _without(blocks: Iterator[DecodedBlock], frames: int) -> Iterator[DecodedBlock]:
    for block in blocks:
        skipped = min(frames, len(block.samples))
        frames -= skipped
        yield DecodedBlock(block.samples[skipped:], block.rate_hz)
