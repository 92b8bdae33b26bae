"""What may be in a text, and what is language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.text import (
    InvalidLanguage,
    InvalidText,
    MalformedPause,
    PauseTooLong,
    TextError,
    UnknownInputType,
    base_language,
    clean,
    has_speech,
    normalise_language,
    plan,
)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_cleaning_twice_changes_nothing(text):
    assert clean(clean(text)) == clean(text)


def test_control_characters_go_and_line_ends_become_one():
    assert clean("a\x00b\x1b\tc\r\nd\re\u200b\ufeff") == "ab\tc\nd\ne"


def test_letters_and_accents_become_one_character():
    assert clean("e\u0301") == "é"


def test_a_lone_surrogate_is_refused_with_its_place():
    with pytest.raises(InvalidText, match=r"U\+D83D.*position 3"):
        clean("ab\ud83d")


@pytest.mark.parametrize("text", ["", "  \n", "😀👍🏽", "?!...", "—", "[]", "🇩🇪"])
def test_there_is_nothing_to_say(text):
    assert not has_speech(text)


@pytest.mark.parametrize("text", ["a", "5", "好", "😀 ok", "50%", "&", "1️⃣"])
def test_there_is_something_to_say(text):
    assert has_speech(text)


@pytest.mark.parametrize(
    "marker", ["[pause:]", "[pause:fast]", "[pause:1]", "[pause:-1s]", "[pause:1s", "[pause:1m]"]
)
def test_a_malformed_pause_is_named(marker):
    with pytest.raises(MalformedPause) as caught:
        plan(f"Hello {marker}", language="en", max_characters=100)
    assert caught.value.marker == marker
    assert marker in str(caught.value)


def test_a_pause_has_a_limit():
    with pytest.raises(PauseTooLong, match="10 seconds"):
        plan("[pause:10.5s]", language="en", max_characters=100)


def test_an_unknown_input_type_names_the_known_ones():
    with pytest.raises(UnknownInputType, match="text, ssml"):
        plan("a", language="en", max_characters=100, input_type="html")


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("en_us", "en-US"),
        ("EN", "en"),
        ("cmn", "zh"),
        ("zh-hans-cn", "zh-Hans-CN"),
        ("pt-br", "pt-BR"),
        ("deu", "de"),
    ],
)
def test_language_codes_become_one(written, normal):
    assert normalise_language(written) == normal
    assert normalise_language(normal) == normal


def test_the_language_alone_is_known():
    assert base_language("pt_BR") == "pt"


@pytest.mark.parametrize("code", ["", "e", "english", "en-", "../x", "en US"])
def test_what_is_no_language_is_refused(code):
    with pytest.raises(InvalidLanguage):
        normalise_language(code)


def test_every_error_has_a_code_and_the_field_at_fault():
    def all_below(kind):
        return {kind, *(below for sub in kind.__subclasses__() for below in all_below(sub))}

    assert all(kind.code and kind.param for kind in all_below(TextError))
    assert InvalidLanguage("x").param == "language"
