"""What proof-listening finds: where the sound does not say what is written."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    MISSING = "missing"  # written and not heard
    EXTRA = "extra"  # heard and not written
    CHANGED = "changed"  # heard as something else


@dataclass(frozen=True, slots=True)
class Difference:
    """`start` and `end` are characters of the written text, the seconds are of the sound."""

    kind: Kind
    start: int
    end: int
    written: str
    heard: str
    start_seconds: float
    end_seconds: float
    is_doubtful: bool = False  # more than recognisers get wrong by themselves


@dataclass(frozen=True)
class Proof:
    heard: str
    words: int  # that should be said
    errors: int  # words left out, added or changed
    differences: tuple[Difference, ...] = ()

    @property
    def wer(self) -> float:
        return self.errors / self.words if self.words else float(self.errors > 0)

    @property
    def is_doubtful(self) -> bool:
        return any(difference.is_doubtful for difference in self.differences)
