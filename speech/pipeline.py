"""One way for speech: text -> passages -> an engine's blocks -> one recording -> effects -> a format's bytes.

Whatever speaks walks this path and differs only in where the bytes go. What is wrong with a request is
raised by `record` itself, before any audio exists.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from speech.audio.formats import audio_format
from speech.effected import Effected
from speech.engines.errors import EngineError
from speech.engines.pool import Check, EnginePool, wanted
from speech.memory import NO_MEMORY, PassageMemory
from speech.planned import SpeechRequest, Variant, accepted, asked_of, planned
from speech.recording import Choice, Failures, OnFallback, OnPassage, Recording, Speaking
from speech.text import Passage, clean
from speech.word_times import Hear, WordClock

__all__ = [
    "Choice",
    "Failures",
    "OnPassage",
    "Recording",
    "SpeechRequest",
    "Variant",
    "length_of",
    "passages_of",
    "record",
    "speak",
]


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
    others: Iterable[Choice] = (),
    most_others: int = 1,
    missing: Sequence[tuple[str, EngineError]] = (),
    on_fallback: OnFallback = lambda recording, failures: None,
) -> Recording:
    """The engine is taken when the first block is drawn, and given back at the end.

    `check` is asked before each turn of the engine, and raises where nobody listens any more.
    `hear` finds words in the sound of engines that don't tell theirs; without it they are estimated.
    `others` speak instead, in this order, where an engine fails before its first sound. They are not
    looked at before, and no more than `most_others` are asked. `missing` could not even be asked.
    """
    engine = pool.engine(request.engine)
    passages, is_remembered = _remembered(accepted(request, engine), request, memory)
    rate_hz = engine.sample_rate_hz(request.voice)
    clock = WordClock(clean(request.text), hear=hear)
    effected = Effected(request.effects, rate_hz=rate_hz, check=check)
    recording = Recording(rate_hz, clock, effected, request, request.title, is_remembered)
    speaking = Speaking(recording, pool, on_passage, check, on_fallback, most_others, missing)
    recording.blocks = speaking.blocks(Choice(request, memory), passages, others)
    return recording


def passages_of(request: SpeechRequest, *, pool: EnginePool) -> list[Passage]:
    """What `record` speaks, one after the other."""
    return list(planned(request, pool.engine(request.engine)))


def _remembered(
    passages: Iterator[Passage], request: SpeechRequest, memory: PassageMemory
) -> tuple[Iterator[Passage], bool]:
    """Whether no engine will be needed. Looks no further than the first passage that is new."""
    begun: list[Passage] = []
    for passage in passages:
        begun.append(passage)
        if not passage.is_silent and not memory.holds(asked_of(passage, request)):
            return chain(begun, passages), False
    return iter(begun), True


def length_of(text: str) -> int:
    """What `on_passage` counts up to."""
    return len(clean(text))
