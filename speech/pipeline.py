"""One way for speech: text -> passages -> blocks of an engine -> one recording -> bytes of a format.

Whatever speaks walks this path and differs only in where the bytes go. What is wrong with a request is
raised by `speak` itself, before any audio exists.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from speech.audio.encode import encode
from speech.audio.formats import audio_format
from speech.audio.stitch import PassageAudio, stitch
from speech.engines.base import PassageRequest, SpeechEngine
from speech.engines.pool import EnginePool, Generation
from speech.text import LexiconEntry, Passage, clean, plan
from speech.text.errors import NothingToSay

OnPassage = Callable[[int], None]  # is told how many characters of the text are spoken


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
    title: str = ""


def speak(
    request: SpeechRequest, *, pool: EnginePool, on_passage: OnPassage = lambda _: None
) -> Iterator[bytes]:
    """Bytes as they are made. The engine is taken when the first is drawn, and given back at the end."""
    engine = pool.engine(request.engine)
    audio_format(request.response_format)
    first, passages = _planned(request, engine)
    # Planning keeps a passage's speed within bounds; what was asked for is judged as it was asked.
    engine.validate(replace(_asked(first, request), speed=request.speed))
    return _spoken(passages, request, pool, on_passage)


def _planned(request: SpeechRequest, engine: SpeechEngine) -> tuple[Passage, Iterator[Passage]]:
    """The first passage that says something, and all of them from the beginning."""
    passages = plan(
        request.text,
        language=request.language,
        input_type=request.input_type,
        speed=request.speed,
        lexicon=request.lexicon,
        max_characters=engine.capabilities.max_characters_per_passage,
    )
    begun: list[Passage] = []
    for passage in passages:
        begun.append(passage)
        if not passage.is_silent:
            return passage, _joined(begun, passages)
    raise NothingToSay


def _joined(begun: list[Passage], rest: Iterable[Passage]) -> Iterator[Passage]:
    yield from begun
    yield from rest


def _spoken(
    passages: Iterable[Passage], request: SpeechRequest, pool: EnginePool, on_passage: OnPassage
) -> Iterator[bytes]:
    with pool.generation(request.engine) as generation:
        rate_hz = generation.engine.sample_rate_hz(request.voice)
        heard = _heard(passages, request, generation, rate_hz, on_passage)
        blocks = stitch(heard, rate_hz=rate_hz)
        yield from encode(blocks, request.response_format, rate_hz=rate_hz, title=request.title)


def _heard(
    passages: Iterable[Passage],
    request: SpeechRequest,
    generation: Generation,
    rate_hz: int,
    on_passage: OnPassage,
) -> Iterator[PassageAudio]:
    for passage in passages:
        blocks = () if passage.is_silent else generation.blocks(_asked(passage, request))
        yield PassageAudio(blocks, rate_hz, passage.pause_after_seconds)
        on_passage(passage.end)


def _asked(passage: Passage, request: SpeechRequest) -> PassageRequest:
    return PassageRequest(
        text=passage.spoken,
        voice=request.voice,
        language=request.language,
        speed=passage.speed,
        seed=request.seed,
    )


def length_of(text: str) -> int:
    """What `on_passage` counts up to."""
    return len(clean(text))
