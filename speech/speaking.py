"""Speaking for somebody: the pipeline with this process's engines and that person's memory."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings

from speech.engine_pool import passage_cache, pool
from speech.engine_versions import engine_version
from speech.engines.errors import EngineError, EngineUnavailable
from speech.engines.pool import Check, wanted
from speech.fallbacks import stand_ins, tell
from speech.measures import Measured, refused
from speech.memory import PassageMemory
from speech.pipeline import Choice, OnPassage, Recording, SpeechRequest, passages_of, record
from speech.refusals import REFUSALS, refusals_told
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
    measured = Measured(engine=request.engine, characters=len(request.text))
    with refusals_told(), _refusals_counted(request):
        recording = _recorded(
            Choice(request, _memory(owner, request)),
            _others(owner, request) if may_fall_back else iter(()),
            on_passage=on_passage,
            hear=hear,
            check=measured.checking(check),
        )
    recording.blocks = measured.blocks(
        recording.blocks,
        rate_hz=recording.rate_hz,
        is_remembered=recording.is_remembered,
        spoken_by=lambda: recording.engine,
    )
    return recording


def _recorded(chosen: Choice, others: Iterator[Choice], **options: Any) -> Recording:
    """By another one from the start, where the engine that was asked for can't be had."""
    options |= {"others": others, "most_others": settings.CONFIG.fallback_max_attempts, "on_fallback": tell}
    try:
        return record(chosen.request, pool=pool(), memory=chosen.memory, **options)
    except EngineUnavailable as error:
        missing = [(chosen.request.engine, error)]
        for other in others:
            with suppress(EngineError):
                return record(other.request, pool=pool(), memory=other.memory, missing=missing, **options)
        raise


@contextmanager
def _refusals_counted(request: SpeechRequest) -> Iterator[None]:
    try:
        yield
    except REFUSALS:
        refused(request.engine, len(request.text))
        raise


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
