"""What a recogniser is: the protocol, the values it takes and gives.

A recogniser hears stretches: pieces of sound short enough for one run of a model, cut where nobody
speaks. It remembers nothing between two calls, so that requests can take turns at it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from speech.timing import HeardWord

RATE_HZ = 16_000
LONGEST_STRETCH_SECONDS = 30.0

Samples = NDArray[np.float32]  # (frames,), mono, 16 kHz, nominal [-1, 1]


class Task(StrEnum):
    TRANSCRIBE = "transcribe"
    TRANSLATE = "translate"  # into English


@dataclass(frozen=True, kw_only=True)
class Hearing:
    """How to listen. The same for every stretch of one request."""

    language: str | None = None  # ISO 639-1; None: found out from the first stretches
    task: Task = Task.TRANSCRIBE
    prompt: str = ""
    keywords: tuple[str, ...] = ()  # words that are likely to be said
    temperature: float = 0.0  # 0: the surest words, and less sure ones only where those go round in circles
    has_word_times: bool = False
    has_logprobs: bool = False


@dataclass(frozen=True, slots=True)
class Gap:
    """Silence that was left out of a stretch. `quiet_seconds` on both sides of it nobody speaks either."""

    at_seconds: float  # in the stretch's samples
    seconds: float
    quiet_seconds: float = 0.0


@dataclass(frozen=True)
class Stretch:
    """Sound to be heard in one run; `start_seconds` is where it lies in the whole.

    Times in its samples become times in the whole by `at` and `place`: long silences may lack in it.
    """

    samples: Samples
    start_seconds: float
    gaps: tuple[Gap, ...] = ()  # in order

    @property
    def seconds(self) -> float:
        """Of its samples."""
        return len(self.samples) / RATE_HZ

    @property
    def end_seconds(self) -> float:
        return self.at(self.seconds)

    def at(self, seconds: float) -> float:
        """Where in the whole lies what is at `seconds` in the samples."""
        left_out = sum(gap.seconds for gap in self.gaps if gap.at_seconds < seconds)
        return self.start_seconds + seconds + left_out

    def place(self, start: float, end: float) -> tuple[float, float]:
        """Of what was heard from `start` to `end`: it reaches over a gap only where it must."""
        for gap in self.gaps:
            if gap.at_seconds - gap.quiet_seconds <= start <= gap.at_seconds:
                start = gap.at_seconds + 1e-6
            if gap.at_seconds <= end <= gap.at_seconds + gap.quiet_seconds and start < gap.at_seconds:
                end = gap.at_seconds
        return self.at(start), self.at(max(start, end))


@dataclass(frozen=True, slots=True)
class TokenLogprob:
    token: str
    logprob: float
    bytes: tuple[int, ...]


@dataclass(frozen=True)
class Segment:
    """A sentence or so, in seconds of the whole sound. Ids count from 0 through a transcript."""

    id: int
    start_seconds: float
    end_seconds: float
    text: str  # without space around it
    seek: int = 0  # hundredths of a second: where its stretch begins
    tokens: tuple[int, ...] = ()
    temperature: float = 0.0
    avg_logprob: float = 0.0
    compression_ratio: float = 0.0
    no_speech_prob: float = 0.0
    words: tuple[HeardWord, ...] = ()
    logprobs: tuple[TokenLogprob, ...] = ()
    speaker: str | None = None


@dataclass(frozen=True)
class RecogniserCapabilities:
    languages: tuple[str, ...]  # ISO 639-1; empty: it does not say
    translates: bool = False
    finds_language: bool = True
    has_word_times: bool = False
    has_logprobs: bool = False
    takes_prompt: bool = False
    takes_keywords: bool = False
    turns_at_once: int = 1  # batches of stretches heard at the same time
    stretches_at_once: int = 1  # heard together faster than one after the other
    notes: tuple[str, ...] = ()  # what a person should know before choosing it


@runtime_checkable
class Recogniser(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> RecogniserCapabilities:
        """Needs no weights."""

    def load(self) -> None:
        """Bring in what hearing needs. Raises `EngineUnavailable`; twice is once."""

    def unload(self) -> None: ...

    def find_language(self, stretch: Stretch) -> str:
        """ISO 639-1 of what is spoken in it."""

    def hear(self, stretches: Sequence[Stretch], hearing: Hearing) -> list[list[Segment]]:
        """The segments of each stretch, in seconds of the whole, ids from 0 in each.

        `hearing.language` is set wherever the recogniser has a choice. Nothing where nobody speaks. The
        recogniser is loaded. Safe from many threads.
        """
