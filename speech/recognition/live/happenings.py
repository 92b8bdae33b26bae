"""What comes of sound that is fed in, in the order in which it happens. Frames are those of 16 kHz."""

from dataclasses import dataclass

from speech.recognition.base import RATE_HZ, Stretch


@dataclass(frozen=True)
class Started:
    """Somebody speaks, from `frame` on, the padding before the first word included."""

    utterance: str
    frame: int


@dataclass(frozen=True)
class Piece:
    """Part of an utterance, to be heard. Pieces of one utterance follow each other and never overlap."""

    utterance: str
    stretch: Stretch


@dataclass(frozen=True)
class Stopped:
    """Nobody has spoken for long enough; `frame` is where that was clear."""

    utterance: str
    frame: int


@dataclass(frozen=True)
class Ended:
    """Nothing more belongs to this utterance, and all its pieces have been given."""

    utterance: str
    seconds: float


@dataclass(frozen=True)
class Dropped:
    """Not wanted after all: what was given of it need not be heard."""

    utterance: str


Happening = Started | Piece | Stopped | Ended | Dropped


def milliseconds(frame: int) -> int:
    return frame * 1000 // RATE_HZ
