"""Words said as somebody wrote them in IPA, among words said by rule."""

import pytest

from speech.engines.phonemes import spelled
from speech.engines.pronouncing import phonemes_with
from speech.text.passages import Pronunciation


def said(text, *words):
    """Reading shouts, so that it shows what was read."""
    places = [(text.index(word), word, ipa) for word, ipa in words]
    pronunciations = [Pronunciation(start, start + len(word), ipa) for start, word, ipa in places]
    return phonemes_with(text, pronunciations, read=str.upper, spell=lambda ipa: ipa.replace("x", ""))


def test_a_word_is_said_as_written_and_the_others_by_rule():
    assert said("I like tomato soup.", ("tomato", "təˈmɑː")) == "I LIKE təˈmɑː SOUP."


def test_punctuation_beside_it_stays():
    assert said("“Tomato”, he said.", ("Tomato", "təˈ")) == "“təˈ”, HE SAID."
    assert said("Tomato!", ("Tomato", "təˈ")) == "təˈ!"


def test_two_in_a_row_stay_apart():
    assert said("tomato potato", ("tomato", "tə"), ("potato", "pə")) == "tə pə"


def test_what_can_not_be_said_is_read_by_rule():
    assert said("Some xx here", ("xx", "xx")) == "SOME XX HERE"


@pytest.mark.parametrize(
    ("ipa", "language", "phonemes"),
    [
        ("/təˈmeɪtoʊ/", "en-us", "təˈmAtO"),
        ("[dʒɔːn]", "en-us", "ʤɔn"),
        ("ˈnaɪ.ki", "en-us", "ˈnIki"),
        ("t͡ʃɪp", "en-gb", "ʧɪp"),
        ("go", "fr-fr", "ɡo"),
        ("'ra", "en-us", "ˈɹa"),
    ],
)
def test_dictionaries_ipa_in_the_models_spelling(ipa, language, phonemes):
    assert spelled(ipa, language=language) == phonemes
