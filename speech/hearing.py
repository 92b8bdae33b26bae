"""Words heard in a recording, for engines that don't tell when they say theirs."""

import logging
from collections.abc import Sequence

import soxr

from speech.engines.base import Block
from speech.engines.errors import EngineError
from speech.recognition.base import RATE_HZ, Hearing, Samples, Segment
from speech.recognition.known import USUAL_RECOGNISER
from speech.recognition.languages import language_code
from speech.recognition.stretches import stretches_of
from speech.timing import HeardWord
from speech.transcription.recognisers import pool, registry

logger = logging.getLogger(__name__)


def can_hear() -> bool:
    states = {state.name: state for state in registry().states()}
    return states[USUAL_RECOGNISER].is_available


def hear(samples: Block, rate_hz: int, language: str) -> Sequence[HeardWord]:
    """In seconds of the samples. Nothing where the model is not on this machine, or too much is under way."""
    try:
        segments = _segments(soxr.resample(samples, rate_hz, RATE_HZ), language_code(language))
    except EngineError as error:
        logger.warning("%s", error)
        return ()
    return [word for segment in segments for word in segment.words]


def _segments(samples: Samples, language: str | None) -> list[Segment]:
    found: list[Segment] = []
    with pool().generation(USUAL_RECOGNISER) as generation:
        recogniser = generation.ready()
        known = language if language in recogniser.capabilities.languages else None
        for stretch in stretches_of([samples]):
            with generation.turn():
                known = known or recogniser.find_language(stretch)
                found += recogniser.hear([stretch], Hearing(language=known, has_word_times=True))[0]
    return found
