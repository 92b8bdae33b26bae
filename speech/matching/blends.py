"""Blends as rows of shares: how many hundredths of each voice. What is searched is what can be stored."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from speech.engines.kokoro_voices import MOST_IN_A_BLEND, parse_blend

WHOLE = 100
LEAST_SHARE = 4  # a voice with less is not heard

Shares = NDArray[np.int64]  # (voices,), adding up to WHOLE
Weights = NDArray[np.float64]


def shares_of(weights: Weights) -> Shares:
    """The nearest blend that can be stored: at most five voices, none of them too small to be heard."""
    kept = np.where(_ranks(weights) < MOST_IN_A_BLEND, np.maximum(weights, 0), 0)
    while True:
        exact = kept / kept.sum() * WHOLE
        is_small = (exact > 0) & (exact < LEAST_SHARE)
        if not is_small.any():
            return _rounded(exact)
        kept[np.argmin(np.where(is_small, exact, np.inf))] = 0


def only(voice: int, count: int) -> Shares:
    shares = np.zeros(count, np.int64)
    shares[voice] = WHOLE
    return shares


def recipe_of(shares: Shares, voices: Sequence[str]) -> str:
    """`af_heart(0.62)+am_adam(0.38)`, the most of it first; a name alone where it is one voice."""
    order = [int(voice) for voice in np.argsort(-shares, kind="stable") if shares[voice]]
    if len(order) == 1:
        return voices[order[0]]
    return "+".join(f"{voices[voice]}({shares[voice] / WHOLE:.2f})" for voice in order)


def weights_of(recipe: str, voices: Sequence[str]) -> Weights:
    weights = np.zeros(len(voices))
    for part in parse_blend(recipe, voices):
        weights[voices.index(part.name)] = part.weight
    return weights


def _ranks(weights: Weights) -> NDArray[np.intp]:
    return np.argsort(np.argsort(-weights, kind="stable"), kind="stable")


def _rounded(exact: Weights) -> Shares:
    """Largest remainders get what rounding down left."""
    shares = np.floor(exact).astype(np.int64)
    left = WHOLE - shares.sum()
    shares[np.argsort(shares - exact, kind="stable")[:left]] += 1
    return shares
