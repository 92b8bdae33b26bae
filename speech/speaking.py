"""Speaking for somebody: the pipeline with this process's engines and that person's memory."""

from collections.abc import Iterator
from typing import Any

from speech.engine_pool import engine_version, passage_cache, pool
from speech.engines.pool import Check, wanted
from speech.fallbacks import stand_ins, tell
from speech.memory import PassageMemory
from speech.pipeline import Choice, OnPassage, Recording, SpeechRequest, passages_of, record
from speech.refusals import refusals_told
from speech.text import Passage
from speech.word_times import Hear


def begin(
    request: SpeechRequest,
    *,
    owner: Any,
    on_passage: OnPassage = lambda _: None,
    hear: Hear | None = None,
    check: Check = wanted,
    may_fall_back: bool = False,
) -> Recording:
    """Everything wrong with the request is raised here; nothing is spoken before a block is drawn.

    `may_fall_back`: where its engine fails before it was heard, another one speaks, and the recording says
    so. Not for what is known by the engine it was asked of, or is one part of many that must sound alike.
    """
    with refusals_told():
        return record(
            request,
            pool=pool(),
            memory=_memory(owner, request),
            on_passage=on_passage,
            hear=hear,
            check=check,
            others=_others(owner, request) if may_fall_back else (),
            on_fallback=tell,
        )


def _memory(owner: Any, request: SpeechRequest) -> PassageMemory:
    """Under the engine that speaks: what one said for another is its own."""
    return PassageMemory(passage_cache(), str(owner.pk), request.engine, engine_version(request.engine))


def _others(owner: Any, request: SpeechRequest) -> Iterator[Choice]:
    for other in stand_ins(request):
        yield Choice(other, _memory(owner, other))


def passages(request: SpeechRequest) -> list[Passage]:
    """What `begin` speaks of it."""
    with refusals_told():
        return passages_of(request, pool=pool())
