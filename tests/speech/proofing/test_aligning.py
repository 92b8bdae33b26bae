"""Words side by side."""

import pytest

from speech.proofing.aligning import aligned
from speech.proofing.sounds import Sounds
from speech.proofing.words import Token


def beside(written: str, heard: str) -> list[tuple[str, str]]:
    """Pairs that are not alike."""
    one, other = tokens(written), tokens(heard)
    return [
        (
            "" if pair.written is None else one[pair.written].text,
            "" if pair.heard is None else other[pair.heard].text,
        )
        for pair in aligned(one, other, Sounds())
        if not pair.is_alike
    ]


def tokens(text: str) -> list[Token]:
    return [Token(f"#{word}" if word.isdigit() else word, word, 0.0, 0.0) for word in text.split()]


@pytest.mark.parametrize(
    ("written", "heard", "differing"),
    [
        ("a b c", "a b c", []),
        ("one two three four", "zebra", [("one", ""), ("two", ""), ("three", ""), ("four", "zebra")]),
        ("zebra", "one two three four", [("", "one"), ("", "two"), ("", "three"), ("zebra", "four")]),
        ("", "one two", [("", "one"), ("", "two")]),
        ("one two", "", [("one", ""), ("two", "")]),
        ("every day", "everyday", []),
        ("they met smyth there", "they met smith there", []),
        ("it has 15 rooms", "it has 50 rooms", [("15", "50")]),
    ],
)
def test_what_has_no_partner_stands_alone(written, heard, differing):
    assert sorted(beside(written, heard)) == sorted(differing)


@pytest.mark.parametrize("count", [1, 7, 40])
def test_no_word_is_left_out(count):
    one, other = tokens("left out " * count), tokens("quite another thing " * count)
    pairs = aligned(one, other, Sounds())
    assert {pair.written for pair in pairs} - {None} == set(range(len(one)))
    assert {pair.heard for pair in pairs} - {None} == set(range(len(other)))
