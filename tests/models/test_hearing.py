"""Words recognised in a recording, for voices that don't tell when they say theirs."""

from statistics import median

import numpy as np
import pytest

from speech.engine_pool import pool
from speech.hearing import can_hear, hear
from speech.pipeline import SpeechRequest, record
from speech.timing import align, words_of

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("packs")]
TEXT = "The weather was fine in the morning, so we walked along the river and talked about old friends."


def test_words_are_recognised_where_the_engine_says_they_are():
    recording = record(SpeechRequest(TEXT, "kokoro", "af_heart", "en-US"), pool=pool())
    samples = np.concatenate(list(recording.blocks))
    assert can_hear()
    heard = align(TEXT, samples, rate_hz=recording.rate_hz, heard=hear(samples, recording.rate_hz, "en-US"))
    assert [(word.start, word.end) for word in heard] == [(word.start, word.end) for word in words_of(TEXT)]
    off = [
        abs(one.start_seconds - other.start_seconds)
        for one, other in zip(heard, recording.words, strict=True)
    ]
    assert median(off) < 0.15


def test_a_language_it_does_not_know_is_guessed():
    samples = np.zeros(24_000, np.float32)
    assert list(hear(samples, 24_000, "grc")) == []
