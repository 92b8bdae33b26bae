"""Numbers in words, as digits."""

import pytest

from speech.proofing.numerals import digits_of, number_runs
from speech.text import normalise


def spoken(text: str) -> list[str]:
    return text.lower().replace("-", " ").split()


@pytest.mark.parametrize(
    ("said", "digits"),
    [
        ("seven", "7"),
        ("twenty five", "25"),
        ("two hundred and one", "201"),
        ("two hundred one", "201"),
        ("twelve hundred", "1200"),
        ("one thousand two hundred fifty", "1250"),
        ("five thousand", "5000"),
        ("two million five hundred thousand", "2500000"),
        ("nineteen ninety nine", "1999"),
        ("one thousand nine hundred ninety nine", "1999"),
        ("two thousand four", "2004"),
        ("nineteen oh five", "1905"),
        ("nine thirty", "930"),
        ("three point one four", "314"),
        ("five five five one two", "55512"),
        ("twenty first", "21"),
        ("hundred", "100"),
        ("zero", "0"),
    ],
)
def test_number_words_become_digits(said, digits):
    assert digits_of(said.split()) == digits


@pytest.mark.parametrize("number", [0, 3, 10, 11, 19, 20, 21, 99, 100, 101, 110, 999, 1_000, 1_001, 9_999])
@pytest.mark.parametrize("language", ["en-US", "en-GB"])
def test_a_count_comes_back_from_its_words(number, language):
    words = spoken(normalise(f"It weighs {number} kilograms.", language))
    [(start, end, digits)] = number_runs(words, language)
    assert (words[start - 1], words[end], digits) == ("weighs", "kilograms.", str(number))


def test_and_joins_numbers_only_after_hundreds():
    words = spoken("three and four people paid two hundred and five dollars")
    assert [digits for _, _, digits in number_runs(words, "en-US")] == ["3", "4", "205"]


def test_other_languages_compare_the_words_that_they_count_with():
    words = spoken(normalise("Er zahlte 45 Mark für ein Buch.", "de-DE"))
    assert [words[start:end] for start, end, _ in number_runs(words, "de-DE")] == [["fünfundvierzig"]]
