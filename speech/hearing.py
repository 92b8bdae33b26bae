"""Words heard in a recording, for engines that don't tell when they say theirs."""

import threading
from collections.abc import Sequence
from functools import cache
from typing import Any

import soxr

from speech.engine_pool import threads
from speech.engines.base import Block
from speech.engines.languages import primary
from speech.packs import PackError, PackState
from speech.services import pack_store
from speech.timing import HeardWord

PACK = "whisper-base"
RATE_HZ = 16_000
_one_at_a_time = threading.Lock()


def can_hear() -> bool:
    return pack_store().state(PACK) is PackState.READY


def hear(samples: Block, rate_hz: int, language: str) -> Sequence[HeardWord]:
    """In seconds of the samples. Nothing where the model is not on this machine."""
    try:
        model = _model()
    except PackError:
        return ()
    known = primary(language)
    with _one_at_a_time:
        segments, _ = model.transcribe(
            soxr.resample(samples, rate_hz, RATE_HZ),
            language=known if known in model.supported_languages else None,
            word_timestamps=True,
            beam_size=1,
        )
        words = [word for segment in segments for word in segment.words or ()]
    return [HeardWord(word.word.strip(), word.start, word.end) for word in words]


@cache
def _model() -> Any:
    from faster_whisper import WhisperModel  # takes a second to import: only where it is needed

    folder = pack_store().path(PACK)
    return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=threads())
