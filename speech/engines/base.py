"""What an engine is: the protocol, the values it takes and gives.

An engine object is cheap: it knows its voices without its weights. `load()` brings those in, `unload()`
lets them go; the pool does both. Everything wrong with a request comes out of `validate`, before any
audio exists.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from speech.text.passages import FASTEST, SLOWEST, Pronunciation
from speech.timing.words import WordTime

Block = NDArray[np.float32]  # (frames,), mono, nominal [-1, 1]
REFERENCE_RATE_HZ = 24_000


class Gender(StrEnum):
    FEMALE = "female"
    MALE = "male"


@dataclass(frozen=True)
class Voice:
    id: str
    name: str
    language: str  # BCP 47
    gender: Gender | None
    engine: str


@dataclass(frozen=True)
class Capabilities:
    languages: tuple[str, ...]
    speeds: tuple[float, float] = (SLOWEST, FASTEST)
    # Beyond these, finished audio is stretched: words keep their pitch, and lose a little clarity.
    native_speeds: tuple[float, float] = (SLOWEST, FASTEST)
    max_characters_per_passage: int = 1_000  # to plan by; a longer one is split inside
    wanted_characters_per_passage: int = 0  # sentences are joined up to it; 0: each is a passage
    turns_at_once: int = 1  # passages made together in less time than one after the other
    has_cloning: bool = False
    has_streaming: bool = False  # blocks come while the passage is still being made
    has_blends: bool = False
    follows_instructions: bool = False
    takes_phonemes: bool = False  # IPA
    has_word_times: bool = False  # it tells when each word is said: see `synthesize`
    is_remote: bool = False  # another machine is asked: text leaves this one
    minds_words: bool = False  # `validate` refuses some: it is asked of each passage, not of the first alone
    is_repeatable: bool = False  # the same request gives the same samples, with or without a seed
    notes: tuple[str, ...] = ()  # what a person should know before choosing it


@dataclass(frozen=True)
class Reference:
    """A voice to be imitated: how it sounds, and what is said there."""

    digest: str  # of the sound's content
    transcript: str = ""
    language: str = ""
    duration_seconds: float | None = None  # None: found when it is read
    # Mono at `REFERENCE_RATE_HZ`; called where an engine needs it. Raises `ReferenceMissing`.
    read: Callable[[], Block] = field(default=lambda: np.zeros(0, np.float32), compare=False, repr=False)


@dataclass(frozen=True)
class PassageRequest:
    """Written out already: numbers as words. An engine speaks it as it stands."""

    text: str
    voice: str
    language: str | None = None  # None: the voice's own
    speed: float = 1.0
    phonemes: str | None = None  # IPA, instead of the text
    pronunciations: tuple[Pronunciation, ...] = ()  # IPA of some of its words, for engines that take phonemes
    seed: int | None = None
    reference: Reference | None = None  # instead of `voice`, for engines that clone
    instructions: str = ""  # how to say it, for engines that follow them


# A word of a request's text, in seconds of its blocks.
SpokenWord = WordTime
OnWord = Callable[[SpokenWord], None]


@runtime_checkable
class SpeechEngine(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    @property
    def voices(self) -> Sequence[Voice]: ...

    def sample_rate_hz(self, voice: str) -> int:
        """Of the blocks in this voice."""

    def validate(self, request: PassageRequest) -> None:
        """Raises what is wrong with it. Needs no weights."""

    def load(self) -> None:
        """Bring in what speaking needs. Raises `EngineUnavailable`; twice is once."""

    def unload(self) -> None: ...

    def synthesize(self, request: PassageRequest, *, on_word: OnWord | None = None) -> Iterator[Block]:
        """Blocks in order. The request was validated and the engine is loaded. Safe from many threads.

        `on_word` is told each word of the text, in order, before the block in which it ends is given. An
        engine whose capabilities lack `has_word_times` never calls it; one that has them may leave a word
        out that it did not say.
        """


@runtime_checkable
class HasVersion(Protocol):
    """An engine whose weights may become others under the same name."""

    @property
    def version(self) -> str:
        """Changes when it sounds otherwise than before. Cheap to ask."""


@runtime_checkable
class ListsVoices(Protocol):
    """An engine whose voices are another machine's to list: `voices` is what was heard of them last."""

    def refresh_voices(self) -> Sequence[Voice]:
        """Asks for them now, and raises what goes wrong."""
