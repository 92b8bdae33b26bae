"""Languages by their codes and names."""

import pytest

from speech.packs import PACKS
from speech.recognition.languages import NAMES, language_code, language_name


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("en-GB", "en"),
        ("pt_BR", "pt"),
        ("eng", "en"),
        ("English", "en"),
        (" german ", "de"),
        ("haitian  creole", "ht"),
        ("nb", "no"),
        ("cmn-Hans", "zh"),
        ("iw", "he"),
        ("jw", "jv"),
        ("Farsi", "fa"),
    ],
)
def test_a_language_is_known_by_its_codes_and_names(asked, code):
    assert language_code(asked) == code


@pytest.mark.parametrize("asked", ["", "xx", "klingon", "e", "en glish", "-", "x" * 10_000, "\x00", "auto"])
def test_what_is_no_language_is_none(asked):
    assert language_code(asked) is None


def test_every_language_of_the_usual_model_has_a_name():
    assert {language_code(code) for code in PACKS["whisper-base"].languages} <= set(NAMES)
    assert len(PACKS["whisper-base"].languages) == 99


def test_every_name_leads_back_to_its_code():
    assert language_name("en") == "english"
    assert all(language_code(name) == code for code, name in NAMES.items())
    assert language_name("tlh") == "tlh"
