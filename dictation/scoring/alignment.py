"""What was expected beside what was given, with as few edits as there can be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import jiwer

from dictation.words import Token


class Op(StrEnum):
    EQUAL = "equal"
    SUBSTITUTE = "substitute"
    DELETE = "delete"  # expected and not given
    INSERT = "insert"  # given and not expected


@dataclass(frozen=True, slots=True)
class Step:
    """One token of either side, or one of each. None where that side has none."""

    op: Op
    expected: Token | None
    given: Token | None

    def as_dict(self) -> dict[str, str]:
        """With the words as they are written: who learns to spell is shown no spelling without accents."""
        return {
            "op": str(self.op),
            "expected": self.expected.text if self.expected else "",
            "given": self.given.text if self.given else "",
        }


def aligned(expected: Sequence[Token], given: Sequence[Token]) -> list[Step]:
    """`expected` has a token at least; jiwer takes no empty reference."""
    found = jiwer.process_words(_sentence(expected), _sentence(given))
    return [step for chunk in found.alignments[0] for step in _steps(chunk, expected, given)]


def _sentence(tokens: Sequence[Token]) -> str:
    """jiwer takes the words of a list for sentences. No token holds a space."""
    return " ".join(token.key for token in tokens)


def _steps(chunk: jiwer.AlignmentChunk, expected: Sequence[Token], given: Sequence[Token]) -> Iterator[Step]:
    ours = expected[chunk.ref_start_idx : chunk.ref_end_idx]
    theirs = given[chunk.hyp_start_idx : chunk.hyp_end_idx]
    for place in range(max(len(ours), len(theirs))):
        one = ours[place] if ours else None
        other = theirs[place] if theirs else None
        yield Step(Op(chunk.type), one, other)
