"""A personal lexicon: what it replaces, and what it leaves alone."""

import pytest

from speech.text import InvalidLexiconEntry, LexiconEntry, preview_lexicon


def said(sentence: str, *entries: LexiconEntry) -> str:
    return preview_lexicon(sentence, entries)[0]


def entry(written: str, respelling: str, **options: bool) -> LexiconEntry:
    return LexiconEntry(written, respelling=respelling, **options)


def test_whole_words_alone_are_replaced():
    assert said("The cat sat in a catalogue, cat!", entry("cat", "dog")) == "The dog sat in a catalogue, dog!"


def test_parts_of_words_are_replaced_on_request():
    assert said("catalogue", entry("cat", "dog", whole_word=False)) == "dogalogue"


def test_case_matters_on_request_only():
    assert said("US and us", entry("US", "you ess", case_sensitive=True)) == "you ess and us"
    assert said("SQL and sql", entry("sql", "sequel")) == "sequel and sequel"


def test_an_entry_that_minds_case_goes_before_one_that_does_not():
    entries = [entry("us", "everybody"), entry("US", "America", case_sensitive=True)]
    assert said("US, us", *entries) == "America, everybody"


def test_the_longest_entry_wins():
    assert said("New York City", entry("New York", "NY"), entry("New York City", "NYC")) == "NYC"


def test_a_replacement_is_not_replaced_again():
    assert said("a b", entry("a", "b"), entry("b", "a")) == "b a"


def test_words_without_spaces_between_them_are_found():
    assert said("我住在重庆市", entry("重庆", "崇庆")) == "我住在崇庆市"
    assert said("ฉันรักกรุงเทพมาก", entry("กรุงเทพ", "บางกอก")) == "ฉันรักบางกอกมาก"


def test_a_vowel_sign_belongs_to_its_letter():
    assert said("कि क", entry("क", "ख")) == "कि ख"


def test_words_edged_by_signs_are_found():
    assert said("I like C++ and .NET.", entry("C++", "see plus plus"), entry(".NET", "dot net")) == (
        "I like see plus plus and dot net."
    )


def test_the_test_box_says_what_was_done():
    shown, done = preview_lexicon("A tomato.", [LexiconEntry("tomato", ipa="təˈmɑːtəʊ")])
    assert shown == "A /təˈmɑːtəʊ/."
    assert [(one.start, one.end, one.written, one.said, one.is_ipa) for one in done] == [
        (2, 8, "tomato", "təˈmɑːtəʊ", True)
    ]


@pytest.mark.parametrize(
    "options",
    [
        {"written": "", "respelling": "a"},
        {"written": " a", "respelling": "a"},
        {"written": "a"},
        {"written": "a", "respelling": "b", "ipa": "c"},
        {"written": "a", "respelling": " "},
        {"written": "a" * 101, "respelling": "b"},
    ],
)
def test_a_useless_entry_is_refused(options):
    with pytest.raises(InvalidLexiconEntry):
        LexiconEntry(**options)
