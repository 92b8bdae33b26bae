"""Speaking for somebody: the pipeline with this process's engines and that person's memory."""

from typing import Any

from speech.engine_pool import engine_version, passage_cache, pool
from speech.engines.pool import Check, wanted
from speech.memory import PassageMemory
from speech.pipeline import OnPassage, Recording, SpeechRequest, passages_of, record
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
) -> Recording:
    """Everything wrong with the request is raised here; nothing is spoken before a block is drawn."""
    memory = PassageMemory(passage_cache(), str(owner.pk), request.engine, engine_version(request.engine))
    with refusals_told():
        return record(request, pool=pool(), memory=memory, on_passage=on_passage, hear=hear, check=check)


def passages(request: SpeechRequest) -> list[Passage]:
    """What `begin` speaks of it."""
    with refusals_told():
        return passages_of(request, pool=pool())
