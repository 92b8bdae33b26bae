"""One search from the first candidate to the last judgement."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from speech.matching.auditions import Auditions
from speech.matching.base import Finding, OnFinding, Point, Stock
from speech.matching.blends import Shares, only, recipe_of
from speech.matching.known import Known
from speech.matching.phrases import CONFIRMED, HELD_OUT, SEARCHED
from speech.matching.search import Search

PHRASE_SECONDS = 1.1  # that one takes on two cores: so effort becomes a number of phrases
BOLD = (0.0, 1.0)  # of the blends heard in a round: one is the best that is expected, one is for what may be
LEAST_ROUNDS = 3
FINALISTS = 4
RIVALS = 3  # stock voices, the nearest of which is what there was before
STOCK_AT_ONCE = 4
_AT_THE_END = FINALISTS * len(CONFIRMED) + (1 + RIVALS) * len(HELD_OUT)


@dataclass(frozen=True)
class Outcome:
    """`ranking` is by the phrases of the search, the others by those held out."""

    best: Stock
    nearest: Stock
    ranking: tuple[Stock, ...]


class Trial:
    def __init__(
        self,
        target: Point,
        voices: Sequence[str],
        auditions: Auditions,
        on_finding: OnFinding,
        *,
        known: Known,
    ) -> None:
        self._target, self._voices = target.astype(np.float64), tuple(voices)
        self._auditions, self._on_finding, self._known = auditions, on_finding, known
        self._planned = 1

    def outcome(self, effort_seconds: float, *, seed: int) -> Outcome:
        unknown = [voice for voice in self._voices if voice not in self._known.voices]
        rounds = self._rounds(effort_seconds, unknown)
        self._planned = len(unknown) * len(SEARCHED) + rounds * len(BOLD) * len(SEARCHED) + _AT_THE_END
        search = self._begun(unknown, seed=seed)
        ranking = tuple(
            Stock(recipe_of(shares, self._voices), similarity)
            for similarity, shares in search.best(len(self._voices))
        )
        for number in range(rounds):
            if not self._round(search, done=number / rounds):
                break
        return self._judged(self._confirmed(search), ranking)

    def _rounds(self, effort_seconds: float, unknown: Sequence[str]) -> int:
        if len(self._voices) == 1:
            return 0
        phrases = effort_seconds / PHRASE_SECONDS - len(unknown) * len(SEARCHED) - _AT_THE_END
        return max(LEAST_ROUNDS, int(phrases / len(BOLD) / len(SEARCHED)))

    def _begun(self, unknown: Sequence[str], *, seed: int) -> Search:
        """With the stock voices heard, and all that was heard earlier."""
        points = {**self._known.voices, **self._heard_now(unknown)}
        stock = np.stack([points[voice] for voice in self._voices])
        search = Search(stock, self._target, seed=seed)
        others = [row for row, recipe in enumerate(self._known.recipes) if recipe not in self._voices]
        if others:
            search.know(self._known.mixtures()[others], self._known.points[others] @ self._target)
        count = len(self._voices)
        search.tell([only(voice, count) for voice in range(count)], list(stock @ self._target))
        return search

    def _heard_now(self, voices: Sequence[str]) -> dict[str, Point]:
        heard: dict[str, Point] = {}
        for start in range(0, len(voices), STOCK_AT_ONCE):
            some = voices[start : start + STOCK_AT_ONCE]
            points = self._auditions.points(some, SEARCHED)
            heard |= {voice: each.mean(axis=0) for voice, each in zip(some, points, strict=True)}
            best = max(heard, key=lambda voice: float(heard[voice] @ self._target))
            self._tell(best, float(heard[best] @ self._target))
        return heard

    def _round(self, search: Search, *, done: float) -> bool:
        """False where there is nothing left to try. Towards the end it is less and less bold."""
        proposed = search.propose(tuple(bold * (1 - done) for bold in BOLD))
        if proposed:
            search.tell(proposed, self._similarities(self._recipes(proposed), SEARCHED))
            [(similarity, shares)] = search.best(1)
            self._tell(recipe_of(shares, self._voices), similarity)
        return bool(proposed)

    def _confirmed(self, search: Search) -> str:
        """Of the best few, the one that is best in more phrases."""
        finalists = self._recipes([shares for _, shares in search.best(FINALISTS)])
        similarities = self._similarities(finalists, SEARCHED + CONFIRMED)
        best = max(range(len(finalists)), key=lambda place: similarities[place])
        self._tell(finalists[best], similarities[best])
        return finalists[best]

    def _judged(self, found: str, ranking: tuple[Stock, ...]) -> Outcome:
        """A blend that is no nearer than a stock voice in other phrases is not worth its name."""
        rivals = [stock.voice for stock in ranking[:RIVALS]]
        asked = list(dict.fromkeys([*rivals, found]))
        judged = dict(zip(asked, self._similarities(asked, HELD_OUT), strict=True))
        nearest = max(rivals, key=lambda voice: judged[voice])
        best = found if judged[found] > judged[nearest] else nearest
        self._on_finding(Finding(1.0, best, judged[best]))
        return Outcome(Stock(best, judged[best]), Stock(nearest, judged[nearest]), ranking)

    def _similarities(self, recipes: Sequence[str], phrases: Sequence[str]) -> list[float]:
        points = self._auditions.points(recipes, phrases)
        return [float((each @ self._target).mean()) for each in points]

    def _recipes(self, blends: Sequence[Shares]) -> list[str]:
        return [recipe_of(shares, self._voices) for shares in blends]

    def _tell(self, blend: str, similarity: float) -> None:
        progress = min(self._auditions.spoken / self._planned, 0.99)
        self._on_finding(Finding(progress, blend, similarity))
