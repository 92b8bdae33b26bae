"""A guess at how alike a blend will be, and how sure it is: only what is worth it is spoken.

A Gaussian process over all that was heard so far. Where the stock voices lie makes a first guess: how alike
the mixture of their points is. From there, blends whose mixtures lie close together differ by nearly as much.
What belongs to a phrase alone, of all voices or of those close together, is kept apart: it tells nothing of
the voice in other words.
"""

import numpy as np
from numpy.typing import NDArray

from speech.audio.late import linalg

Values = NDArray[np.float64]
Numbers = NDArray[np.int64]

REACH = 0.35  # how far apart two mixtures may lie and tell something of one another
# Deviations, as measured on the stock voices and people's recordings.
OF_BLENDS = 0.05
OF_PHRASES = 0.04
OF_BLENDS_IN_A_PHRASE = 0.025
OF_NOTHING = 0.01


class Surrogate:
    def __init__(self, target: Values) -> None:
        self._target = target
        self._mixtures = np.zeros((0, len(target)))
        self._phrases = np.zeros(0, np.int64)
        self._similarities = np.zeros(0)

    def tell(self, mixtures: Values, phrases: Numbers, similarities: Values) -> None:
        """Mixtures of points, (heard, SIZE), the phrases these blends said, and how alike they were."""
        self._mixtures = np.concatenate([self._mixtures, mixtures])
        self._phrases = np.concatenate([self._phrases, phrases])
        self._similarities = np.concatenate([self._similarities, similarities])
        guesses = self._guesses(self._mixtures)
        self._line = _line(guesses, self._similarities)
        self._factor = linalg.cho_factor(self._covariance(), lower=True)
        self._pulls = linalg.cho_solve(self._factor, self._similarities - np.polyval(self._line, guesses))

    def expect(self, mixtures: Values) -> tuple[Values, Values]:
        """How alike they will be in other phrases, and by how much that may be wrong."""
        near = OF_BLENDS**2 * _near(mixtures, self._mixtures)
        expected = np.polyval(self._line, self._guesses(mixtures)) + near @ self._pulls
        known = np.einsum("ij,ji->i", near, linalg.cho_solve(self._factor, near.T))
        return expected, np.sqrt(np.maximum(OF_BLENDS**2 - known, 0))

    def _covariance(self) -> Values:
        near = _near(self._mixtures, self._mixtures)
        same = self._phrases[:, None] == self._phrases
        covariance: Values = OF_BLENDS**2 * near + same * (OF_PHRASES**2 + OF_BLENDS_IN_A_PHRASE**2 * near)
        return covariance + OF_NOTHING**2 * np.eye(len(near))

    def _guesses(self, mixtures: Values) -> Values:
        guesses: Values = mixtures @ self._target / np.maximum(np.linalg.norm(mixtures, axis=1), 1e-8)
        return guesses


def _line(guesses: Values, similarities: Values) -> Values:
    """What is heard, by the first guess. Two blends are too few to tell a slope."""
    if np.ptp(guesses) < 1e-3 or len(guesses) < 3:
        return np.array([1.0, float(np.mean(similarities - guesses))])
    line: Values = np.polyfit(guesses, similarities, 1)
    return line


def _near(ones: Values, others: Values) -> Values:
    """1 for the same place, next to nothing beyond a few times the reach."""
    squares = (ones**2).sum(axis=1)[:, None] + (others**2).sum(axis=1) - 2 * ones @ others.T
    near: Values = np.exp(-np.maximum(squares, 0) / (2 * REACH**2))
    return near
