"""One search from the first candidate to the last judgement."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from speech.matching.auditions import Auditions, Points
from speech.matching.base import Finding, OnFinding, Point, Stock
from speech.matching.blends import Shares, only, recipe_of
from speech.matching.known import Known
from speech.matching.phrases import HELD_OUT, SEARCHED
from speech.matching.search import Search

PHRASE_SECONDS = 1.1  # that one takes on two cores: so effort becomes a number of phrases
BOLD = (0.4, 1.2)  # deviations, in a round: one blend for what is expected, one for what may be
LEAST_ROUNDS = 4
FINALISTS = 3
RIVALS = 3  # stock voices, the nearest of which is what there was before
INTRODUCED = (0, 1)  # phrases by which a stock voice that is not known is placed
STOCK_AT_ONCE = 4
_AT_THE_END = FINALISTS * len(SEARCHED) + (1 + RIVALS) * len(HELD_OUT)


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
        self._planned, self._done = 1, 0  # phrases

    def outcome(self, effort_seconds: float, *, seed: int) -> Outcome:
        unknown = [voice for voice in self._voices if voice not in self._known.voices]
        rounds = self._rounds(effort_seconds, unknown)
        self._planned = len(unknown) * len(INTRODUCED) + rounds * len(BOLD) + _AT_THE_END
        search = self._begun(unknown, seed=seed)
        ranking = tuple(
            Stock(recipe_of(shares, self._voices), similarity)
            for similarity, shares in search.best(len(self._voices))
        )
        for number in range(rounds):
            self._round(search, number % len(SEARCHED), done=number / rounds)
        return self._judged(self._confirmed(search), ranking)

    def _rounds(self, effort_seconds: float, unknown: Sequence[str]) -> int:
        if len(self._voices) == 1:
            return 0
        phrases = effort_seconds / PHRASE_SECONDS - len(unknown) * len(INTRODUCED) - _AT_THE_END
        return max(LEAST_ROUNDS, int(phrases / len(BOLD)))

    def _begun(self, unknown: Sequence[str], *, seed: int) -> Search:
        """With the stock voices heard, and all that was heard earlier."""
        new = self._heard_now(unknown)
        middles = self._known.voices | {voice: points.mean(axis=0) for voice, points in new.items()}
        search = Search(np.stack([middles[voice] for voice in self._voices]), self._target, seed=seed)
        if self._known.recipes:
            known = self._known
            search.know(known.mixtures, known.phrases, known.points @ self._target)
        for voice, points in new.items():
            shares = only(self._voices.index(voice), len(self._voices))
            search.tell([shares] * len(points), INTRODUCED, list(points @ self._target))
        for place, voice in enumerate(self._voices):
            search.consider(only(place, len(self._voices)), self._known.said_by(voice))
        return search

    def _heard_now(self, voices: Sequence[str]) -> dict[str, Points]:
        heard: dict[str, Points] = {}
        for start in range(0, len(voices), STOCK_AT_ONCE):
            some = voices[start : start + STOCK_AT_ONCE]
            said = self._auditions.points(some, [SEARCHED[phrase] for phrase in INTRODUCED])
            heard |= dict(zip(some, said, strict=True))
            alike = {voice: float((points @ self._target).mean()) for voice, points in heard.items()}
            best = max(alike, key=lambda voice: alike[voice])
            self._tell(best, alike[best], phrases=len(some) * len(INTRODUCED))
        return heard

    def _round(self, search: Search, phrase: int, *, done: float) -> None:
        """Towards the end it is less and less bold."""
        proposed = search.propose(phrase, bold=[bold * (1 - done) for bold in BOLD])
        self._hear(search, proposed, [phrase])
        [(similarity, best)] = search.best(1)
        self._tell(recipe_of(best, self._voices), similarity, phrases=len(BOLD))

    def _hear(self, search: Search, blends: Sequence[Shares], phrases: Sequence[int]) -> None:
        if not blends:
            return
        said = self._auditions.points(self._recipes(blends), [SEARCHED[phrase] for phrase in phrases])
        pairs = [
            (shares, phrase, float(point @ self._target))
            for shares, points in zip(blends, said, strict=True)
            for phrase, point in zip(phrases, points, strict=True)
            if not search.has_heard(shares, phrase)
        ]
        if pairs:
            search.tell(*zip(*pairs, strict=True))

    def _confirmed(self, search: Search) -> str:
        """Of the best few, the one that is best once each has said every phrase."""
        finalists = [shares for _, shares in search.best(FINALISTS)]
        self._hear(search, finalists, range(len(SEARCHED)))
        recipes = self._recipes(finalists)
        similarities = self._similarities(recipes, SEARCHED)
        best = int(np.argmax(similarities))
        self._tell(recipes[best], similarities[best], phrases=FINALISTS * len(SEARCHED))
        return recipes[best]

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

    def _tell(self, blend: str, similarity: float, *, phrases: int) -> None:
        """After so many more of the planned phrases, whether they had to be spoken or not."""
        self._done += phrases
        self._on_finding(Finding(self._done / self._planned, blend, similarity))
