"""What is being spoken: by the engine that was asked or, where that fails unheard, by another one."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field, replace
from itertools import chain

from speech.ahead import Lead, made_ahead
from speech.audio.encode import Block, encode
from speech.audio.stitch import PassageAudio, stitch
from speech.effected import Effected
from speech.engines.errors import (
    AllEnginesFailed,
    EngineBusy,
    EngineError,
    EngineFailed,
    EngineUnavailable,
)
from speech.engines.pool import Check, EnginePool, Generation
from speech.memory import NO_MEMORY, PassageMemory
from speech.planned import SpeechRequest, accepted, asked_of
from speech.providers.failures import ProviderFailed, ProviderResting
from speech.text import Passage
from speech.timing import WordTime
from speech.word_times import WordClock

OnPassage = Callable[[int], None]  # is told how many characters of the text are spoken
Failures = list[tuple[str, EngineError]]  # by engine, in the order in which they were asked


@dataclass(frozen=True)
class Choice:
    """Who may speak: a request made for that engine, and what is remembered of it."""

    request: SpeechRequest
    memory: PassageMemory = NO_MEMORY


@dataclass
class Recording:
    """What is being spoken: its blocks come as they are made. Closing `blocks` ends the work."""

    rate_hz: int
    clock: WordClock
    effected: Effected
    # By whom: settled when the first block is there.
    spoken: SpeechRequest
    title: str = ""
    is_remembered: bool = False  # every passage of it was spoken before
    fallback_from: str = ""  # the engine that was asked for, where another one speaks
    blocks: Generator[Block, None, None] = field(init=False)
    _frames: int = 0

    @property
    def engine(self) -> str:
        return self.spoken.engine

    @property
    def voice(self) -> str:
        return self.spoken.voice

    @property
    def words(self) -> list[WordTime]:
        """Of `clean(text)`, growing while the blocks are drawn."""
        return self.effected.words(self.clock.words)

    @property
    def is_streamed(self) -> bool:
        """Whether its first block comes before its last passage is spoken."""
        return self.effected.is_streamed

    @property
    def seconds(self) -> float:
        """Of what is heard, so far."""
        return self._frames / self.rate_hz

    def encoded(self, format_name: str) -> Generator[bytes, None, None]:
        """Closing it ends the work, whoever else still holds this recording."""
        with closing(self.drawn()) as blocks:
            yield from encode(blocks, format_name, rate_hz=self.rate_hz, title=self.title)

    def drawn(self) -> Generator[Block, None, None]:
        """The blocks, counted. Closing it ends the work."""
        with closing(self.blocks):
            for block in self.blocks:
                self._frames += len(block)
                yield block


OnFallback = Callable[[Recording, Failures], None]  # is told once that another one speaks, and why


@dataclass(frozen=True)
class Speaking:
    recording: Recording
    pool: EnginePool
    on_passage: OnPassage
    check: Check
    on_fallback: OnFallback
    most_others: int
    missing: Sequence[tuple[str, EngineError]]  # who was to speak, and can not be had

    def blocks(
        self, chosen: Choice, passages: Iterable[Passage], others: Iterable[Choice]
    ) -> Generator[Block, None, None]:
        """By the first that gives a sound. From then on it is that one or nobody."""
        failures = list(self.missing)
        for choice, of_it in chain([(chosen, passages)], self._others(others, failures)):
            with ExitStack() as held:
                try:
                    heard = held.enter_context(self._begun(choice, of_it))
                except EngineError as error:
                    if not failures and not self._is_for_others(choice, error):
                        raise
                    failures.append((choice.request.engine, error))
                    self.recording.clock.begin_again()
                    continue
                self._note(choice, failures)
                yield from self._joined(heard)
                return
        raise failures[0][1] if len(failures) == 1 else AllEnginesFailed(failures)

    def _others(
        self, others: Iterable[Choice], failures: Failures
    ) -> Iterator[tuple[Choice, Iterable[Passage]]]:
        left = self.most_others
        for choice in others:
            if not left:
                return
            try:
                engine = self.pool.engine(choice.request.engine)
                passages = accepted(choice.request, engine)
            except EngineError as error:
                failures.append((choice.request.engine, error))
            else:
                yield choice, passages
                # Back here it has failed, too. Who rests was not asked: that cost nobody any time.
                if not isinstance(failures[-1][1], ProviderResting):
                    left -= 1

    def _is_for_others(self, choice: Choice, error: EngineError) -> bool:
        """It is the engine that can't, not what was asked. One busy here leaves no room for others."""
        if isinstance(error, ProviderFailed):
            return error.tells_of_the_provider
        if isinstance(error, EngineBusy):
            return self.pool.engine(choice.request.engine).capabilities.is_remote
        return isinstance(error, EngineUnavailable | EngineFailed)

    def _note(self, choice: Choice, failures: Failures) -> None:
        self.recording.spoken = choice.request
        if failures:
            self.recording.fallback_from = failures[0][0]
            self.on_fallback(self.recording, failures)

    @contextmanager
    def _begun(self, choice: Choice, passages: Iterable[Passage]) -> Iterator[Iterator[PassageAudio]]:
        """With its first sound in hand."""
        name, owner = choice.request.engine, choice.memory.owner
        with (
            self.pool.generation(name, owner=owner, check=self.check) as generation,
            closing(self._heard(choice, passages, generation)) as heard,
        ):
            yield _with_a_sound(heard)

    def _joined(self, heard: Iterator[PassageAudio]) -> Iterator[Block]:
        recording = self.recording
        whole = stitch(heard, rate_hz=recording.rate_hz, on_placed=recording.clock.place)
        # Within its place: how many sounds are held back at once, and take memory, is bounded by it.
        yield from recording.effected.blocks(whole)

    def _heard(
        self, choice: Choice, passages: Iterable[Passage], generation: Generation
    ) -> Generator[PassageAudio, None, None]:
        rate_hz = generation.engine.sample_rate_hz(choice.request.voice)
        lanes = generation.engine.capabilities.turns_at_once
        lead = Lead(rate_hz, lanes=lanes)
        made = made_ahead(
            passages,
            lambda passage: self._said(choice, passage, generation, rate_hz),
            lanes=lanes,
            may_begin=lead.is_enough_for,
        )
        with closing(made):
            for passage, blocks in made:
                yield PassageAudio(lead.counted(passage, blocks), rate_hz, passage.pause_after_seconds)
                self.on_passage(passage.end)

    def _said(
        self, choice: Choice, passage: Passage, generation: Generation, rate_hz: int
    ) -> Iterable[Block]:
        clock, request = self.recording.clock, choice.request
        listener = clock.listener(passage, rate_hz=rate_hz, language=request.language)
        if passage.is_silent:
            return ()
        asked = asked_of(passage, request)
        blocks = choice.memory.blocks(asked, generation, rate_hz=rate_hz, on_word=listener.on_word)
        return listener.listening(blocks)


def _with_a_sound(heard: Iterator[PassageAudio]) -> Iterator[PassageAudio]:
    """The same, of which the first sound is made. Pauses before it are nothing that was heard yet."""
    begun: list[PassageAudio] = []
    for passage in heard:
        blocks = iter(passage.blocks)
        first = next(blocks, None)
        begun.append(replace(passage, blocks=() if first is None else chain([first], blocks)))
        if first is not None:
            break
    return chain(begun, heard)
