"""A text in the pieces that become items."""

import pytest

from common.errors import InvalidInput
from dictation.sources.splitting import PIECES_AT_MOST, pieces_of, require_some


def test_sentences_are_split_as_they_are_spoken():
    text = "Dr. Smith paid 3.50 for it. Did he?\n\nHe did, at 5 p.m. on Monday!"
    assert pieces_of(text, locale="en-GB") == [
        "Dr. Smith paid 3.50 for it.",
        "Did he?",
        "He did, at 5 p.m. on Monday!",
    ]


def test_sentences_of_scripts_without_spaces():
    sentences = ["今日は晴れです。", "明日は雨でしょう。"]
    assert pieces_of("".join(sentences), locale="ja") == sentences


def test_a_sentence_over_lines_is_one_line():
    wrapped = "This sentence is long enough to be wrapped by\nan editor, and goes on in the second line."
    assert pieces_of(wrapped, locale="en-US") == [wrapped.replace("\n", " ")]


def test_lines_stay_as_they_are():
    assert pieces_of("One. Two.\n\n  Three \r\n…\n", locale="en-US", by="lines") == ["One. Two.", "Three"]


def test_what_holds_no_word_is_left_out():
    assert pieces_of("Hello. … !!! *** \n\n---", locale="en-US")[0] == "Hello."
    assert pieces_of("… !!!", locale="en-US") == []


def test_a_sentence_longer_than_an_item_may_be_is_cut():
    pieces = pieces_of("word " * 5_000 + "end.", locale="en-US")
    assert len(pieces) > 1
    assert max(map(len, pieces)) <= 10_000
    assert " ".join(pieces).count("word") == 5_000


def test_half_a_character_and_too_much_of_it_are_refused():
    with pytest.raises(InvalidInput, match="half a character"):
        pieces_of("Hello \ud800.", locale="en-US")
    with pytest.raises(InvalidInput, match="200,000"):
        pieces_of("a" * 200_001, locale="en-US")


def test_nothing_and_too_many_are_refused():
    with pytest.raises(InvalidInput, match="no word"):
        require_some([])
    with pytest.raises(InvalidInput, match="500 are the most"):
        require_some(["One."] * (PIECES_AT_MOST + 1))
