"""Scripts as people write them: who says what, what is left out, and that no word is lost."""

import time
from collections import Counter

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from speech.text import clean
from studio.conversations.scripts import Script, parts_of, read_script


def said_in(script: Script) -> list[tuple[str, str]]:
    return [(turn.speaker, turn.text) for turn in script.turns]


def said(text: str, format_name: str = "auto", **options) -> list[tuple[str, str]]:
    return said_in(read_script(text, format_name=format_name, **options))


@pytest.mark.parametrize(
    ("line", "speaker", "words"),
    [
        ("ANNA: Hello.", "ANNA", "Hello."),
        ("Anna (whispering): Hello.", "Anna", "Hello."),
        ("Anna [off]: Hello.", "Anna", "Hello."),
        ("Speaker 2: Hello.", "Speaker 2", "Hello."),
        ("Dr. Müller-Lüdenscheidt: Hallo.", "Dr. Müller-Lüdenscheidt", "Hallo."),
        ("Vincent van Gogh: Hallo.", "Vincent van Gogh", "Hallo."),
        ("O'Brien & Sons: Hello.", "O'Brien & Sons", "Hello."),
        ("ANNA:Hello.", "ANNA", "Hello."),
        ("ANNA : Hello.", "ANNA", "Hello."),
        ("**Anna:** Hello.", "Anna", "Hello."),
        ("**Anna**: Hello.", "Anna", "Hello."),
        ("[00:12] Anna: Hello.", "Anna", "Hello."),
        ("00:01:12.5 Anna: Hello.", "Anna", "Hello."),
        ("安娜：你好。", "安娜", "你好。"),
        ("Анна: Привет.", "Анна", "Привет."),
        ("आन्ना: नमस्ते।", "आन्ना", "नमस्ते।"),
        ("anna: hello", "anna", "hello"),
        ("ANNA: (laughs) Hello.", "ANNA", "Hello."),
        ("ANNA: [pause:1s] Hello.", "ANNA", "[pause:1s] Hello."),
        ("ANNA:\nHello.", "ANNA", "Hello."),
        ("ANNA: Meet at 10:30, see https://example.org: now.", "ANNA", None),
    ],
)
def test_who_speaks_is_before_the_colon(line, speaker, words):
    words = words or line.partition(": ")[2]
    assert said(line) == [(speaker, words)]


@pytest.mark.parametrize(
    "line",
    [
        "https://example.org/a",
        "10:30 is late.",
        "At 10:30 we left.",
        "mailto:anna@example.org",
        "C:\\Users",
        "std::vector",
        "He told me that it was: nothing.",
        "What? No: never.",
        ": Hello.",
        "(aside): Hello.",
        "x" * 60 + ": Hello.",
    ],
)
def test_what_only_has_a_colon_is_said_by_whoever_speaks(line):
    assert said(f"ANNA: Hello.\n{line}") == [("ANNA", f"Hello.\n{line}")]
    assert said(line) == [("", line)]


def test_lines_go_on_and_directions_are_left_out():
    script = read_script(
        "It is late.\n\nANNA: One\ntwo\n\n\nthree.\n(laughs)\n[A door.\nIt slams.]\n# Act 2\n---\n"
        "Bert (aside): (coughs) Four [pause:0.5s] (five) six.\nANNA:\n[Curtain.]"
    )
    assert said_in(script) == [
        ("", "It is late."),
        ("ANNA", "One\ntwo\n\nthree."),
        ("Bert", "Four [pause:0.5s] (five) six."),
    ]
    assert script.left_out == (
        *("(laughs)", "[A door.\nIt slams.]", "# Act 2", "---", "(aside)", "(coughs)"),
        *("[Curtain.]", "ANNA"),
    )


def test_without_a_name_each_paragraph_is_a_turn():
    assert said("One\ntwo.\n\n  \nThree.\n\n(Four)") == [("", "One\ntwo."), ("", "Three.")]
    assert said("One.\nTwo!\nThree") == [("", "One."), ("", "Two!"), ("", "Three")]
    assert said("One that is\nwrapped over lines") == [("", "One that is\nwrapped over lines")]


def test_a_name_has_one_spelling():
    assert said("Anna: a\nBERT: b\nANNA: c") == [("Anna", "a"), ("BERT", "b"), ("Anna", "c")]


def test_a_small_word_before_a_colon_is_a_name_where_it_comes_again():
    assert said("ANNA: well\nthen: no") == [("ANNA", "well\nthen: no")]
    assert said("first man: a\nsecond man: b\nfirst man: c\nsecond man: d") == [
        *(("first man", "a"), ("second man", "b")),
        *(("first man", "c"), ("second man", "d")),
    ]


FOUNTAIN = """Title: A *Test*
    of two lines
Author: Anna

EXT. PARK - DAY

Two people meet. ANNA waves.

ANNA (V.O.) (CONT'D)
(whispering)
Hello *there*, **dear** _friend_. [[not too
loud]]
2*3 and 2 * 3 and snake_case.

BERT ^
Yes. /* cut

this */ No.
  
Still me.

@McAvoy
~sung along

.FORCED HEADING

!ACTION
in two lines

# Section
= Synopsis
===

CUT TO:

> THE END <

ANNA:
With a colon \\*kept\\*.
"""


def test_fountain_says_its_dialogue():
    script = read_script(FOUNTAIN)
    assert script.format == "fountain"
    assert said_in(script) == [
        ("ANNA", "Hello there, dear friend.\n2*3 and 2 * 3 and snake_case."),
        ("BERT", "Yes. No.\n\nStill me."),
        ("McAvoy", "sung along"),
        ("ANNA", "With a colon *kept*."),
    ]
    left_out = "\n".join(script.left_out)
    for each in ("Title: A *Test*", "EXT. PARK", "ANNA waves", "(V.O.) (CONT'D)", "(whispering)", "loud]]"):
        assert each in left_out
    for each in (
        "cut\n\nthis",
        ".FORCED",
        "!ACTION\nin two lines",
        "# Section",
        "===",
        "CUT TO:",
        "> THE END",
    ):
        assert each in left_out


@pytest.mark.parametrize(
    "action", ["ANNA", "ANNA\n\nHello.", "Text\nANNA\nHello.", "123\nHello.", "ANNA waves\nHello."]
)
def test_capitals_alone_are_no_dialogue(action):
    assert said(action, "fountain") == []


SRT = """\ufeff1
00:00:01,000 --> 00:00:02,000
ANNA: Hello,
my <i>dear</i> {\\an8}friend.

2
00:00:02,500 --> 00:00:04,000
How are you?

3
00:00:05,000 --> 00:00:07,000 X1:40
- BERT: Fine.
- ANNA (softly): Good.

4
00:00:06,500 --> 00:00:09,000
[music]
BERT: Yes.
"""


def test_subtitles_are_joined_by_who_speaks():
    script = read_script(SRT.replace("\n", "\r\n"))
    assert script.format == "srt"
    assert said_in(script) == [
        ("ANNA", "Hello,\nmy dear friend.\nHow are you?"),
        ("BERT", "Fine."),
        ("ANNA", "Good."),
        ("BERT", "Yes."),
    ]
    assert script.left_out == ("(softly)", "[music]")
    assert {turn.gap_ms for turn in script.turns} == {None}


def test_times_become_pauses_where_that_is_asked_for():
    turns = read_script(SRT, keep_times=True).turns
    assert [turn.gap_ms for turn in turns] == [None, 1_000, 0, -500]


def test_a_long_pause_parts_what_one_says_where_times_are_kept():
    srt = "1\n00:00:01,000 --> 00:00:02,000\nOne.\n\n2\n00:00:05,000 --> 00:00:06,000\nTwo.\n"
    assert said(srt) == [("", "One.\nTwo.")]
    assert [(turn.text, turn.gap_ms) for turn in read_script(srt, keep_times=True).turns] == [
        ("One.", None),
        ("Two.", 3_000),
    ]


def test_webvtt_names_its_voices():
    script = read_script(
        "WEBVTT - a title\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE me\nand you\n\n"
        "intro\n00:01.000 --> 00:02.000 align:left\n"
        "<v Anna>Hello &amp; <c.loud>good</c> <00:01.500>day</v>\n\n"
        "00:02.000 --> 00:03.000\n<v.first.loud Bert Smith>Hi. <v Anna>Ho.\n\n"
        "00:03.000 --> 00:04.000\nNobody.\n"
    )
    assert (script.format, said_in(script)) == (
        "vtt",
        [("Anna", "Hello & good day"), ("Bert Smith", "Hi."), ("Anna", "Ho."), ("", "Nobody.")],
    )
    assert script.left_out == ("STYLE", "::cue { color: red }", "NOTE me", "and you")


@pytest.mark.parametrize(
    ("text", "format_name"),
    [
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nHi", "vtt"),
        ("1\n00:00:01,000 --> 00:00:02,000\nHi", "srt"),
        ("INT. HOUSE\n\nANNA\nHi.", "fountain"),
        ("ANNA\nHi.\n\nBERT\nHo: ho.", "fountain"),
        ("ANNA: Hi.\n\nNOW\nBERT: Ho.", "plain"),
        ("Hello.", "plain"),
        ("", "plain"),
    ],
)
def test_the_format_is_found_out(text, format_name):
    assert read_script(text).format == format_name


def test_a_long_turn_is_cut_where_sentences_end():
    sentence = "This is one of many sentences. "
    parts = list(parts_of(sentence * 400, most=5_000))
    assert len(parts) == 3
    assert all(len(part) <= 5_000 and part.endswith(".") for part in parts)
    assert " ".join(parts) == (sentence * 400).strip()
    assert [len(part) for part in parts_of("x" * 12_000, most=5_000)] == [5_000, 5_000, 2_000]


# What is lost, if anything is, is lost at brackets, colons, marks and blank lines.
LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "",
                "  ",
                "ANNA",
                "ANNA: hi",
                "@x",
                "(a b)",
                "[c",
                "d]",
                "[[e",
                "f]]",
                "/* g",
                "h */",
                "> i",
                "!j",
            ]
        ),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30),
        st.text("aB :()[]*_/\\.^~#=-0<>&", max_size=20),
    ),
    max_size=12,
)


def words_of(text: str) -> Counter[str]:
    return Counter(regex.findall(r"[\p{L}\p{N}]+", text.casefold()))


@given(LINES, st.sampled_from(["auto", "plain", "fountain"]))
def test_every_word_is_said_or_told_to_be_left_out(lines, format_name):
    text = "\n".join(lines)
    script = read_script(text, format_name=format_name)
    told = [*script.left_out, *(f"{turn.speaker}\n{turn.text}" for turn in script.turns)]
    missing = words_of(without_marks(text)) - words_of(without_marks("\n".join(told)))
    assert not missing


def without_marks(text: str) -> str:
    """Emphasis may stand within a word, and what can't be said is in none."""
    return regex.sub(r"[*_\\\x00]|/\*|\*/", "", clean(text))


WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=6), min_size=1, max_size=8).map(" ".join)
SPOKEN = st.lists(st.tuples(st.sampled_from(["ANNA", "BERT", "MR. X", "Ö 2"]), WORDS), min_size=1, max_size=8)


def as_plain(lines):
    return "\n".join(f"{name}: {words}" for name, words in lines)


def as_fountain(lines):
    return "\n\n".join(f"{name}\n{words}" for name, words in lines)


def as_srt(lines):
    return "\n\n".join(
        f"{number}\n00:00:{number:02},000 --> 00:00:{number:02},900\n{name}: {words}"
        for number, (name, words) in enumerate(lines, 1)
    )


def as_vtt(lines):
    cues = (
        f"00:{number:02}.000 --> 00:{number:02}.900\n<v {name}>{words}"
        for number, (name, words) in enumerate(lines, 1)
    )
    return "\n\n".join(["WEBVTT", *cues])


@given(SPOKEN, st.sampled_from([as_plain, as_fountain, as_srt, as_vtt]))
def test_what_is_written_in_any_format_is_read_as_it_was(lines, written):
    script = read_script(written(lines))
    assert script.left_out == ()
    joined: list[tuple[str, str]] = []
    for name, words in lines:
        is_joined = script.format in ("srt", "vtt") and joined and joined[-1][0] == name
        if is_joined:
            joined[-1] = (name, f"{joined[-1][1]}\n{words}")
        else:
            joined.append((name, words))
    assert said_in(script) == joined


@given(st.text("ab. \n!", max_size=300), st.integers(5, 60))
def test_parts_hold_all_there_is(text, most):
    parts = list(parts_of(text, most=most))
    assert all(0 < len(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


@pytest.mark.parametrize(
    "hostile",
    ["[[", "/*", "(", "((((\n", "[a\n", "A: ", "*", "<v ", "<v a>", "10:30 ", "-->\n", "A: hi\n", "a", "&"],
)
def test_no_script_takes_long(hostile):
    text = hostile * (60_000 // len(hostile))
    began = time.perf_counter()
    for format_name in ("auto", "plain", "fountain", "srt", "vtt"):
        read_script(text, format_name=format_name)
    assert time.perf_counter() - began < 15  # it is a second; what grows with the square takes minutes


@pytest.mark.parametrize(
    "hostile",
    [
        "A{spaces}b: hi",
        "1:23{spaces}b",
        "{brackets}\nA: x",
        "A{brackets}x\nfoo",
        "A: {brackets}",
        "00:01.000 --> 00:02.000\n<v{spaces}x",
    ],
)
def test_no_line_of_a_script_takes_long_either(hostile):
    text = hostile.format(spaces=" " * 100_000, brackets="()" * 50_000)
    began = time.perf_counter()
    for format_name in ("auto", "plain", "fountain", "srt", "vtt"):
        read_script(text, format_name=format_name)
    assert time.perf_counter() - began < 15  # it is a second; what grows with the square takes minutes
