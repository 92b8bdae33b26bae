"""Work that needs seconds at a time, over a sound that may be long: it is cut where it is quietest."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np

from speech.effects.processors import Held, InPlace
from speech.effects.spec import Block, Sound

FIRST_SECONDS = 2.0  # the first piece is short, so that a stream soon begins
PIECE_SECONDS = 6.0  # at most; at least half of it
MARGIN_SECONDS = 0.08  # heard on both sides of a piece, since its work is at a loss at its ends
FADE_SECONDS = 0.01
QUIET_SECONDS = 0.02
MOST_THREADS = 4


class Piecewise(InPlace):
    """`work` makes of a block one that is `speed` times shorter. Pieces are cut at the same places
    whatever blocks the sound comes in, and fade into each other."""

    def __init__(self, sound: Sound, work: Callable[[Block], Block], *, speed: float = 1.0) -> None:
        super().__init__(sound)
        self._work = work
        self._speed = speed
        self._heard = Held(sound)
        self._begins = 0  # the frame of the sound that `_heard` begins with
        self._cut = 0  # what is before it has been given out
        self._fading = sound.silence()
        self._margin = sound.frames(MARGIN_SECONDS)

    def process(self, block: Block) -> Block:
        self._heard.append(block)
        return self._given(list(self._cuts()))

    def flush(self) -> Block:
        end = self._begins + self._heard.frames
        return self._given([end]) if end > self._cut else self._fading[:0]

    def at(self, seconds: float) -> float:
        return seconds / self._speed

    def _cuts(self) -> Iterator[int]:
        """Where the sound that is there will be cut."""
        cut = self._cut
        while self._begins + self._heard.frames >= cut + self._longest(cut) + self._margin:
            cut = self._quietest(cut)
            yield cut

    def _longest(self, cut: int) -> int:
        return self.sound.frames(PIECE_SECONDS if cut else FIRST_SECONDS)

    def _quietest(self, cut: int) -> int:
        longest, window = self._longest(cut), max(1, self.sound.frames(QUIET_SECONDS))
        since = cut + longest // 2
        heard = self._heard.joined()[since - self._begins : cut + longest - self._begins]
        sums = np.cumsum(np.square(heard, dtype=np.float64).sum(axis=1))
        return since + window // 2 + int(np.argmin(sums[window:] - sums[:-window]))

    def _given(self, cuts: list[int]) -> Block:
        """All up to the last of them."""
        spans = list(pairwise([self._cut, *cuts]))
        pieces = [self._piece(made, *span) for made, span in zip(self._worked_on(spans), spans, strict=True)]
        if cuts:
            self._cut, begins = cuts[-1], self._before(cuts[-1])
            self._heard.drop(begins - self._begins)
            self._begins = begins
        return np.concatenate([self.sound.silence(), *pieces])

    def _worked_on(self, spans: list[tuple[int, int]]) -> list[Block]:
        """Several at once: the work lets other threads run, and one would leave cores idle."""
        heard = self._heard.joined()
        given = [
            heard[self._before(start) - self._begins : end + self._margin - self._begins]
            for start, end in spans
        ]
        if len(given) < 2:
            return [self._work(each) for each in given]
        with ThreadPoolExecutor(max_workers=min(len(given), os.cpu_count() or 1, MOST_THREADS)) as threads:
            return list(threads.map(self._work, given))

    def _before(self, cut: int) -> int:
        """Where the margin before it begins."""
        return max(0, cut - self._margin)

    def _piece(self, made: Block, start: int, end: int) -> Block:
        before = round(start / self._speed) - round(self._before(start) / self._speed)
        frames = round(end / self._speed) - round(start / self._speed)
        wanted = made[before : before + frames + self._fade_frames()]
        piece = self._faded_in(wanted[:frames])
        self._fading = wanted[frames:].copy()
        return self._exactly(piece, frames)

    def _fade_frames(self) -> int:
        return self.sound.frames(min(FADE_SECONDS, MARGIN_SECONDS / self._speed / 2))

    def _faded_in(self, piece: Block) -> Block:
        """Out of what the last piece had gone on with."""
        frames = min(len(self._fading), len(piece))
        rise = np.linspace(0, 1, frames, dtype=np.float32)[:, np.newaxis]
        piece = piece.copy()
        piece[:frames] = rise * piece[:frames] + (1 - rise) * self._fading[:frames]
        return piece

    def _exactly(self, piece: Block, frames: int) -> Block:
        missing = frames - len(piece)
        return np.concatenate([piece, self.sound.silence(missing)]) if missing > 0 else piece
