"""A guess at how alike a blend will be, and how sure it is: only what is worth it is spoken.

A Gaussian process over the blends heard so far. What is known beforehand is where the stock voices lie: how
alike the mixture of their points is makes a first guess, and blends whose mixtures lie close together are
alike by nearly as much.
"""

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve

Values = NDArray[np.float64]

REACH = 0.35  # how far apart two mixtures may lie and tell something of one another
SPREAD = 0.05  # of what is heard around the first guess
NOISE = 0.01


class Surrogate:
    def __init__(self, target: Values) -> None:
        self._target = target
        self._mixtures = np.zeros((0, len(target)))
        self._similarities = np.zeros(0)

    def tell(self, mixtures: Values, similarities: Values) -> None:
        """The mixtures of the blends' points, (blends, SIZE), and how alike each blend was."""
        self._mixtures = np.concatenate([self._mixtures, mixtures])
        self._similarities = np.concatenate([self._similarities, similarities])
        guesses = self._guesses(self._mixtures)
        self._line = _line(guesses, self._similarities)
        covariance = _kernel(self._mixtures, self._mixtures) + NOISE**2 * np.eye(len(guesses))
        self._factor = cho_factor(covariance, lower=True)
        self._pulls = cho_solve(self._factor, self._similarities - np.polyval(self._line, guesses))

    def expect(self, mixtures: Values) -> tuple[Values, Values]:
        """How alike they will be, and by how much that may be wrong."""
        near = _kernel(mixtures, self._mixtures)
        expected = np.polyval(self._line, self._guesses(mixtures)) + near @ self._pulls
        known = np.einsum("ij,ji->i", near, cho_solve(self._factor, near.T))
        return expected, np.sqrt(np.maximum(SPREAD**2 - known, 0))

    def _guesses(self, mixtures: Values) -> Values:
        guesses: Values = mixtures @ self._target / np.maximum(np.linalg.norm(mixtures, axis=1), 1e-8)
        return guesses


def _line(guesses: Values, similarities: Values) -> Values:
    """What is heard, by the first guess. Two blends are too few to tell a slope."""
    if np.ptp(guesses) < 1e-3 or len(guesses) < 3:
        return np.array([1.0, float(np.mean(similarities - guesses))])
    line: Values = np.polyfit(guesses, similarities, 1)
    return line


def _kernel(ones: Values, others: Values) -> Values:
    squares = (ones**2).sum(axis=1)[:, None] + (others**2).sum(axis=1) - 2 * ones @ others.T
    kernel: Values = SPREAD**2 * np.exp(-np.maximum(squares, 0) / (2 * REACH**2))
    return kernel
