"""Effects one after the other, over blocks of sound as they come."""

from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np

from speech.audio.drawn import cut
from speech.effects.moves import Moves
from speech.effects.pieces import Piecewise
from speech.effects.processors import Held, Plugin, flushed, joined, through
from speech.effects.spec import Block, Effect, Sound
from speech.effects.table import EFFECTS

# Long blocks go through all effects in pieces that stay in the processor's cache.
PIECE_FRAMES = 131_072
LONG_PIECE_SECONDS = 60.0  # for what cuts for itself, and works on several of its cuts at once
LEAST_FRAMES = 256  # shorter blocks wait for others: each costs as much as a long one
LOUDEST = 100.0  # 40 dB above full scale: louder samples are broken ones


def streams(effects: Iterable[Effect]) -> bool:
    """Whether sound comes out while it goes in. Otherwise a chain holds it all until `rest`."""
    return all(EFFECTS[effect.type].streams for effect in effects if effect.is_on)


def applied(samples: Block, effects: Iterable[Effect], *, rate_hz: int) -> Block:
    """The whole sound at once."""
    channels = samples.shape[1] if samples.ndim == 2 else 1
    return Chain(effects, rate_hz=rate_hz, channels=channels).whole(samples)


class Chain:
    """Takes blocks of (frames,) or (frames, channels), gives blocks of the same kind. The samples that come
    out are the same however the sound is cut into blocks; how many come at once is not.

    A chain that does not stream works here too: it holds the whole sound until `rest` gives it out.
    Samples that are no numbers become silence, infinite ones full scale.
    """

    def __init__(self, effects: Iterable[Effect], rate_hz: int = 24_000, channels: int = 1) -> None:
        heard = [effect for effect in effects if effect.is_on]
        self._sound = Sound(rate_hz, channels)
        self._processors = joined(EFFECTS[effect.type].make(effect.values, self._sound) for effect in heard)
        self.moves = Moves(self._processors)
        self._waiting = Held(self._sound)
        self._is_flat = channels == 1
        self._is_over = False

    def process(self, block: Block) -> Block:
        return self._given(self._processed(block), block)

    def rest(self) -> Iterator[Block]:
        """The tail, or the whole sound that was held, as it is made. Nothing can be processed afterwards."""
        for piece in self._flushed():
            if len(piece):
                yield self._as_it_came(piece)

    def whole(self, samples: Block) -> Block:
        """One block that is all there is, and its tail."""
        return self._given(chain(self._processed(samples), self._flushed()), samples)

    def _processed(self, block: Block) -> Iterator[Block]:
        if self._is_over:
            raise ValueError("This chain has given out its rest: make another one for the next sound.")
        block = self._framed(block)
        if self._waiting.frames + len(block) < LEAST_FRAMES:
            self._waiting.append(block)
        else:
            yield from self._worked(self._after_waiting(block))

    def _flushed(self) -> Iterator[Block]:
        if not self._is_over:
            self._is_over = True
            yield from self._worked(self._waiting.take(self._waiting.frames))
            yield from flushed(self._processors, piece_frames=self._piece_frames)

    def _after_waiting(self, block: Block) -> Block:
        if not self._waiting.frames:
            return block
        return np.concatenate([self._waiting.take(self._waiting.frames), block])

    def _worked(self, block: Block) -> Iterator[Block]:
        for piece in cut(block, self._piece_frames):
            yield through(self._processors, _clean(piece))

    @property
    def _piece_frames(self) -> int | None:
        kinds = [type(each) for each in self._processors]
        if kinds == [Plugin]:  # without a tail: it gains nothing by pieces, and would pay for joining them
            return None
        return self._sound.frames(LONG_PIECE_SECONDS) if Piecewise in kinds else PIECE_FRAMES

    def _framed(self, block: Block) -> Block:
        block = np.asarray(block, np.float32)
        self._is_flat = block.ndim == 1
        framed = block[:, np.newaxis] if self._is_flat else block
        if framed.ndim != 2 or framed.shape[1] != self._sound.channels:
            raise ValueError(f"A block of {block.shape} is no sound of {self._sound.channels} channels.")
        return framed

    def _given(self, made: Iterable[Block], block: Block) -> Block:
        """In memory of its own: an effect may hand on what it was given."""
        pieces = (piece for piece in made if len(piece))
        first = next(pieces, self._sound.silence())
        second = next(pieces, None)
        if second is not None:
            first = self._laid_out(chain((first, second), pieces), len(block))
        elif np.may_share_memory(first, block):
            first = first.copy()
        return self._as_it_came(first)

    def _as_it_came(self, block: Block) -> Block:
        return block[:, 0] if self._is_flat else block

    def _laid_out(self, pieces: Iterable[Block], likely_frames: int) -> Block:
        """Each piece goes to its place while it is still in the cache."""
        if likely_frames < PIECE_FRAMES:
            return np.concatenate(list(pieces))
        given, filled = np.empty((likely_frames + PIECE_FRAMES, self._sound.channels), np.float32), 0
        for piece in pieces:
            if filled + len(piece) > len(given):
                given = np.concatenate([given, np.empty_like(given), np.empty_like(piece)])
            given[filled : filled + len(piece)] = piece
            filled += len(piece)
        return given[:filled]


def _clean(block: Block) -> Block:
    if _is_sound(block.reshape(-1)):
        return block
    return np.clip(np.nan_to_num(block, nan=0.0, posinf=1.0, neginf=-1.0), -LOUDEST, LOUDEST)


def _is_sound(samples: Block) -> bool:
    """In one pass: whatever is broken makes the sum of squares huge, infinite or no number."""
    with np.errstate(over="ignore", invalid="ignore"):
        return all(np.dot(piece, piece) < LOUDEST**2 for piece in cut(samples, PIECE_FRAMES))
