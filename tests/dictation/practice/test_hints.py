"""Hints tell more and more, and never the whole."""

import pytest

from dictation.practice.hints import hints_of


def test_words_are_counted_then_their_lengths_told_then_how_they_begin():
    hints = hints_of("The train, don't wait!", "en-GB")
    assert hints.count == "4 words"
    assert hints.masked == "••• ••••• ••••• ••••"
    assert hints.letters == "T•• t•••• d•••• w•••"


def test_one_word_is_one_word():
    assert hints_of("Hello!", "en").count == "1 word"


def test_scripts_without_spaces_are_told_by_character():
    hints = hints_of("今天天气很好。", "cmn")
    assert hints.count == "6 characters"
    assert hints.masked == "••••••"
    assert hints.letters == "今••气••"


@pytest.mark.parametrize("text", ["e\u0301te\u0301", "été"])
def test_a_letter_and_its_accent_are_one(text):
    assert hints_of(text, "fr").masked == "•••"
