"""What was heard once and is shipped: where the stock voices, and some blends of them, lie among voices.

To hear 54 voices takes as long as a whole search, and they never change. It is a table beside the code, not a
cache: the first search is as quick as the others, and there is nothing to tidy up. `scripts/known_voices.py`
makes it anew, and a test compares some of it with the model.
"""

from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from speech.matching.blends import weights_of
from speech.recognition.speakers.encoder import SIZE

TABLE = Path(__file__).with_name("known.npz")
ENGINE = "kokoro"
STEPS = 512  # of 1 to a byte: no number of a point was ever above a half

Points = NDArray[np.float64]  # (heard, SIZE)


@dataclass(frozen=True)
class Known:
    """Each was heard once: a recipe, or a voice's name alone, said one of the search's phrases."""

    recipes: tuple[str, ...] = ()
    phrases: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    points: Points = field(default_factory=lambda: np.zeros((0, SIZE)))

    @cached_property
    def voices(self) -> dict[str, NDArray[np.float64]]:
        """The middle of what each stock voice said."""
        said: dict[str, list[NDArray[np.float64]]] = {}
        for recipe, point in zip(self.recipes, self.points, strict=True):
            if "+" not in recipe:
                said.setdefault(recipe, []).append(point)
        return {voice: np.mean(points, axis=0) for voice, points in said.items()}

    def said_by(self, recipe: str) -> list[int]:
        """The phrases that it said."""
        return [
            int(phrase) for each, phrase in zip(self.recipes, self.phrases, strict=True) if each == recipe
        ]

    @cached_property
    def mixtures(self) -> Points:
        """Of each recipe, the mixture of its voices' middles."""
        names, stock = list(self.voices), np.array(list(self.voices.values()))
        return np.array([weights_of(recipe, names) @ stock for recipe in self.recipes]).reshape(-1, SIZE)


@cache
def shipped(engine: str) -> Known:
    if engine != ENGINE:
        return Known()
    with np.load(TABLE, allow_pickle=False) as table:
        recipes = tuple(str(recipe) for recipe in table["recipes"])
        return Known(recipes, table["phrases"].astype(np.int64), table["points"] / STEPS)


def save(known: Known, path: Path = TABLE) -> None:
    points = np.clip(np.round(known.points * STEPS), 0, 255).astype(np.uint8)
    np.savez_compressed(
        path, recipes=np.array(known.recipes), phrases=known.phrases.astype(np.uint8), points=points
    )
