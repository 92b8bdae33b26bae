"""What to try next: blends bred among themselves for what the surrogate expects of them."""

from collections.abc import Collection, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from speech.audio.arithmetic import one_thread
from speech.audio.late import optimize
from speech.engines.kokoro_voices import MOST_IN_A_BLEND
from speech.matching.blends import LEAST_SHARE, WHOLE, Shares, Weights, shares_of
from speech.matching.surrogate import Numbers, Surrogate, Values

GENERATIONS = 8
PARENTS, CHILDREN = 30, 12  # of each parent
STRETCH = 0.4  # of the logarithm of a weight, from parent to child
LEAVE, JOIN = 0.3, 0.5  # how often a child lacks a voice of its parent's, or has another one
JOINING = (0.05, 0.45)  # with so much of the whole


class Search:
    """`propose`, listen, `tell`, again and again. The same seed and answers give the same proposals."""

    def __init__(self, stock: Values, target: Values, *, seed: int = 0) -> None:
        """Where each voice lies, (voices, SIZE), and the one that is looked for."""
        self._stock, self._target = stock, target
        self._guess = first_guess(stock, target)
        self._dice = np.random.default_rng(seed)
        self._surrogate = Surrogate(target)
        self._heard: dict[bytes, Shares] = {}
        self._said: set[tuple[bytes, int]] = set()

    def tell(self, shares: Sequence[Shares], phrases: Sequence[int], similarities: Sequence[float]) -> None:
        self._heard.update((each.tobytes(), each) for each in shares)
        self._said.update((each.tobytes(), phrase) for each, phrase in zip(shares, phrases, strict=True))
        self.know(np.stack(shares) / WHOLE @ self._stock, np.array(phrases), np.array(similarities))

    def consider(self, shares: Shares, said: Collection[int]) -> None:
        """A blend that may be the answer, of which what it said is known otherwise."""
        self._heard[shares.tobytes()] = shares
        self._said.update((shares.tobytes(), phrase) for phrase in said)

    def has_heard(self, shares: Shares, phrase: int) -> bool:
        return (shares.tobytes(), phrase) in self._said

    def know(self, mixtures: Values, phrases: Numbers, similarities: Values) -> None:
        """What was heard before this search, of voices that it may not choose, too."""
        with one_thread():
            self._surrogate.tell(mixtures, phrases, similarities)

    def best(self, count: int) -> list[tuple[float, Shares]]:
        """Of what was told, with how alike each is to be expected in any phrase; the most alike first."""
        heard = list(self._heard.values())
        with one_thread():
            expected, _ = self._surrogate.expect(np.stack(heard) / WHOLE @ self._stock)
        order = np.argsort(-expected, kind="stable")[:count]
        return [(float(expected[place]), heard[place]) for place in order]

    def propose(self, phrase: int, *, bold: Sequence[float]) -> list[Shares]:
        """What should say this phrase: a blend for each boldness, by so many deviations of which what is
        unsure counts as better than expected. None where all that could be thought of has said it.
        """
        proposed: dict[bytes, Shares] = {}
        with one_thread():
            for each in bold:
                bred = (new for new in self._bred(each) if not self.has_heard(new, phrase))
                proposed.update((new.tobytes(), new) for new in islice(bred, 1))
        return list(proposed.values())

    def _bred(self, bold: float) -> list[Shares]:
        pool = self._parents()
        for _ in range(GENERATIONS):
            pool = np.concatenate([pool, self._children(pool)])
            expected, deviation = self._surrogate.expect(pool @ self._stock)
            pool = pool[np.argsort(-(expected + bold * deviation), kind="stable")[:PARENTS]]
        return [shares_of(weights) for weights in pool]

    def _parents(self) -> Weights:
        """The best so far, what the points alone suggest, and some by chance."""
        heard = [shares / WHOLE for _, shares in self.best(PARENTS)]
        chance = self._dice.dirichlet(np.full(len(self._stock), 0.05), PARENTS)
        return _storable(np.stack([*heard, self._guess, *chance]))

    def _children(self, parents: Weights) -> Weights:
        many = np.repeat(parents, CHILDREN, axis=0)
        stretched = many * np.exp(STRETCH * self._dice.normal(size=many.shape))
        leaver = np.argmax(self._dice.random(many.shape) * (many > 0), axis=1)
        leaves = (self._dice.random(len(many)) < LEAVE) & ((many > 0).sum(axis=1) > 1)
        stretched[leaves, leaver[leaves]] = 0
        share = self._dice.uniform(*JOINING, len(many)) * (self._dice.random(len(many)) < JOIN)
        joiner = np.eye(many.shape[1])[self._dice.integers(many.shape[1], size=len(many))]
        whole = stretched / stretched.sum(axis=1, keepdims=True)
        return _storable(whole * (1 - share[:, None]) + joiner * share[:, None])


def first_guess(stock: Values, target: Values) -> Weights:
    """The mixture of points that lies in the target's direction, as if points could be mixed."""
    weights, _ = optimize.nnls(stock.T, target)
    nearest = np.eye(len(stock))[np.argmax(stock @ target)]
    guess: Weights = weights / weights.sum() if weights.any() else nearest
    return guess


def _storable(weights: Weights) -> Weights:
    """Five voices at the most, none with less than can be heard."""
    fifth = np.sort(weights, axis=1)[:, -min(MOST_IN_A_BLEND, weights.shape[1])]
    kept = np.where(weights >= fifth[:, None], weights, 0)
    kept = kept / kept.sum(axis=1, keepdims=True)
    kept = np.where(kept >= LEAST_SHARE / WHOLE, kept, 0)
    storable: NDArray[np.float64] = kept / kept.sum(axis=1, keepdims=True)
    return storable
