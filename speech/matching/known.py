"""What was heard once and is shipped: where the stock voices, and some blends of them, lie among voices.

To hear 54 voices takes as long as a whole search, and they never change. It is a table beside the code, not a
cache: the first search is as quick as the others, and there is nothing to tidy up. `scripts/known_voices.py`
makes it anew, and a test compares some of it with the model.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from speech.matching.blends import weights_of
from speech.recognition.speakers.encoder import SIZE

TABLE = Path(__file__).with_name("known.npz")
ENGINE = "kokoro"

Points = NDArray[np.float64]  # (recipes, SIZE)


@dataclass(frozen=True)
class Known:
    """Recipes, a voice's name alone among them, and where each lies: (recipes, SIZE)."""

    recipes: tuple[str, ...]
    points: Points

    @property
    def voices(self) -> dict[str, NDArray[np.float64]]:
        heard = zip(self.recipes, self.points, strict=True)
        return {recipe: point for recipe, point in heard if "+" not in recipe}

    def mixtures(self) -> Points:
        """Of each recipe, the mixture of its voices' points."""
        voices = self.voices
        names, stock = list(voices), np.array(list(voices.values()))
        return np.array([weights_of(recipe, names) @ stock for recipe in self.recipes])


NOTHING = Known((), np.zeros((0, SIZE)))


@cache
def shipped(engine: str) -> Known:
    if engine != ENGINE:
        return NOTHING
    with np.load(TABLE, allow_pickle=False) as table:
        return Known(tuple(str(recipe) for recipe in table["recipes"]), table["points"].astype(np.float64))
