"""The regions of a track, one after the other and over each other, and what its effects make of them."""

import math
from collections import deque
from collections.abc import Callable, Iterable, Iterator

import numpy as np

from speech.effects import Chain, Effect
from speech.mixing.bus import Block, Bus
from speech.mixing.regions import RegionPlayer

CHUNK_FRAMES = 32_768
# Longer silence between regions is not worked through: what rings on after the one is added to the other.
WORKED_SILENCE_SECONDS = 2.0
# These move what follows: for them a track is one sound, from the timeline's beginning to its end.
MOVING = {"speed", "trim_silence"}


class Lane:
    def __init__(self, players: Iterable[RegionPlayer]) -> None:
        self._waiting = deque(sorted(players, key=lambda player: player.start))
        self._playing: list[RegionPlayer] = []
        self.end = 0  # of those that are over

    @property
    def is_playing(self) -> bool:
        return bool(self._playing)

    @property
    def is_over(self) -> bool:
        return not (self._waiting or self._playing)

    @property
    def next_start(self) -> float:
        """Of those that have not begun."""
        return self._waiting[0].start if self._waiting else math.inf

    def add_to(self, bus: Bus, at: int, frames: int) -> None:
        while self.next_start < at + frames:
            self._playing.append(self._waiting.popleft())
        for player in self._playing:
            player.add_to(bus, at, frames)
        self.end = max([self.end, *(player.end for player in self._playing if player.end is not None)])
        self._playing = [player for player in self._playing if not player.is_over]

    def close(self) -> None:
        for player in self._playing:
            player.close()


class EffectedLane:
    """A lane through a chain of effects, which may give what it makes later, and more than it took."""

    def __init__(
        self, lane: Lane, effects: Iterable[Effect], *, rate_hz: int, check: Callable[[], None]
    ) -> None:
        self._lane = lane
        self._check = check
        self._effects = tuple(effect for effect in effects if effect.is_on)
        self._rate_hz = rate_hz
        self._pauses_from = math.inf
        if not any(effect.type in MOVING for effect in self._effects):
            self._pauses_from = WORKED_SILENCE_SECONDS * rate_hz
        self._bus = Bus(CHUNK_FRAMES)
        self._chain: Chain | None = None  # while there is sound, or its like is due soon
        self._heard = self._made = 0  # frames of the timeline: up to where it was fed, and has given out
        self._pieces: list[tuple[int, Block]] = []  # what waits to be taken, and where it belongs
        self.end = 0

    @property
    def is_over(self) -> bool:
        return self._lane.is_over and self._chain is None

    def block(self, at: int, frames: int) -> Block | None:
        """None where nothing is heard. To be asked for one after the other."""
        while self._ready_to < at + frames:
            self._go_on()
        return self._taken(at, frames)

    def blocks(self) -> Iterator[Block]:
        """All of it, once."""
        at = 0
        try:
            while not self.is_over or at < self.end:
                block = self.block(at, CHUNK_FRAMES)
                yield np.zeros((CHUNK_FRAMES, 2), np.float32) if block is None else block
                at += CHUNK_FRAMES
        finally:
            self.close()

    def close(self) -> None:
        self._lane.close()

    @property
    def _ready_to(self) -> float:
        if self._chain is not None:
            return self._made
        if math.isinf(self._pauses_from) and not self._lane.is_over:
            return 0
        return self._lane.next_start

    def _go_on(self) -> None:
        self._check()
        if self._chain is None:
            self._begin()
        self._feed()
        if self._is_done:
            self._flush()

    def _begin(self) -> None:
        self._chain = Chain(self._effects, rate_hz=self._rate_hz, channels=2)
        self._heard = self._made = 0 if math.isinf(self._pauses_from) else int(self._lane.next_start)

    def _feed(self) -> None:
        self._bus.clear()
        self._lane.add_to(self._bus, self._heard, CHUNK_FRAMES)
        frames = max(0, self._lane.end - self._heard) if self._is_done else CHUNK_FRAMES
        if self._chain is not None and frames:
            self._keep(self._chain.process(self._bus.mixed(frames)))
        self._heard += CHUNK_FRAMES

    @property
    def _is_done(self) -> bool:
        """Nothing follows that the effects should hear together with what was."""
        return not self._lane.is_playing and self._lane.next_start >= self._lane.end + self._pauses_from

    def _flush(self) -> None:
        if self._chain is not None:
            for piece in self._chain.rest():
                self._keep(piece)
        self._chain = None

    def _keep(self, block: Block) -> None:
        if len(block):
            self._pieces.append((self._made, block))
            self._made += len(block)
            self.end = max(self.end, self._made)

    def _taken(self, at: int, frames: int) -> Block | None:
        due = [(start, piece) for start, piece in self._pieces if start < at + frames]
        if not due:
            return None
        block = np.zeros((frames, 2), np.float32)
        for start, piece in due:
            since, until = max(start, at), min(start + len(piece), at + frames)
            block[since - at : until - at] += piece[since - start : until - start]
        self._pieces = [each for each in self._pieces if each[0] + len(each[1]) > at + frames]
        return block
