"""A provider's engine with patience around it: asked again where that helps, left alone while it rests."""

import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from speech.engines.base import Block, Capabilities, OnWord, PassageRequest, SpeechEngine, SpokenWord, Voice
from speech.providers.breaker import Admission, Breaker
from speech.providers.failures import ProviderFailed
from speech.providers.retrying import Sleep, retried


class Guarded:
    """A `SpeechEngine` around another one. All but speaking is that one's own."""

    def __init__(
        self,
        engine: SpeechEngine,
        *,
        breaker: Breaker,
        tries: int,
        first_audio_seconds: float,
        sleep: Sleep = time.sleep,
    ) -> None:
        self.engine, self.breaker = engine, breaker
        self._tries, self._first_audio_seconds, self._sleep = tries, first_audio_seconds, sleep

    @property
    def name(self) -> str:
        return self.engine.name

    @property
    def capabilities(self) -> Capabilities:
        return self.engine.capabilities

    @property
    def voices(self) -> Sequence[Voice]:
        return self.engine.voices

    def sample_rate_hz(self, voice: str) -> int:
        return self.engine.sample_rate_hz(voice)

    def validate(self, request: PassageRequest) -> None:
        self.engine.validate(request)

    def load(self) -> None:
        self.engine.load()

    def unload(self) -> None:
        self.engine.unload()

    def synthesize(self, request: PassageRequest, *, on_word: OnWord | None = None) -> Iterator[Block]:
        """Tried again until the first block is there or overdue: what was heard can't be taken back.

        A passage is one failure to the breaker, however often it was tried. A probe is one try.
        """
        admission = self.breaker.admit()
        outcome = _Outcome(self.breaker, admission)
        try:
            attempt = self._begun(request, on_word, tries=1 if admission.is_probe else self._tries)
            with closing(attempt.blocks):
                yield from self._told(attempt, outcome)
            outcome.is_good = True
        except ProviderFailed as failure:
            outcome.failure = failure
            raise
        finally:
            outcome.tell()

    def _begun(self, request: PassageRequest, on_word: OnWord | None, *, tries: int) -> "_Attempt":
        def begin() -> _Attempt:
            attempt = _Attempt(on_word)
            attempt.begin(self.engine, request)
            return attempt

        return retried(begin, tries=tries, within_seconds=self._first_audio_seconds, sleep=self._sleep)

    @staticmethod
    def _told(attempt: "_Attempt", outcome: "_Outcome") -> Iterator[Block]:
        attempt.let_words_through()
        if attempt.first is None:
            return
        outcome.is_good = True  # whoever leaves now has heard something
        yield attempt.first
        yield from attempt.blocks


@dataclass
class _Outcome:
    """What came of a request: told once, also where whoever listened went away in the middle of it."""

    breaker: Breaker
    admission: Admission
    failure: ProviderFailed | None = None
    is_good: bool = False

    def tell(self) -> None:
        if self.failure is not None:
            self.breaker.failed(self.admission, self.failure)
        elif self.is_good:
            self.breaker.succeeded(self.admission)
        else:
            self.breaker.given_up(self.admission)


@dataclass
class _Attempt:
    """One try, up to its first block. Words it told are passed on with that, or forgotten with the try."""

    on_word: OnWord | None
    blocks: Generator[Block, None, None] = field(init=False)  # after the first
    first: Block | None = None
    _words: list[SpokenWord] = field(default_factory=list)
    _is_open: bool = False

    def begin(self, engine: SpeechEngine, request: PassageRequest) -> None:
        on_word = self._tell if self.on_word is not None else None
        self.blocks = _closable(engine.synthesize(request, on_word=on_word))
        try:
            self.first = next(self.blocks, None)
        except BaseException:
            self.blocks.close()
            raise

    def let_words_through(self) -> None:
        self._is_open = True
        for word in self._words:
            self._tell(word)

    def _tell(self, word: SpokenWord) -> None:
        if self._is_open and self.on_word is not None:
            self.on_word(word)
        else:
            self._words.append(word)


def _closable(blocks: Iterator[Block]) -> Generator[Block, None, None]:
    """The protocol promises an iterator alone; where it is a generator, closing this one closes it."""
    yield from blocks
