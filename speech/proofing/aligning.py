"""What is written beside what was heard: pairs of words, and what has no partner."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from speech.proofing.sounds import ALIKE, Sounds
from speech.proofing.words import Token

_GAP = 0.7  # a word without a partner; two of them cost more than a pair that differs
_DIFFERENT, _NUMBER_AND_WORD = 1.0, 1.2
_MOST_TOGETHER = 4  # words that may be written as one: among more of them a wrong one would be lost
_LARGEST_RUN = 40_000  # pairs: beyond that nothing in it belongs together


@dataclass(frozen=True, slots=True)
class Pair:
    """Places in what is written and in what was heard. One of them is None where the other has no partner."""

    written: int | None
    heard: int | None
    is_alike: bool


def aligned(written: Sequence[Token], heard: Sequence[Token], sounds: Sounds) -> list[Pair]:
    """In order; no word of either is left out."""
    matcher = SequenceMatcher(
        None, [token.key for token in written], [token.key for token in heard], autojunk=False
    )
    pairs: list[Pair] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pairs += [Pair(i, j, True) for i, j in zip(range(i1, i2), range(j1, j2), strict=True)]
        else:
            run = _Run(written[i1:i2], heard[j1:j2], sounds)
            pairs += [_moved(pair, i1, j1) for pair in run.pairs()]
    return pairs


def _moved(pair: Pair, written: int, heard: int) -> Pair:
    return Pair(
        None if pair.written is None else pair.written + written,
        None if pair.heard is None else pair.heard + heard,
        pair.is_alike,
    )


@dataclass(frozen=True)
class _Run:
    """Words between two that are the same on both sides."""

    written: Sequence[Token]
    heard: Sequence[Token]
    sounds: Sounds

    def pairs(self) -> Iterator[Pair]:
        if not self.written or not self.heard:
            yield from self._apart()
        elif self._sounds_alike():
            yield from self._side_by_side()
        elif len(self.written) * len(self.heard) > _LARGEST_RUN:
            yield from self._apart()
        else:
            yield from self._cheapest()

    def _apart(self) -> Iterator[Pair]:
        yield from (Pair(i, None, False) for i in range(len(self.written)))
        yield from (Pair(None, j, False) for j in range(len(self.heard)))

    def _sounds_alike(self) -> bool:
        """As a whole: “every day” for “everyday”. Numbers are the same or not, whatever they sound like."""
        if max(len(self.written), len(self.heard)) > _MOST_TOGETHER:
            return False
        one, other = _numbers(self.written), _numbers(self.heard)
        if one and other and one != other:
            return False
        return self.sounds.are_alike(_text(self.written), _text(self.heard))

    def _side_by_side(self) -> Iterator[Pair]:
        """All alike, however many words it was written as."""
        most = max(len(self.written), len(self.heard))
        for number in range(most):
            i, j = number * len(self.written) // most, number * len(self.heard) // most
            yield Pair(i, j, True)

    def _cheapest(self) -> list[Pair]:
        costs = [[self._cost(one, other) for other in self.heard] for one in self.written]
        best = [[_GAP * (i + j) for j in range(len(self.heard) + 1)] for i in range(len(self.written) + 1)]
        for i in range(1, len(self.written) + 1):
            for j in range(1, len(self.heard) + 1):
                beside = best[i - 1][j - 1] + costs[i - 1][j - 1]
                best[i][j] = min(beside, best[i - 1][j] + _GAP, best[i][j - 1] + _GAP)
        return self._traced(costs, best)

    def _traced(self, costs: list[list[float]], best: list[list[float]]) -> list[Pair]:
        pairs: list[Pair] = []
        i, j = len(self.written), len(self.heard)
        while i or j:
            if i and j and best[i][j] == best[i - 1][j - 1] + costs[i - 1][j - 1]:
                i, j = i - 1, j - 1
                pairs.append(Pair(i, j, costs[i][j] < _DIFFERENT))
            elif not j or (i and best[i][j] == best[i - 1][j] + _GAP):
                i -= 1
                pairs.append(Pair(i, None, False))
            else:
                j -= 1
                pairs.append(Pair(None, j, False))
        return pairs[::-1]

    def _cost(self, one: Token, other: Token) -> float:
        if one.key == other.key:
            return 0.0
        if one.is_number and other.is_number:
            return _DIFFERENT
        likeness = self.sounds.likeness(one.text, other.text)
        if likeness >= ALIKE:
            return 1.0 - likeness
        return _NUMBER_AND_WORD if one.is_number or other.is_number else _DIFFERENT


def _numbers(tokens: Sequence[Token]) -> list[str]:
    return [token.key for token in tokens if token.is_number]


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)
