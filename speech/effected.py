"""A recording on its way through its effects: after the passages are joined, before anything is encoded.

What is remembered is remembered before them, so another chain over the same words speaks nothing anew.
"""

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from common.errors import InvalidInput
from speech.audio.drawn import cut, gathered, one_ahead
from speech.audio.encode import Block
from speech.effect_chains import times_as_long
from speech.effect_words import unstreamed_labels
from speech.effects import Chain, Effect, streams
from speech.engines.pool import Check, wanted
from speech.timing import WordTime

# What a chain gives out at its end may be an hour: in pieces it is encoded and broken off like the rest.
PIECE_SECONDS = 1.0
GATHERED_SECONDS = 60.0
# Of sound that waits for its end: several times over it is a gigabyte or two, and others wait beside it.
MOST_HELD_SECONDS = 3_600.0


class Effected:
    """`check` raises where nobody listens any more: while a chain holds the sound back, nobody can close it.

    `on_block` is called with each block that goes in: for whoever wants to hear the sound without effects, or
    must know that work goes on while none comes out.
    """

    def __init__(self, effects: Sequence[Effect], *, rate_hz: int, check: Check = wanted) -> None:
        is_heard = any(effect.is_on for effect in effects)
        self._chain = Chain(effects, rate_hz=rate_hz) if is_heard else None
        self._piece_frames = round(PIECE_SECONDS * rate_hz)
        self._gathered_frames = round(GATHERED_SECONDS * rate_hz)
        self._check = check
        self._is_over = False
        self._effects, self._rate_hz = effects, rate_hz
        self.is_streamed = streams(effects)
        self.on_block: Callable[[Block], object] = lambda block: None

    @property
    def is_heard(self) -> bool:
        """Whether they change anything: some may be there, and turned off."""
        return self._chain is not None

    def blocks(self, plain: Generator[Block, None, None]) -> Generator[Block, None, None]:
        """Closing it closes `plain`."""
        if self._chain is None:
            return plain
        return self._through(self._chain, plain)

    def words(self, words: list[WordTime]) -> list[WordTime]:
        """When they are heard. Of a chain that holds the sound back that is known at its end."""
        if self._chain is None:
            return words
        if not self.is_streamed and not self._is_over:
            return []
        return [
            replace(word, start_seconds=self.at(word.start_seconds), end_seconds=self.at(word.end_seconds))
            for word in list(words)
        ]

    def at(self, seconds: float) -> float:
        """Where a moment of the sound that went in is in what came out."""
        return self._chain.moves.at(seconds) if self._chain else seconds

    def _through(self, chain: Chain, plain: Generator[Block, None, None]) -> Generator[Block, None, None]:
        with closing(plain):
            blocks = self._taken_in(plain)
            # Nothing is heard before the end: much at once is less work, on more threads.
            for block in blocks if self.is_streamed else gathered(blocks, self._gathered_frames):
                yield from cut(chain.process(block), self._piece_frames)
        self._check()
        with closing(one_ahead(chain.rest())) as rest:  # much may be left to do, and can be encoded meanwhile
            for block in rest:
                self._check()
                self._is_over = True
                yield from cut(block, self._piece_frames)
        self._is_over = True

    def _taken_in(self, plain: Iterator[Block]) -> Iterator[Block]:
        frames = 0
        for block in plain:
            self._check()
            frames += len(block)
            self._require_room(frames / self._rate_hz)
            self.on_block(block)
            yield block

    def _require_room(self, seconds: float) -> None:
        """A short text may be hours of pauses: only the sound itself tells how long it is."""
        if self.is_streamed or seconds * max(1.0, times_as_long(self._effects)) <= MOST_HELD_SECONDS:
            return
        raise InvalidInput(
            f"This is more than {MOST_HELD_SECONDS / 60:g} minutes of sound, too much to be held as a whole. "
            f"Send it in parts, or leave out {unstreamed_labels(self._effects)}.",
            param="effects",
            code="too_long",
        )
