"""Whatever people type: nothing breaks, and what is counted adds up."""

import unicodedata

from hypothesis import assume, given
from hypothesis import strategies as st

from dictation.scoring import Op, score
from dictation.words import has_words, tokens
from tests.dictation.scoring.test_scores import edits_between

STRANGE = "é\u0301ﬀ½ŉßİıſΐᾳͅکِم猫ーｶﾞกำแก่ကြ្ក\u200d\u00ad\u0640'’´🎉🇫🇮٣² \u00a0\u3000\ufdfa"
TEXTS = st.text(max_size=40) | st.text(alphabet=STRANGE + "ab", max_size=30)
# All but the many ideographs and syllables that no rule touches.
LETTERS = [*range(0x3400), *range(0xA000, 0xAC00), *range(0xF900, 0x17000)]
LOCALES = st.sampled_from(["en-GB", "tr-TR", "zh-CN", "ar", "th-TH"])


@given(TEXTS, LOCALES, st.booleans())
def test_a_text_with_words_is_right_when_it_is_copied(text, locale, is_strict):
    assume(has_words(text))
    assert score(text, text, locale=locale, is_strict=is_strict).percentage == 100
    lower = score(text, unicodedata.normalize("NFD", text), locale=locale, is_strict=is_strict)
    assert lower.percentage == 100


@given(TEXTS, TEXTS, LOCALES, st.booleans())
def test_what_is_counted_adds_up(expected, given_text, locale, is_strict):
    assume(has_words(expected))
    found = score(expected, given_text, locale=locale, is_strict=is_strict)
    ours = [token.key for token in tokens(expected, locale, is_strict=is_strict)]
    theirs = [token.key for token in tokens(given_text, locale, is_strict=is_strict)]
    assert found.edits == edits_between(ours, theirs)
    assert found.words_total == len(ours)
    assert found.words_correct + found.substitutions + found.insertions == len(theirs)
    assert 0 <= found.percentage <= 100
    assert [step.expected.key for step in found.steps if step.expected] == ours
    assert [step.given.key for step in found.steps if step.given] == theirs
    assert sum(step.op is Op.EQUAL for step in found.steps) == found.words_correct


def test_no_letter_makes_a_key_that_falls_apart():
    """A key with a space in it would be two words to who aligns them, an empty one none."""
    alone = [chr(code) for code in LETTERS]
    for text in (" ".join(alone), " ".join(f"a{letter}b" for letter in alone)):
        for token in tokens(text, "en", is_strict=False):
            assert len(token.key.split()) == 1, hex(ord(token.text[0]))
            assert token.key == token.key.strip(), hex(ord(token.text[0]))
