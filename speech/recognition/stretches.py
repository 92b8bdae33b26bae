"""Sound cut into what a recogniser hears in one run: speech, packed as full as it takes, cut in pauses."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np

from speech.recognition.base import LONGEST_STRETCH_SECONDS, RATE_HZ, Gap, Samples, Stretch
from speech.recognition.voice_activity import (
    USUAL_ACTIVITY,
    SpeechDetector,
    SpeechEvent,
    SpeechStarted,
    VoiceActivity,
)

_MOST = round(LONGEST_STRETCH_SECONDS * RATE_HZ)
_WELL_FILLED = round(
    0.6 * _MOST
)  # a pause before that is no reason to cut: each run costs as much as a full one
_TAIL = round(0.4 * RATE_HZ)  # kept after the last word
_WORTH_LEAVING_OUT = round(0.5 * RATE_HZ)
_QUIET = round(0.2 * RATE_HZ)  # the quietest place is looked for by pieces this long
_HOP = round(0.02 * RATE_HZ)


def stretches_of(blocks: Iterable[Samples], activity: VoiceActivity = USUAL_ACTIVITY) -> Iterator[Stretch]:
    """Drawn as the blocks come, holding no more of them than a stretch. Silence and noise give none."""
    packer = _Packer(activity)
    for block in blocks:
        yield from packer.feed(block)
    yield from packer.flush()


class _Packer:
    """Frames count from the beginning of the whole. The last of `pieces` is open while somebody speaks."""

    def __init__(self, activity: VoiceActivity) -> None:
        self._detector = SpeechDetector(activity)
        self._tail = min(_TAIL, activity.silence_ms * RATE_HZ // 1000)
        self._sound = _Kept()
        self._pieces: list[list[int]] = []  # start and end
        self._pauses: list[int] = []  # where speech ended, in or after a piece

    def feed(self, block: Samples) -> Iterator[Stretch]:
        self._sound.add(block)
        yield from self._follow(self._detector.feed(block))
        self._forget()

    def flush(self) -> Iterator[Stretch]:
        yield from self._follow(self._detector.flush())
        if self._pieces:
            yield self._stretch(self._pieces)

    def _follow(self, events: list[SpeechEvent]) -> Iterator[Stretch]:
        for event in events:
            if isinstance(event, SpeechStarted):
                self._open(event.frame)
            else:
                self._grow(min(event.frame + self._tail, self._sound.end))
                yield from self._full()
                self._pauses.append(self._pieces[-1][1])
        if self._detector.is_speaking:
            self._grow(self._detector.frames)
            yield from self._full()

    def _open(self, frame: int) -> None:
        is_near = self._pieces and frame - self._pieces[-1][1] < _WORTH_LEAVING_OUT
        if not is_near:
            self._pieces.append([frame, frame])

    def _grow(self, end: int) -> None:
        self._pieces[-1][1] = max(end, self._pieces[-1][1])

    def _full(self) -> Iterator[Stretch]:
        """What is complete, because one more frame would be too much."""
        while sum(end - start for start, end in self._pieces) > _MOST:
            least, most = self._frame_at(_WELL_FILLED), self._frame_at(_MOST)
            pauses = [pause for pause in self._pauses if least <= pause <= most]
            cut = pauses[-1] if pauses else self._sound.quietest(max(least, self._pieces_start(most)), most)
            yield self._cut(cut)

    def _frame_at(self, length: int) -> int:
        """Where the pieces together are that long."""
        for start, end in self._pieces:
            if length <= end - start:
                return start + length
            length -= end - start
        raise AssertionError("there is less than that")

    def _pieces_start(self, frame: int) -> int:
        return max(start for start, _ in self._pieces if start < frame)

    def _cut(self, frame: int) -> Stretch:
        before = [[start, min(end, frame)] for start, end in self._pieces if start < frame]
        self._pieces = [[max(start, frame), end] for start, end in self._pieces if end > frame]
        self._pauses = [pause for pause in self._pauses if pause > frame]
        return self._stretch(before)

    def _stretch(self, pieces: list[list[int]]) -> Stretch:
        gaps, length = [], 0
        for (start, end), (following, _) in pairwise(pieces):
            length += end - start
            gaps.append(Gap(length / RATE_HZ, (following - end) / RATE_HZ, self._tail / RATE_HZ))
        samples = np.concatenate([self._sound.between(start, end) for start, end in pieces])
        return Stretch(samples, pieces[0][0] / RATE_HZ, tuple(gaps))

    def _forget(self) -> None:
        recent = [self._detector.frames - self._detector.lookback_frames, self._sound.end]
        # Who goes on after a short pause goes on with the same piece, and the pause is in it.
        pauses = [[end, end + _WORTH_LEAVING_OUT] for _, end in self._pieces[-1:]]
        self._sound.keep_only([*self._pieces, *pauses, recent])


class _Kept:
    """The sound that may still be asked for, in the blocks it came in."""

    def __init__(self) -> None:
        self._blocks: list[tuple[int, Samples]] = []  # with the frame each begins at
        self.end = 0

    def add(self, block: Samples) -> None:
        self._blocks.append((self.end, block))
        self.end += len(block)

    def between(self, start: int, end: int) -> Samples:
        parts = [block[max(0, start - first) : max(0, end - first)] for first, block in self._blocks]
        return np.concatenate([np.zeros(0, np.float32), *parts])

    def keep_only(self, spans: list[list[int]]) -> None:
        self._blocks = [
            (first, block)
            for first, block in self._blocks
            if any(start < first + len(block) and first < end for start, end in spans)
        ]

    def quietest(self, start: int, end: int) -> int:
        """The middle of the quietest piece that begins and ends there."""
        sums = np.cumsum(np.square(self.between(start, end), dtype=np.float64))
        if len(sums) <= _QUIET:
            return end
        loudness = (sums[_QUIET:] - sums[:-_QUIET])[::_HOP]
        return start + int(np.argmin(loudness)) * _HOP + _QUIET // 2
