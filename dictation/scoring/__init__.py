"""How well an answer matches what was expected: the fewest edits between their words."""

from dictation.scoring.alignment import Op, Step
from dictation.scoring.scores import Score, best, best_score, score

__all__ = ["Op", "Score", "Step", "best", "best_score", "score"]
