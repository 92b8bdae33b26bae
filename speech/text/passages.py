"""What planning makes of a text: passages, each one call of an engine or one silence."""

from dataclasses import dataclass
from enum import IntEnum

SLOWEST, FASTEST = 0.25, 4.0


class Ending(IntEnum):
    """What a passage stops at, the weakest first."""

    CUT = 0
    CLAUSE = 1
    SENTENCE = 2
    LINE = 3
    PARAGRAPH = 4


@dataclass(frozen=True, slots=True)
class Pauses:
    """Silence after a passage at normal speed, by what it stops at."""

    cut_seconds: float = 0.0
    clause_seconds: float = 0.15
    sentence_seconds: float = 0.35
    line_seconds: float = 0.45
    paragraph_seconds: float = 0.7

    def after(self, ending: Ending, *, speed: float) -> float:
        seconds = (
            self.cut_seconds,
            self.clause_seconds,
            self.sentence_seconds,
            self.line_seconds,
            self.paragraph_seconds,
        )[ending]
        return round(seconds / speed, 3)


@dataclass(frozen=True, slots=True)
class Pronunciation:
    """`spoken[start:end]` is to be said as these phonemes, by engines that can."""

    start: int
    end: int
    ipa: str


@dataclass(frozen=True, slots=True)
class Passage:
    text: str  # as written; empty for a pause, and for what follows of one written word
    spoken: str  # what the engine gets; empty where there is nothing to say
    speed: float
    pause_after_seconds: float
    paragraph_end: bool
    start: int  # in clean(text): characters, not bytes
    end: int
    pronunciations: tuple[Pronunciation, ...] = ()

    @property
    def is_silent(self) -> bool:
        return not self.spoken
