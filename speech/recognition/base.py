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


@dataclass(frozen=True)
class Stretch:
    """Sound to be heard in one run; `start_seconds` is where it lies in the whole."""

    samples: Samples
    start_seconds: float

    @property
    def seconds(self) -> float:
        return len(self.samples) / RATE_HZ

    @property
    def end_seconds(self) -> float:
        return self.start_seconds + self.seconds


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
