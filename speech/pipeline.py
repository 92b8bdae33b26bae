"""One way for speech: text -> passages -> an engine's blocks -> one recording -> effects -> a format's bytes.

Whatever speaks walks this path and differs only in where the bytes go. What is wrong with a request is
raised by `record` itself, before any audio exists.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import chain

from speech.ahead import Lead, made_ahead
from speech.audio.encode import Block, encode
from speech.audio.formats import audio_format
from speech.audio.stitch import PassageAudio, stitch
from speech.effected import Effected
from speech.effects import Effect
from speech.engines.base import PassageRequest, Reference, SpeechEngine
from speech.engines.pool import Check, EnginePool, Generation, wanted
from speech.memory import NO_MEMORY, PassageMemory
from speech.text import LexiconEntry, Passage, clean, plan
from speech.text.errors import NothingToSay
from speech.text.passages import FASTEST, SLOWEST
from speech.timing import WordTime
from speech.word_times import Hear, WordClock

OnPassage = Callable[[int], None]  # is told how many characters of the text are spoken


@dataclass(frozen=True)
class Variant:
    """One passage said otherwise than the rest."""

    start: int  # where the passage begins, in `clean(text)`
    speed: float = 1.0  # of the passage's own
    seed: int | None = None  # None: that of the request


@dataclass(frozen=True)
class SpeechRequest:
    text: str
    engine: str
    voice: str
    language: str
    response_format: str = "mp3"
    speed: float = 1.0
    input_type: str = "text"
    lexicon: tuple[LexiconEntry, ...] = ()
    seed: int | None = None
    reference: Reference | None = None  # a voice to be imitated; `voice` is its id
    voice_name: str = ""  # of such a one, as its person calls it
    instructions: str = ""
    effects: tuple[Effect, ...] = ()
    title: str = ""
    variants: tuple[Variant, ...] = ()


@dataclass
class Recording:
    """What is being spoken: its blocks come as they are made. Closing `blocks` ends the work."""

    rate_hz: int
    blocks: Generator[Block, None, None]
    clock: WordClock
    effected: Effected
    title: str = ""
    is_remembered: bool = False  # every passage of it was spoken before
    _frames: int = 0

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


def speak(
    request: SpeechRequest,
    *,
    pool: EnginePool,
    memory: PassageMemory = NO_MEMORY,
    on_passage: OnPassage = lambda _: None,
) -> Iterator[bytes]:
    audio_format(request.response_format)
    recording = record(request, pool=pool, memory=memory, on_passage=on_passage)
    return recording.encoded(request.response_format)


def record(
    request: SpeechRequest,
    *,
    pool: EnginePool,
    memory: PassageMemory = NO_MEMORY,
    on_passage: OnPassage = lambda _: None,
    hear: Hear | None = None,
    check: Check = wanted,
) -> Recording:
    """The engine is taken when the first block is drawn, and given back at the end.

    `check` is asked before each turn of the engine, and raises where nobody listens any more.
    `hear` finds words in the sound of engines that don't tell theirs; without it they are estimated.
    """
    engine = pool.engine(request.engine)
    first, passages = _planned(request, engine)
    # Planning keeps a passage's speed within bounds; what was asked for is judged as it was asked.
    engine.validate(replace(_asked(first, request), speed=request.speed))
    passages, is_remembered = _remembered(passages, request, memory)
    rate_hz = engine.sample_rate_hz(request.voice)
    clock = WordClock(clean(request.text), hear=hear)
    effected = Effected(request.effects, rate_hz=rate_hz, check=check)
    speaker = _Speaker(request, pool, memory, clock, effected, rate_hz, on_passage, check)
    return Recording(rate_hz, speaker.blocks(passages), clock, effected, request.title, is_remembered)


def passages_of(request: SpeechRequest, *, pool: EnginePool) -> list[Passage]:
    """What `record` speaks, one after the other."""
    return list(_planned(request, pool.engine(request.engine))[1])


def _planned(request: SpeechRequest, engine: SpeechEngine) -> tuple[Passage, Iterator[Passage]]:
    """The first passage that says something, and all of them from the beginning."""
    passages = plan(
        request.text,
        language=request.language,
        input_type=request.input_type,
        speed=request.speed,
        lexicon=request.lexicon,
        max_characters=engine.capabilities.max_characters_per_passage,
        wanted_characters=engine.capabilities.wanted_characters_per_passage,
    )
    begun: list[Passage] = []
    for passage in passages:
        begun.append(passage)
        if not passage.is_silent:
            return passage, chain(begun, passages)
    raise NothingToSay


def _remembered(
    passages: Iterator[Passage], request: SpeechRequest, memory: PassageMemory
) -> tuple[Iterator[Passage], bool]:
    """Whether no engine will be needed. Looks no further than the first passage that is new."""
    begun: list[Passage] = []
    for passage in passages:
        begun.append(passage)
        if not passage.is_silent and not memory.holds(_asked(passage, request)):
            return chain(begun, passages), False
    return iter(begun), True


@dataclass(frozen=True)
class _Speaker:
    request: SpeechRequest
    pool: EnginePool
    memory: PassageMemory
    clock: WordClock
    effected: Effected
    rate_hz: int
    on_passage: OnPassage
    check: Check

    def blocks(self, passages: Iterable[Passage]) -> Generator[Block, None, None]:
        with self.pool.generation(
            self.request.engine, owner=self.memory.owner, check=self.check
        ) as generation:
            heard = self._heard(passages, generation)
            whole = stitch(heard, rate_hz=self.rate_hz, on_placed=self.clock.place)
            # Within its place: how many sounds are held back at once, and take memory, is bounded by it.
            yield from self.effected.blocks(whole)

    def _heard(self, passages: Iterable[Passage], generation: Generation) -> Iterator[PassageAudio]:
        lead = Lead(self.rate_hz)
        made = made_ahead(
            passages,
            lambda passage: self._said(passage, generation),
            lanes=generation.engine.capabilities.turns_at_once,
            may_begin=lambda: lead.is_enough,
        )
        with closing(made):
            for passage, blocks in made:
                yield PassageAudio(lead.counted(blocks), self.rate_hz, passage.pause_after_seconds)
                self.on_passage(passage.end)

    def _said(self, passage: Passage, generation: Generation) -> Iterable[Block]:
        listener = self.clock.listener(passage, rate_hz=self.rate_hz, language=self.request.language)
        if passage.is_silent:
            return ()
        asked = _asked(passage, self.request)
        blocks = self.memory.blocks(asked, generation, rate_hz=self.rate_hz, on_word=listener.on_word)
        return listener.listening(blocks)


def _asked(passage: Passage, request: SpeechRequest) -> PassageRequest:
    variant = next((each for each in request.variants if each.start == passage.start), Variant(passage.start))
    return PassageRequest(
        text=passage.spoken,
        voice=request.voice,
        language=request.language,
        speed=min(max(passage.speed * variant.speed, SLOWEST), FASTEST),
        seed=request.seed if variant.seed is None else variant.seed,
        pronunciations=passage.pronunciations,
        reference=request.reference,
        instructions=request.instructions,
    )


def length_of(text: str) -> int:
    """What `on_passage` counts up to."""
    return len(clean(text))
