"""Speaking for somebody: the pipeline with this process's engines and that person's memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from speech.engine_pool import engine_version, passage_cache, pool
from speech.engines.pool import Check, wanted
from speech.measures import Measured, refused
from speech.memory import PassageMemory
from speech.pipeline import OnPassage, Recording, SpeechRequest, passages_of, record
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
) -> Recording:
    """Everything wrong with the request is raised here; nothing is spoken before a block is drawn."""
    memory = PassageMemory(passage_cache(), str(owner.pk), request.engine, engine_version(request.engine))
    measured = Measured(engine=request.engine, characters=len(request.text))
    with refusals_told(), _refusals_counted(request):
        recording = record(
            request,
            pool=pool(),
            memory=memory,
            on_passage=on_passage,
            hear=hear,
            check=measured.checking(check),
        )
    recording.blocks = measured.blocks(
        recording.blocks,
        rate_hz=recording.rate_hz,
        is_remembered=recording.is_remembered,
        spoken_by=lambda: request.engine,
    )
    return recording


@contextmanager
def _refusals_counted(request: SpeechRequest) -> Iterator[None]:
    try:
        yield
    except REFUSALS:
        refused(request.engine, len(request.text))
        raise


def passages(request: SpeechRequest) -> list[Passage]:
    """What `begin` speaks of it."""
    with refusals_told():
        return passages_of(request, pool=pool())
