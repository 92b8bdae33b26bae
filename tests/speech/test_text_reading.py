"""A text as people read it has no markup, and every word of it is found again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.text import clean, readable

SSML = (
    '<speak><p>Ask <sub alias="the web">AT&amp;T</sub>.</p>'
    '<p>N<prosody rate="fast">o</prosody>w.</p>Then<break/>go.</speak>'
)


@pytest.mark.parametrize(
    ("text", "input_type", "shown"),
    [
        ("Hello [pause:2s] world.", "text", "Hello   world."),
        ("Hello[pause:2s]world.", "text", "Hello world."),
        ("[pause:1s]", "text", ""),
        ("No markup.\n\nAt all.", "text", "No markup.\n\nAt all."),
        ("<b>", "text", "<b>"),
        (SSML, "ssml", "Ask AT&T. Now. Then go."),
        ("<speak>a &lt;b&gt; \U0001f600 c</speak>", "ssml", "a <b> \U0001f600 c"),
    ],
)
def test_markup_is_gone(text, input_type, shown):
    assert readable(text, input_type=input_type).text == shown


@pytest.mark.parametrize("word", ["Ask", "AT&amp;T", "Then", "go"])
def test_a_word_is_found_by_where_it_was(word):
    shown, start = readable(SSML, input_type="ssml"), SSML.index(word)
    found = shown.text[shown.place(start) : shown.place(start + len(word))]
    assert found == word.replace("&amp;", "&")


@given(st.lists(st.sampled_from(["ab", "[pause:1s]", " ", "c.", "\n\n", "\u4f60"]), max_size=30))
def test_words_between_pauses_keep_their_letters(parts):
    text = clean("".join(parts))
    shown = readable(text, input_type="text")
    assert shown.text.split() == text.replace("[pause:1s]", " ").split()
    for place, sign in enumerate(text):
        if sign in "abc.\u4f60" and "[" not in text:
            assert shown.text[shown.place(place)] == sign
