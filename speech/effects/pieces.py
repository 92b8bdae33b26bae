"""Work that needs seconds at a time, over a sound that may be long: it is cut where it is quietest."""

from collections.abc import Callable

import numpy as np

from speech.effects.processors import Held, InPlace
from speech.effects.spec import Block, Sound

FIRST_SECONDS = 2.0  # the first piece is short, so that a stream soon begins
PIECE_SECONDS = 6.0  # at most; at least half of it
MARGIN_SECONDS = 0.08  # heard on both sides of a piece, since its work is at a loss at its ends
FADE_SECONDS = 0.01
QUIET_SECONDS = 0.02


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
        made = [self.sound.silence()]
        while self._begins + self._heard.frames >= self._cut + self._longest() + self._margin:
            made.append(self._piece(self._quietest()))
        return np.concatenate(made)

    def flush(self) -> Block:
        end = self._begins + self._heard.frames
        return self._piece(end) if end > self._cut else self._fading[:0]

    def at(self, seconds: float) -> float:
        return seconds / self._speed

    def _longest(self) -> int:
        return self.sound.frames(PIECE_SECONDS if self._cut else FIRST_SECONDS)

    def _quietest(self) -> int:
        longest, window = self._longest(), max(1, self.sound.frames(QUIET_SECONDS))
        since = self._cut + longest // 2
        heard = self._heard.joined()[since - self._begins : self._cut + longest - self._begins]
        sums = np.cumsum(np.square(heard, dtype=np.float64).sum(axis=1))
        return since + window // 2 + int(np.argmin(sums[window:] - sums[:-window]))

    def _piece(self, end: int) -> Block:
        """From the last cut to the next, which is `end`."""
        heard = self._heard.joined()
        made = self._work(heard[: end + self._margin - self._begins])
        before = round(self._cut / self._speed) - round(self._begins / self._speed)
        frames = round(end / self._speed) - round(self._cut / self._speed)
        wanted = made[before : before + frames + self._fade_frames()]
        piece = self._faded_in(wanted[:frames])
        self._fading = wanted[frames:].copy()
        self._cut, begins = end, max(0, end - self._margin)
        self._heard.drop(begins - self._begins)
        self._begins = begins
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
