"""Passages into one recording: clean joins, natural pauses, one loudness, one sample rate.

Constant memory: of a passage at most `LISTENED_SECONDS` are held, to hear how loud it is before any of it
is passed on. The first passage, which sets the loudness, is passed on as it comes.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speech.audio.edges import EdgeTrimmer
from speech.audio.loudness import LoudnessMeter
from speech.audio.resample import Resampler

Block = NDArray[np.float32]

LISTENED_SECONDS = 20.0
MOST_GAIN_DB = 4.0
# Half of the difference: a whisper after a shout stays one, and a voice that drifts is led back.
GAIN_STRENGTH = 0.5
LOUDNESS_MEMORY = 0.7
CEILING = 0.98
SILENCE_BLOCK_SECONDS = 1.0


@dataclass(frozen=True)
class PassageAudio:
    blocks: Iterable[Block]
    rate_hz: int
    pause_after_seconds: float = 0.0


@dataclass(frozen=True)
class PassagePlace:
    """Where a passage lies in the recording. Its first sample may lie before what was kept of it."""

    number: int  # of the passages, from 0
    first_sample_seconds: float
    start_seconds: float  # of what was kept
    end_seconds: float

    def at(self, seconds: float) -> float:
        """A moment of the passage in the recording: at its edge, where that moment was trimmed away."""
        return min(max(self.first_sample_seconds + seconds, self.start_seconds), self.end_seconds)


OnPlaced = Callable[[PassagePlace], None]


def stitch(
    passages: Iterable[PassageAudio],
    *,
    rate_hz: int,
    matches_loudness: bool = True,
    on_placed: OnPlaced | None = None,
) -> Generator[Block, None, None]:
    """Blocks at `rate_hz`. The pause after the last passage is kept: somebody asked for it.

    `on_placed` is told of each passage once, in order, when all of it has been taken in.
    """
    stitcher = Stitcher(rate_hz=rate_hz, matches_loudness=matches_loudness, on_placed=on_placed)
    for passage in passages:
        yield from stitcher.passage(passage)
    yield from stitcher.finish()


class Stitcher:
    def __init__(
        self, *, rate_hz: int, matches_loudness: bool = True, on_placed: OnPlaced | None = None
    ) -> None:
        self.rate_hz = rate_hz
        self._matches_loudness = matches_loudness
        self._on_placed = on_placed
        self._placed = 0  # passages
        self._before_seconds = 0.0  # that left this resampler's forerunners
        self._taken_frames = 0  # that went into this one
        self._usual_lufs: float | None = None
        self._resampler: Resampler | None = None

    def passage(self, passage: PassageAudio) -> Iterator[Block]:
        yield from self._at(passage.rate_hz)
        edges, start_seconds = EdgeTrimmer(passage.rate_hz), self._seconds
        for block in self._levelled(_trimmed(passage, edges), rate_hz=passage.rate_hz):
            yield from self._out(block)
        self._tell(start_seconds, trimmed_seconds=edges.dropped_frames / passage.rate_hz)
        for silence in _silence(passage.pause_after_seconds, rate_hz=passage.rate_hz):
            yield from self._out(silence)

    def finish(self) -> Iterator[Block]:
        if self._resampler is not None:
            yield from _unless_empty(self._resampler.finish())
            # As many frames as the resampler gives, which gives whole ones.
            frames = round(self._taken_frames * self.rate_hz / self._resampler.from_hz)
            self._before_seconds += frames / self.rate_hz
            self._taken_frames, self._resampler = 0, None

    @property
    def _seconds(self) -> float:
        """Of the recording, up to the next sample."""
        if self._resampler is None:
            return self._before_seconds
        return self._before_seconds + self._taken_frames / self._resampler.from_hz

    def _tell(self, start_seconds: float, *, trimmed_seconds: float) -> None:
        place = PassagePlace(self._placed, start_seconds - trimmed_seconds, start_seconds, self._seconds)
        self._placed += 1
        if self._on_placed is not None:
            self._on_placed(place)

    def _at(self, rate_hz: int) -> Iterator[Block]:
        """One resampler through all joins, as long as the rate stays."""
        if self._resampler is None or self._resampler.from_hz != rate_hz:
            yield from self.finish()
            self._resampler = Resampler(rate_hz, self.rate_hz)

    def _out(self, block: Block) -> Iterator[Block]:
        if self._resampler is not None:
            self._taken_frames += len(block)
            yield from _unless_empty(self._resampler.feed(block))

    def _levelled(self, blocks: Iterator[Block], *, rate_hz: int) -> Iterator[Block]:
        if not self._matches_loudness:
            yield from blocks
            return
        meter, most_frames = LoudnessMeter(rate_hz), round(LISTENED_SECONDS * rate_hz)
        if self._usual_lufs is None:
            yield from _measured(blocks, meter)
        else:
            heard = _listen(blocks, meter, most_frames)
            gain = self._gain(meter.lufs, peak=float(np.abs(heard[:most_frames]).max(initial=0.0)))
            yield heard * gain
            for block in blocks:
                yield block * gain
        self._remember(meter.lufs)

    def _gain(self, lufs: float | None, *, peak: float) -> np.float32:
        if lufs is None or self._usual_lufs is None:
            return np.float32(1)
        wanted_db = GAIN_STRENGTH * (self._usual_lufs - lufs)
        gain = 10 ** (min(max(wanted_db, -MOST_GAIN_DB), MOST_GAIN_DB) / 20)
        return np.float32(min(gain, max(1.0, CEILING / peak)) if gain > 1 else gain)

    def _remember(self, lufs: float | None) -> None:
        if lufs is None:
            return
        before = lufs if self._usual_lufs is None else self._usual_lufs
        self._usual_lufs = LOUDNESS_MEMORY * before + (1 - LOUDNESS_MEMORY) * lufs


def _trimmed(passage: PassageAudio, edges: EdgeTrimmer) -> Iterator[Block]:
    for block in passage.blocks:
        yield from _unless_empty(edges.feed(block))
    yield from _unless_empty(edges.finish())


def _measured(blocks: Iterator[Block], meter: LoudnessMeter) -> Iterator[Block]:
    for block in blocks:
        meter.feed(block)
        yield block


def _listen(blocks: Iterator[Block], meter: LoudnessMeter, frames: int) -> Block:
    heard: list[Block] = []
    while sum(map(len, heard)) < frames and (block := next(blocks, None)) is not None:
        room = frames - sum(map(len, heard))
        meter.feed(block[:room])
        heard.append(block)
    return np.concatenate(heard) if heard else np.zeros(0, np.float32)


def _silence(seconds: float, *, rate_hz: int) -> Iterator[Block]:
    frames, at_once = round(seconds * rate_hz), round(SILENCE_BLOCK_SECONDS * rate_hz)
    for start in range(0, frames, at_once):
        yield np.zeros(min(at_once, frames - start), np.float32)


def _unless_empty(block: Block) -> Iterator[Block]:
    if len(block):
        yield block
