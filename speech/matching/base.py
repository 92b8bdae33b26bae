"""What a search for a likeness takes, tells on the way, and gives.

Likeness is the cosine between two voices' points, as the speaker encoder places them: from about 0.5 for two
strangers to 0.85 or more for two recordings of one person.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from speech.engines.base import Block

LIKENESS = "It is a likeness, not a clone: the nearest mixture of the voices that are here."

Sample = tuple[Block, int]  # mono, and its rate
Point = NDArray[np.float32]  # where a voice lies, of length 1


@dataclass(frozen=True, slots=True)
class Finding:
    """How far the search is, and what it would answer now."""

    progress: float  # 0 to 1
    blend: str
    similarity: float  # on the phrases of the search: a little kinder than the truth


# What it raises ends the search.
OnFinding = Callable[[Finding], None]


@dataclass(frozen=True, slots=True)
class Stock:
    """A voice of the engine's own, and how like the samples it is."""

    voice: str
    similarity: float


@dataclass(frozen=True)
class Match:
    """Both similarities are of phrases that the search never heard."""

    blend: str  # a recipe, or a stock voice's name where no blend is nearer
    similarity: float
    nearest: Stock  # the best that there was before
    ranking: tuple[Stock, ...]  # the ten nearest stock voices, nearest first
    evaluations: int  # phrases spoken
    seconds: float
    warnings: tuple[str, ...] = ()

    @property
    def gain(self) -> float:
        return self.similarity - self.nearest.similarity

    @property
    def is_stock(self) -> bool:
        """Nothing was found that is nearer than a stock voice."""
        return self.blend == self.nearest.voice
