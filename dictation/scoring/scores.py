"""Counts and percentage of an answer, in integers: no answer's score hangs on how a machine rounds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from dictation.scoring.alignment import Op, Step, aligned
from dictation.words import tokens


@dataclass(frozen=True)
class Score:
    """Of one answer against one text."""

    expected: str  # that text
    steps: tuple[Step, ...]
    words_total: int
    words_correct: int
    substitutions: int
    deletions: int
    insertions: int

    @property
    def edits(self) -> int:
        return self.substitutions + self.deletions + self.insertions

    @property
    def wer(self) -> float:
        """Above 1 where much was added."""
        return self.edits / self.words_total

    @property
    def percentage(self) -> int:
        """Half a percent is rounded up."""
        right = max(0, self.words_total - self.edits)
        return (200 * right + self.words_total) // (2 * self.words_total)

    @property
    def alignment(self) -> list[dict[str, str]]:
        return [step.as_dict() for step in self.steps]


def score(expected: str, given: str, *, locale: str, is_strict: bool) -> Score:
    """`expected` must hold a word: an item without one can't be made."""
    steps = aligned(tokens(expected, locale, is_strict=is_strict), tokens(given, locale, is_strict=is_strict))
    count = Counter(step.op for step in steps)
    return Score(
        expected=expected,
        steps=tuple(steps),
        words_total=count[Op.EQUAL] + count[Op.SUBSTITUTE] + count[Op.DELETE],
        words_correct=count[Op.EQUAL],
        substitutions=count[Op.SUBSTITUTE],
        deletions=count[Op.DELETE],
        insertions=count[Op.INSERT],
    )


def best_score(expected: Sequence[str], given: str, *, locale: str, is_strict: bool) -> Score:
    """Against several texts that are all right; of equally good ones the first."""
    return best([score(text, given, locale=locale, is_strict=is_strict) for text in expected])


def best(scores: Sequence[Score]) -> Score:
    return max(scores, key=lambda each: (each.percentage, -each.edits))
