"""How hard a text is to write down, as its length says."""

import pytest

from dictation.difficulty import difficulty_of


def words(count: int, *, letters: int) -> str:
    """So many words of so many letters in all."""
    each, more = divmod(letters, count)
    return " ".join("a" * (each + (place < more)) for place in range(count))


@pytest.mark.parametrize(
    ("count", "letters", "level"),
    [
        (1, 1, 1),
        (6, 200, 1),
        (7, 51, 2),
        (9, 200, 2),
        (10, 81, 3),
        (12, 200, 3),
        (13, 111, 4),
        (15, 200, 4),
        (16, 141, 5),
        (40, 50, 1),
        (40, 80, 2),
        (40, 110, 3),
        (40, 140, 4),
    ],
)
def test_the_easier_of_words_and_letters_counts(count, letters, level):
    assert difficulty_of(words(count, letters=letters)) == level


@pytest.mark.parametrize(
    ("signs", "level"), [(16, 1), (17, 2), (26, 2), (27, 3), (36, 3), (37, 4), (46, 4), (47, 5), (200, 5)]
)
def test_without_spaces_letters_alone_count_and_a_third_of_them_is_as_much(signs, level):
    assert difficulty_of("水" * signs) == level


def test_spaces_and_lines_are_no_letters():
    assert difficulty_of("  ".join("a" * 7) + "\n\t " * 200) == difficulty_of("a a a a a a a")


def test_thai_and_japanese_are_written_without_spaces_too():
    assert difficulty_of("ก" * 60) == 5
    assert difficulty_of("ひらがなとカタカナと漢字") == 1
