"""How hard a text is to write down, where its author does not say: by its length alone."""

from dictation.models import HARDEST
from dictation.words import spaced

# The upper ends of levels 1 to 4; beyond is 5.
WORDS = (6, 9, 12, 15)
LETTERS = (50, 80, 110, 140)
# A sign of a script without spaces says as much as about three letters.
LETTERS_OF_A_SIGN = 3


def difficulty_of(text: str) -> int:
    """The easiest level that its words or its letters fit. Without spaces there are no words to go by: one
    Chinese text of 200 signs would be a single one, and easy."""
    words = text.split()
    letters = sum(map(len, words))
    if not spaced(text):
        return _level(letters * LETTERS_OF_A_SIGN, LETTERS)
    return min(_level(len(words), WORDS), _level(letters, LETTERS))


def _level(count: int, upper_ends: tuple[int, ...]) -> int:
    levels = (level for level, most in enumerate(upper_ends, start=1) if count <= most)
    return next(levels, HARDEST)
