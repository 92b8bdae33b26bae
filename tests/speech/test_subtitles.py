"""Cues one can read, and the two formats to the letter."""

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from speech.timing import Cue, WordTime, cues_of, to_srt, to_vtt, words_of
from speech.timing.subtitles import LINE_WIDTH, LONGEST_SECONDS


def timed(text, *, seconds=0.4, pauses=None):
    """Words one after the other; `pauses` after a word, by its number."""
    now, times = 0.0, []
    for number, word in enumerate(words_of(text)):
        times.append(WordTime(word.start, word.end, now, now + seconds))
        now += seconds + (pauses or {}).get(number, 0.0)
    return times


def lines_of(text, **options):
    return [cue.lines for cue in cues_of(text, timed(text, **options))]


def test_a_cue_ends_with_its_sentence_and_keeps_its_marks():
    assert lines_of('He said: "Go away now!" Nobody moved (or so it seemed).') == [
        ('He said: "Go away now!"',),
        ("Nobody moved (or so it seemed).",),
    ]


def test_short_sentences_share_a_cue():
    assert lines_of("No. Yes. We went home then.", seconds=0.3) == [("No. Yes. We went home then.",)]


def test_a_long_sentence_breaks_at_a_clause_and_its_lines_are_alike():
    text = (
        "When the ship had finally reached the harbour of the town, everybody who was on board "
        "went to look for something to eat and drink."
    )
    first, *_ = cues = lines_of(text, seconds=0.25)
    assert " ".join(first) == "When the ship had finally reached the harbour of the town,"
    assert len(first) == 2
    assert abs(len(first[0]) - len(first[1])) < 8
    assert " ".join(" ".join(lines) for lines in cues) == text


def test_a_silence_ends_a_cue():
    assert lines_of("one two three four", pauses={1: 2.0}) == [("one two",), ("three four",)]


def test_a_short_cue_stays_a_second_but_not_into_the_next():
    cues = cues_of("Hm what then", timed("Hm what then", seconds=0.25, pauses={0: 5.0, 1: 0.875}))
    assert [(cue.start_seconds, cue.end_seconds) for cue in cues] == [
        (0, 1.0),
        (5.25, 6.25),
        (6.375, 7.375),
    ]


def test_chinese_counts_twice_and_breaks_anywhere_but_before_a_mark():
    text = "今天天气很好我们一起去公园散步吧然后再去吃饭，" * 3
    for lines in lines_of(text, seconds=0.2):
        assert len(lines) <= 2
        assert all(len(line) <= LINE_WIDTH // 2 and not line.startswith("，") for line in lines)


def test_srt_to_the_letter():
    cues = [Cue(0.0, 1.5, ("One", "two")), Cue(3_599.9996, 3_601.0, ("A --> B & <i>",))]
    assert to_srt(cues) == (
        "1\n00:00:00,000 --> 00:00:01,500\nOne\ntwo\n\n2\n01:00:00,000 --> 01:00:01,000\nA --> B & <i>\n"
    )
    assert to_srt([]) == ""


def test_vtt_to_the_letter():
    assert to_vtt([Cue(0.25, 1.0, ("A --> B & <i>",)), Cue(2, 3, ("x",))]) == (
        "WEBVTT\n\n00:00:00.250 --> 00:00:01.000\nA --&gt; B &amp; &lt;i&gt;\n\n"
        "00:00:02.000 --> 00:00:03.000\nx\n"
    )
    assert to_vtt([]) == "WEBVTT\n"


def test_a_hundred_hours_have_three_digits_and_minutes_start_anew():
    assert "100:01:02,003 --> 100:01:03,000" in to_srt([Cue(360_062.003, 360_063.0, ("late",))])


def test_rounding_makes_no_cue_empty_and_no_two_overlap():
    text = to_srt([Cue(1.0004, 1.0004, ("a",)), Cue(1.0004, 1.0006, ("b",)), Cue(0.5, 0.6, ("c",))])
    assert re.findall(r"01,(\d{3}) --> 00:00:01,(\d{3})", text) == [
        ("000", "001"),
        ("001", "002"),
        ("002", "003"),
    ]


@given(
    st.lists(
        st.sampled_from(["a", "some", "words,", "End.", "“Quoted”", "今天很好。", "x" * 60, "…"]), max_size=40
    ),
    st.floats(0.01, 3.0),
)
def test_every_sign_is_in_a_cue_and_the_limits_hold(parts, seconds):
    text = " ".join(parts)
    times = timed(text, seconds=seconds)
    cues = cues_of(text, times)
    if times:
        shown = "".join("".join(cue.lines) for cue in cues)
        assert "".join(shown.split()) == "".join(text.split())
    assert all(left.end_seconds <= right.start_seconds + 1e-9 for left, right in pairwise(cues))
    for cue in cues:
        one_word = len(words_of(" ".join(cue.lines))) == 1
        assert one_word or cue.end_seconds - cue.start_seconds <= LONGEST_SECONDS + 1e-6
        assert one_word or len(cue.lines) <= 2
