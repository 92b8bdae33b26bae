"""The subset of SSML: what it does, and how it refuses the rest."""

from xml.sax.saxutils import escape

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.text import (
    BadAttribute,
    DoctypeRefused,
    MalformedSsml,
    Passage,
    SsmlTooDeep,
    SsmlTooLarge,
    UnknownAttribute,
    UnknownTag,
    clean,
    plan,
)


def passages(inner: str, *, language: str = "en", **options) -> list[Passage]:
    return list(
        plan(f"<speak>{inner}</speak>", language=language, max_characters=200, input_type="ssml", **options)
    )


def spoken(inner: str, **options) -> list[str]:
    return [passage.spoken for passage in passages(inner, **options)]


def test_paragraphs_and_sentences_are_what_their_tags_say():
    made = passages("<p><s>One</s><s>two dr. No</s></p><p>Three.</p>")
    assert [passage.text for passage in made] == ["One", "two dr. No", "Three."]
    assert [passage.paragraph_end for passage in made] == [False, True, True]


@pytest.mark.parametrize(
    ("attributes", "seconds"),
    [
        ('time="500ms"', 0.5),
        ('time="1.5s"', 1.5),
        ('strength="none"', 0),
        ('strength="x-strong"', 1.0),
        ("", 0.4),
    ],
)
def test_a_break_is_a_silence(attributes, seconds):
    before, silence, after = passages(f"Hello<break {attributes}/>there")
    assert (before.spoken, before.pause_after_seconds, after.spoken) == ("Hello", 0, "there")
    assert silence.is_silent
    assert silence.pause_after_seconds == seconds


@pytest.mark.parametrize(
    ("rate", "speed"),
    [("slow", 0.75), ("150%", 1.5), ("+20%", 1.2), ("-20%", 0.8), ("1.3", 1.3), ("medium", 1.0)],
)
def test_the_rate_is_the_passages_speed(rate, speed):
    made = passages(f'Before. <prosody rate="{rate}">Inside.</prosody> After.')
    assert [passage.speed for passage in made] == pytest.approx([1.0, speed, 1.0])


def test_rates_multiply_with_each_other_and_with_the_requests_speed():
    inner = '<prosody rate="50%"><prosody rate="200%">a</prosody>b</prosody>'
    assert [passage.speed for passage in passages(inner, speed=1.5)] == pytest.approx([1.5, 0.75])


def test_sub_is_spoken_and_what_is_written_stays():
    (made,) = passages('The <sub alias="World Wide Web Consortium">W3C</sub> met.')
    assert (made.text, made.spoken) == ("The W3C met.", "The World Wide Web Consortium met.")


@pytest.mark.parametrize(
    ("kind", "written", "said"),
    [
        ("characters", "abc1", "A B C one"),
        ("spell-out", "Hi", "H I"),
        ("cardinal", "1984", "one thousand nine hundred eighty-four"),
        ("ordinal", "3", "third"),
        ("digits", "007", "zero zero seven"),
        ("telephone", "555 0199", "five five five, zero one nine nine"),
        ("time", "3:30pm", "three thirty PM"),
    ],
)
def test_say_as_reads_in_its_own_way(kind, written, said):
    assert spoken(f'<say-as interpret-as="{kind}">{written}</say-as>') == [said]


def test_say_as_reads_a_date_in_the_order_of_its_format():
    inner = '<say-as interpret-as="date" format="dmy">01/02/2024</say-as>'
    assert spoken(inner) == ["February first, twenty twenty-four"]
    assert spoken(inner, language="es") == ["primero de febrero de dos mil veinticuatro"]


def test_a_phoneme_is_carried_to_the_engine_with_its_place():
    (made,) = passages('A <phoneme alphabet="ipa" ph="təˈmɑːtəʊ">tomato</phoneme> and 5.')
    assert made.spoken == "A tomato and five."
    assert [(made.spoken[one.start : one.end], one.ipa) for one in made.pronunciations] == [
        ("tomato", "təˈmɑːtəʊ")
    ]


def test_emphasis_changes_nothing():
    assert spoken('This is <emphasis level="strong">very</emphasis> good.') == ["This is very good."]


def test_line_ends_and_indentation_are_layout():
    assert spoken("\n  Hello\n\n  there.\n") == ["Hello there."]


def test_the_usual_header_is_let_through():
    source = (
        '<?xml version="1.0" encoding="UTF-8"?><speak version="1.1" xml:lang="en-US" '
        'xmlns="http://www.w3.org/2001/10/synthesis">Hi.</speak>'
    )
    assert [p.spoken for p in plan(source, language="en", max_characters=99, input_type="ssml")] == ["Hi."]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.text(
            st.characters(
                codec="utf-8", exclude_characters="\r", exclude_categories=["Cc", "Cn", "Cs", "Mn"]
            ),
            max_size=30,
        )
    )
)
def test_places_are_those_of_the_source(runs):
    source = clean("<speak>" + "<emphasis>x</emphasis>".join(escape(run) for run in runs) + "</speak>")
    made = list(plan(source, language="en", max_characters=40, input_type="ssml"))
    expected = clean("x".join(runs)) if runs else ""
    assert regex.sub(r"\s", "", "".join(one.text for one in made)) == regex.sub(r"\s", "", expected)
    for one in made:
        plain = regex.sub(r"</?emphasis>", "", source[one.start : one.end])
        for reference, sign in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
            plain = plain.replace(reference, sign)
        if "emphasis" not in source[one.start : one.end]:
            assert regex.sub(r"\s", " ", plain) == regex.sub(r"\s", " ", one.text)


def test_a_passage_ends_after_the_whole_reference():
    source = "<speak>Tom &amp; me &#38;</speak>"
    (made,) = plan(source, language="en", max_characters=99, input_type="ssml")
    assert source[made.start : made.end] == "Tom &amp; me &#38;"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE lolz [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">',
    ],
)
def test_a_document_type_is_refused(doctype):
    with pytest.raises(DoctypeRefused):
        plan(f"{doctype}<speak>&b;</speak>", language="en", max_characters=100, input_type="ssml")


def test_an_unknown_tag_is_named_with_what_is_allowed():
    with pytest.raises(UnknownTag, match=r"<voice> is not supported.*<prosody>.*line 2, column 4") as caught:
        passages("\n   <voice name='x'>a</voice>")
    assert caught.value.tag == "voice"


def test_an_unknown_attribute_is_named():
    with pytest.raises(UnknownAttribute, match="pitch"):
        passages('<prosody pitch="high">a</prosody>')


@pytest.mark.parametrize(
    "inner",
    [
        '<break time="11s"/>',
        '<break time="soon"/>',
        '<break strength="huge"/>',
        '<prosody rate="900%">a</prosody>',
        '<prosody rate="quick">a</prosody>',
        "<sub>a</sub>",
        "<say-as>a</say-as>",
        '<say-as interpret-as="opera">a</say-as>',
        '<phoneme alphabet="x-sampa" ph="a">a</phoneme>',
        "<phoneme>a</phoneme>",
    ],
)
def test_a_value_out_of_bounds_is_named(inner):
    with pytest.raises(BadAttribute, match="Allowed"):
        passages(inner)


@pytest.mark.parametrize(
    "source",
    [
        "Hello",
        "<speak>a",
        "<speak><p>a</speak>",
        "<speak>a &nbsp; b</speak>",
        "<p>a</p>",
        "<speak>a</speak><speak>b</speak>",
        "<speak>&#0;</speak>",
        "<speak><break>a</break></speak>",
        '<speak><sub alias="a"><break/></sub></speak>',
        '<speak><sub alias="a"></sub></speak>',
    ],
)
def test_what_is_not_well_formed_is_refused_with_its_place(source):
    with pytest.raises(MalformedSsml, match=r"line 1, column \d+"):
        plan(source, language="en", max_characters=100, input_type="ssml")


def test_depth_and_size_have_limits():
    with pytest.raises(SsmlTooDeep):
        passages("<emphasis>" * 40 + "a" + "</emphasis>" * 40)
    with pytest.raises(SsmlTooLarge):
        passages("a" * 2_000_001)
