"""Passages hold the whole text, in order, in pieces that an engine takes."""

import pytest
import regex
from hypothesis import example, given, settings
from hypothesis import strategies as st

from speech.text import LexiconEntry, Passage, clean, has_speech, plan
from speech.text.errors import LexiconGrowsText, PausesTooLong

WORDS = st.sampled_from(
    [
        "Dr.",
        "Mr.",
        "St.",
        "e.g.",
        "etc.",
        "U.S.",
        "Army",
        "J.",
        "R.",
        "3.14",
        "1,234",
        "5",
        "p.m.",
        "He",
        "The",
        "«Hello»",
        "“Stop!”",
        "Wait...",
        "what?",
        "好。",
        "日本語、文",
        "ไทยภาษา",
        "مرحبا؟",
        "नमस्ते।",
        "👨\u200d👩\u200d👧\u200d👦",
        "👍🏽",
        "é",
        "🇩🇪",
        "$5",
        "50%",
        "a@b.com",
        "www.example.com/x",
        "1.",
        "-",
        "*",
        "\n",
        "\n\n",
        "I",
        "V",
        "1990s",
        "999999999999",
        "averyveryveryveryverylongwordwithoutanyspaces",
        ",",
        ";",
        "—",
        "…",
        "!",
        "(",
        ")",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(WORDS, max_size=60).map(" ".join),
    st.lists(WORDS, max_size=30).map("".join),
).map(lambda text: regex.sub(r"[\ud800-\udfff]|\[pause:", "", text, flags=regex.IGNORECASE))
LANGUAGES = st.sampled_from(
    ["en-US", "en-GB", "es", "fr", "de", "hi", "ja", "zh", "th", "ar", "ru", "sw", "xx"]
)


def passages(text: str, *, language: str = "en", most: int = 200, **options) -> list[Passage]:
    return list(plan(text, language=language, max_characters=most, **options))


def texts(text: str, **options) -> list[str]:
    return [passage.text for passage in passages(text, **options)]


def unspaced(text: str) -> str:
    return regex.sub(r"\s+", "", text)


@settings(max_examples=300, deadline=None)
@given(TEXTS, LANGUAGES, st.integers(20, 120), st.booleans(), st.integers(0, 150))
@example("a" * 100 + "\u0301" * 100, "en", 20, True, 0)
def test_no_character_is_lost_or_repeated(text, language, most, short, wanted):
    made = passages(text, language=language, most=most, first_passage_short=short, wanted_characters=wanted)
    assert unspaced("".join(passage.text for passage in made)) == unspaced(clean(text))


@settings(max_examples=300, deadline=None)
@given(TEXTS, LANGUAGES, st.integers(20, 120), st.integers(0, 150))
def test_no_passage_is_longer_than_the_engine_takes(text, language, most, wanted):
    for passage in passages(text, language=language, most=most, wanted_characters=wanted):
        assert len(passage.text) <= most
        assert len(passage.spoken) <= most


@settings(max_examples=200, deadline=None)
@given(TEXTS, st.integers(20, 120))
def test_places_are_those_of_the_text(text, most):
    cleaned, last = clean(text), 0
    for passage in passages(text, most=most):
        assert cleaned[passage.start : passage.end] == passage.text
        assert passage.start >= last
        last = passage.end


@settings(max_examples=50, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_passages(text):
    assert passages(text) == passages(text)


@settings(max_examples=100, deadline=None)
@given(st.one_of(TEXTS, st.text("§©®™&@+=°%€£$#*~^|<>≤±×÷∞→…—!?👍 \n", max_size=8)))
def test_a_text_without_speech_is_all_silence(text):
    if not has_speech(text):
        assert all(passage.is_silent for passage in passages(text))


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["👨‍👩‍👧‍👦", "e\u0301\u0323", "🇩🇪", "नि", "한", "👍🏽"]), min_size=10, max_size=60
    )
)
def test_what_looks_like_one_character_is_never_cut(clusters):
    cleaned = clean("".join(clusters))
    borders = {0, *(found.end() for found in regex.finditer(r"\X", cleaned))}
    assert {passage.end for passage in passages(cleaned, most=20)} <= borders


def test_it_survives_what_looks_like_the_end_of_a_sentence():
    sentences = [
        "Dr. Smith of St. Louis measured 3.14 metres, e.g. with Mrs. Jones at No. 5.",
        "He read J. R. R. Tolkien in the U.S. Army until 5 p.m. and liked it a lot.",
        "See https://example.com/a.b?c=d or write to j.doe@example.com. today maybe.",
        "“Stop it right now!” he said to everybody who was there. with some force.",
        "Wait... for it to become what it was going to be, or perhaps not at all.",
    ]
    for sentence in sentences:
        assert texts(sentence, first_passage_short=False) == [sentence]


def test_sentences_become_passages():
    text = "This is the first sentence of them. It is followed by another one! And is this the third of them?"
    assert texts(text) == [
        "This is the first sentence of them.",
        "It is followed by another one!",
        "And is this the third of them?",
    ]


def test_a_sentence_may_end_with_an_abbreviation():
    text = (
        "She moved from Canada to the U.S. He stayed behind until 5 p.m. Then they met again somewhere else."
    )
    assert len(texts(text)) == 3


def test_short_sentences_keep_each_other_company():
    assert texts("Yes. No. Perhaps. I do not know what to say about it, really.")[0].startswith(
        "Yes. No. Perhaps."
    )


def test_a_list_keeps_its_items_apart():
    assert texts("Buy:\n1. Milk\n2. Eggs\n- bread") == ["Buy:", "1. Milk", "2. Eggs", "- bread"]


def test_wrapped_lines_are_one_sentence():
    text = "This line was wrapped by an editor at some width that was\nchosen long ago, and goes on here."
    assert len(texts(text)) == 1


def test_german_ordinals_end_no_sentence():
    assert len(texts("Am 3. Mai kommt z. B. Herr Dr. Müller um 15 Uhr zu uns.", language="de")) == 1


def test_chinese_and_japanese_end_sentences_without_spaces():
    made = texts(
        "这是第一个很长很长的句子，里面有逗号。这是第二个很长很长的句子吗？是的，这就是第三个句子！",
        language="zh",
    )
    assert len(made) == 3
    assert (
        len(texts("これはとても長い最初の文章です、はい。これはとても長い二番目の文章です。", language="ja"))
        == 2
    )


def test_hindi_and_arabic_end_sentences_with_their_own_signs():
    assert len(texts("यह पहला वाक्य है जो काफी लंबा है। यह दूसरा वाक्य है जो लंबा है।", language="hi")) == 2
    assert (
        len(texts("هل هذه هي الجملة الأولى الطويلة؟ نعم، هذه هي الجملة الثانية الطويلة.", language="ar")) == 2
    )


def test_thai_is_cut_at_spaces():
    text = " ".join(["ภาษาไทยไม่มีช่องว่าง"] * 20)
    assert all(piece.startswith("ภาษา") for piece in texts(text, language="th", most=50))


def test_five_thousand_characters_without_punctuation_are_cut_between_words():
    text = "word " * 1000
    assert all(set(piece.split()) == {"word"} for piece in texts(text, most=150))


def test_the_first_passage_is_a_clause():
    text = (
        "When the sun had gone down behind the hills, "
        + "the people of the village came out to sing " * 3
        + "."
    )
    first, *_ = texts(text, most=400)
    assert first == "When the sun had gone down behind the hills,"
    assert len(texts(text, most=400, first_passage_short=False)) == 1


@pytest.mark.parametrize(
    ("sentence", "first"),
    [
        ("The river was high that morning, and the ferry had not come.", "The river was high that morning,"),
        ("The river was high this morning, I think.", "The river was high this morning, I think."),
        ("The old river was so very high this morning, I think.", None),
        ("Yes, the river was as high as it ever is in spring.", None),
    ],
)
def test_a_first_sentence_is_cut_only_where_both_parts_are_long_enough(sentence, first):
    assert texts(f"{sentence} {sentence}", most=400)[0] == (first or sentence)


def test_sentences_are_joined_as_far_as_wanted_and_hardly_further_than_all_before_them():
    sentence = "The river was high in spring. "  # 29 characters and a space
    lengths = [len(text) for text in texts(sentence * 12, most=400, wanted_characters=100)]
    assert lengths == [29, 29, 59, 89, 89, 59]
    assert texts(sentence * 12, most=400) == [sentence.strip()] * 12


def test_wanting_more_joins_no_paragraphs_and_goes_beyond_no_maximum():
    text = "The river was high in spring.\n\n" * 5
    assert len(texts(text, most=400, wanted_characters=300)) == 5
    together = "The river was high in spring. " * 20
    assert max(map(len, texts(together, most=60, wanted_characters=300))) <= 60


def test_pauses_grow_from_clause_to_paragraph_and_the_end_has_none():
    text = (
        "The first sentence is not so short. The second sentence is not so short.\n\nThe end is not so short."
    )
    pauses = [passage.pause_after_seconds for passage in passages(text)]
    assert 0 < pauses[0] < pauses[1]
    assert pauses[2] == 0
    assert [passage.paragraph_end for passage in passages(text)] == [False, True, True]


def test_faster_speech_has_shorter_pauses():
    text = "The first sentence is not so short. The second sentence is not so short."
    assert passages(text, speed=2.0)[0].pause_after_seconds == passages(text)[0].pause_after_seconds / 2


def test_a_silence_asked_for_replaces_the_natural_one():
    made = passages("Hello to all of you out there. [pause:500ms] And good bye. [PAUSE: 2 s]")
    assert [(passage.text, passage.pause_after_seconds) for passage in made] == [
        ("Hello to all of you out there.", 0.0),
        ("", 0.5),
        ("And good bye.", 0.0),
        ("", 2.0),
    ]


def test_a_row_of_asterisks_is_silent_but_not_lost():
    made = passages("One paragraph.\n\n* * *\n\nAnother one.")
    assert [(passage.text, passage.spoken) for passage in made][1] == ("* * *", "")


def test_the_lexicon_is_heard_and_the_text_stays():
    entries = [LexiconEntry("Nguyen", respelling="win"), LexiconEntry("tomato", ipa="təˈmɑːtəʊ")]
    (made,) = passages("Mr. Nguyen ate a tomato.", lexicon=entries)
    assert made.text == "Mr. Nguyen ate a tomato."
    assert made.spoken == "Mister win ate a tomato."
    (said,) = made.pronunciations
    assert (made.spoken[said.start : said.end], said.ipa) == ("tomato", "təˈmɑːtəʊ")


def test_a_lexicon_entry_is_never_cut_by_a_sentence():
    entries = [LexiconEntry("Yahoo! Inc", respelling="yahoo")]
    assert (
        passages("He went to Yahoo! Inc last year.", lexicon=entries)[0].spoken
        == "He went to yahoo last year."
    )


def test_passages_are_made_as_they_are_drawn():
    drawn = plan("A sentence of some length here. " * 30_000, language="en", max_characters=200)
    assert next(drawn).text == "A sentence of some length here."


@pytest.mark.parametrize(
    ("text", "input_type"),
    [
        ("a[pause:10s]" * 100, "text"),
        ("<speak>" + 'a<break time="10s"/>' * 100 + "</speak>", "ssml"),
    ],
)
def test_pauses_do_not_make_an_hour_of_a_page(text, input_type):
    with pytest.raises(PausesTooLong) as caught:
        plan(text, language="en", max_characters=250, input_type=input_type)
    assert caught.value.seconds == 1000


def test_a_text_may_have_the_pauses_it_needs():
    text = "Breathe in. [pause:4s] Breathe out. [pause:6s] " * 25
    assert sum(p.pause_after_seconds for p in plan(text, language="en", max_characters=250)) >= 240


def test_a_lexicon_does_not_make_a_book_of_a_page():
    entry = LexiconEntry("a", respelling="and so on " * 30, whole_word=False)
    with pytest.raises(LexiconGrowsText):
        plan("a" * 4096, language="en", max_characters=250, lexicon=[entry])
    spelled_out = LexiconEntry("WHO", respelling="World Health Organization")
    assert list(plan("The WHO says. " * 100, language="en", max_characters=250, lexicon=[spelled_out]))
