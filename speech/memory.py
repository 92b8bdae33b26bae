"""What was spoken before is not spoken again: an engine's passages, remembered for one person."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from speech.engines.base import Block, OnWord, PassageRequest, SpokenWord
from speech.engines.pool import Generation
from speech.passage_cache import CachedPassage, PassageCache, PassageKey


@dataclass(frozen=True)
class PassageMemory:
    """`cache` is everybody's; what comes out of it here is `owner`'s alone."""

    cache: PassageCache | None = None
    owner: str = ""
    engine: str = ""
    engine_version: str = ""

    def holds(self, asked: PassageRequest) -> bool:
        return self.cache is not None and self.cache.holds(self._key(asked))

    def blocks(
        self, asked: PassageRequest, generation: Generation, *, rate_hz: int, on_word: OnWord
    ) -> Iterator[Block]:
        """Of the cache, or of the engine and then into the cache, once the passage is whole."""
        known = self.cache.get(self._key(asked)) if self.cache else None
        if known is not None:
            for word in known.words:
                on_word(SpokenWord(*word))
            yield known.samples
            return
        yield from self._made(asked, generation, rate_hz, on_word)

    def _made(
        self, asked: PassageRequest, generation: Generation, rate_hz: int, on_word: OnWord
    ) -> Iterator[Block]:
        made: list[Block] = []
        words: list[SpokenWord] = []

        def tell(word: SpokenWord) -> None:
            words.append(word)
            on_word(word)

        for block in generation.blocks(asked, on_word=tell):
            made.append(block)
            yield block
        if self.cache and made:
            told = tuple((word.start, word.end, word.start_seconds, word.end_seconds) for word in words)
            self.cache.put(self._key(asked), CachedPassage(np.concatenate(made), rate_hz, told))

    def _key(self, asked: PassageRequest) -> PassageKey:
        return PassageKey(
            owner=self.owner,
            engine=self.engine,
            engine_version=self.engine_version,
            voice=_voice(asked),
            language=asked.language or "",
            speed=asked.speed,
            text=asked.text,
            phonemes=asked.phonemes or _said(asked),
            seed=asked.seed,
        )


def _voice(asked: PassageRequest) -> str:
    """What is imitated and how it is to be said make another sound of the same voice."""
    reference = asked.reference
    heard = [reference.digest, reference.transcript] if reference else []
    further = [*heard, asked.instructions] if heard or asked.instructions else []
    return "\0".join([asked.voice, *further])


def _said(asked: PassageRequest) -> str:
    return " ".join(f"{each.start}-{each.end}/{each.ipa}/" for each in asked.pronunciations)


NO_MEMORY = PassageMemory()
