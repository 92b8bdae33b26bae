"""The words of samples, for who listens to a recording piece by piece."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from typing import Any

from speech.engines.pool import Check, Generation, wanted
from speech.recognition.base import Recogniser, Samples
from speech.recognition.stretches import stretches_of
from speech.refusals import refusals_told
from speech.timing import HeardWord
from speech.transcription.recognisers import pool
from speech.transcription.requests import TranscriptRequest

Hear = Callable[[Samples], Sequence[HeardWord]]


@contextmanager
def ear(request: TranscriptRequest, *, owner: Any, check: Check = wanted) -> Iterator[Hear]:
    """Holds its place with the recogniser until it is left; others have their turns between stretches."""
    with (
        refusals_told(),
        pool().generation(request.recogniser, owner=str(owner.pk), check=check) as generation,
    ):
        yield lambda samples: _words(samples, request, generation)


def _words(
    samples: Samples, request: TranscriptRequest, generation: Generation[Recogniser]
) -> list[HeardWord]:
    recogniser = generation.ready()
    hearing = replace(request.hearing, has_word_times=True)
    stretches, found = stretches_of([samples], request.activity), []
    most = generation.engine.capabilities.stretches_at_once
    while batch := list(islice(stretches, 1 if generation.others_wait else most)):
        with generation.turn():
            heard = recogniser.hear(batch, hearing)
        found += [word for segments in heard for segment in segments for word in segment.words]
    return found
