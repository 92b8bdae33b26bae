"""A recogniser without weights: hears "one two three …", a word a second, where there is any sound."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from speech.recognition.base import Hearing, RecogniserCapabilities, Segment, Stretch
from speech.recognition.languages import NAMES
from speech.timing import HeardWord
from tests.processes import PATIENCE_SECONDS

WORDS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
QUIET = 0.003


class FakeRecogniser:
    """`gate`, where given, must be open for a stretch to be heard; `fails` is raised by `hear`.

    Other keywords are capabilities that differ from those of a recogniser that can do everything.
    """

    def __init__(
        self,
        name: str = "fake",
        *,
        gate: threading.Event | None = None,
        fails: Exception | None = None,
        fails_to_load: Exception | None = None,
        **capabilities: Any,
    ) -> None:
        self.name = name
        self.gate, self.fails, self.fails_to_load = gate, fails, fails_to_load
        self._capabilities = capabilities
        self.is_loaded = False
        self.batches: list[int] = []  # how many stretches were heard together
        self.heard: list[Stretch] = []
        self.hearings: list[Hearing] = []

    @property
    def capabilities(self) -> RecogniserCapabilities:
        usual = RecogniserCapabilities(
            languages=tuple(NAMES),
            translates=True,
            has_word_times=True,
            has_logprobs=True,
            takes_prompt=True,
            takes_keywords=True,
        )
        return replace(usual, **self._capabilities)

    def load(self) -> None:
        if self.fails_to_load is not None:
            raise self.fails_to_load
        self.is_loaded = True

    def unload(self) -> None:
        self.is_loaded = False

    def find_language(self, stretch: Stretch) -> str:
        return "en"

    def hear(self, stretches: Sequence[Stretch], hearing: Hearing) -> list[list[Segment]]:
        assert self.is_loaded, "heard before it was loaded"
        if self.gate is not None:
            assert self.gate.wait(2 * PATIENCE_SECONDS)  # longer than a test waits before it opens
        if self.fails is not None:
            raise self.fails
        self.hearings.append(hearing)
        self.batches.append(len(stretches))
        self.heard.extend(stretches)
        return [_segments(stretch, hearing) for stretch in stretches]


def _segments(stretch: Stretch, hearing: Hearing) -> list[Segment]:
    if not np.any(np.abs(stretch.samples) > QUIET):
        return []
    begin = stretch.start_seconds
    count = max(1, round(stretch.seconds))
    step = stretch.seconds / count
    words = [
        HeardWord(WORDS[number % len(WORDS)], begin + number * step, begin + (number + 1) * step)
        for number in range(count)
    ]
    return [
        Segment(
            0,
            begin,
            stretch.end_seconds,
            " ".join(word.text for word in words),
            seek=round(100 * begin),
            tokens=tuple(range(count)),
            avg_logprob=-0.1,
            compression_ratio=1.2,
            no_speech_prob=0.01,
            words=tuple(words) if hearing.has_word_times else (),
        )
    ]
