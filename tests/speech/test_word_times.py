"""Words, and their times: from the spoken to the written, from phonemes, from the sound itself."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.timing import HeardWord, WordTime, align, voiced_regions, words_of, written_times
from speech.timing.matching import times_of
from speech.timing.phoneme_words import words_in

RATE_HZ = 16_000


def texts_of(text):
    return [text[word.start : word.end] for word in words_of(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don't stop, e-mail me: 3.14!", ["Don't", "stop", "e-mail", "me", "3.14"]),
        ("It’s $5.50 (or 50%), 1,000 at 10:30.", ["It’s", "$5.50", "or", "50%", "1,000", "at", "10:30"]),
        ("ada@example.org & C++ at -5°C", ["ada@example.org", "&", "C++", "at", "-5°C"]),
        ("one,two - three -- 'four'", ["one", "two", "three", "four"]),
        ("नमस्ते दुनिया।", ["नमस्ते", "दुनिया"]),
        ("السلام عليكم، كيف", ["السلام", "عليكم", "كيف"]),
        ("안녕하세요 세계", ["안녕하세요", "세계"]),
        ("今天很好。", ["今", "天", "很", "好"]),
        ("コーヒーをちょっと。", ["コーヒー", "を", "ちょっ", "と"]),
        ("ภาษาไทย", ["ภาษา", "ไทย"]),
        ("e\u0301te\u0301 naïve", ["e\u0301te\u0301", "naïve"]),
        ("", []),
        ("... !? —", []),
    ],
)
def test_words_are_what_one_would_point_at(text, words):
    assert texts_of(text) == words


@given(st.text(max_size=200))
def test_no_letter_is_outside_a_word_and_words_are_in_order(text):
    words = words_of(text)
    assert all(left.end <= right.start for left, right in pairwise(words))
    inside = {place for word in words for place in range(word.start, word.end)}
    plain = {place for place, letter in enumerate(text) if letter.isalpha() and ord(letter) < 0x3000}
    assert plain <= inside


def test_huge_words_are_words():
    assert len(words_of("a" * 200_000 + "'" * 10 + "-1" * 50_000)) == 2
    assert words_of("ก" * 100_000 + "เ" * 100_000)[0].end == 100_000


def evenly(text, seconds=1.0):
    """A second for every word."""
    return [
        WordTime(word.start, word.end, number * seconds, (number + 1) * seconds)
        for number, word in enumerate(words_of(text))
    ]


def moved(written, spoken):
    times = written_times(written, spoken, evenly(spoken))
    assert [(time.start, time.end) for time in times] == [
        (word.start, word.end) for word in words_of(written)
    ]
    return {written[time.start : time.end]: (time.start_seconds, time.end_seconds) for time in times}


def test_a_year_lasts_as_long_as_its_words():
    assert moved("In 1999 we met", "In nineteen ninety-nine we met") == {
        "In": (0, 1),
        "1999": (1, 3),
        "we": (3, 4),
        "met": (4, 5),
    }


def test_abbreviations_and_case_find_their_words():
    times = moved("Dr. SMITH paid $5 on 3rd St.", "Doctor Smith paid five dollars on third street.")
    assert times["Dr"] == (0, 1)
    assert times["SMITH"] == (1, 2)
    assert times["$5"] == (3, 5)
    assert times["St"] == (7, 8)


def test_two_numbers_side_by_side_share_what_was_said():
    times = moved("rooms 101 7 free", "rooms one hundred and one seven free")
    assert times["101"][0] == 1
    assert times["101"][1] == times["7"][0]
    assert times["7"] == (5, 6)


def test_a_word_that_was_not_said_lies_between_its_neighbours():
    spoken = "we went"
    times = written_times("we (silently) went", spoken, [WordTime(0, 2, 0.0, 1.0), WordTime(3, 7, 2.0, 3.0)])
    assert [(word.start_seconds, word.end_seconds) for word in times] == [(0, 1), (1, 2), (2, 3)]


def test_without_any_time_every_word_is_at_the_beginning():
    assert [word.end_seconds for word in written_times("some words", "", [])] == [0, 0]


WORDS = st.lists(
    st.sampled_from(
        ["the", "cat", "1999", "nineteen", "ninety", "sat", "mat", "dr", "doctor", "今", "日", "&", "x"]
    ),
    max_size=14,
)


@given(WORDS, WORDS, st.data())
def test_every_written_word_has_a_time_in_order(written, spoken, data):
    marks = sorted(
        data.draw(
            st.lists(st.floats(0, 100), min_size=2 * len(spoken), max_size=2 * len(spoken)), label="marks"
        )
    )
    timed = [HeardWord(word, *marks[2 * i : 2 * i + 2]) for i, word in enumerate(spoken)]
    spans = times_of(written, timed)
    assert len(spans) == len(written)
    assert all(start <= end for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    if written == spoken:
        assert spans == [(word.start_seconds, word.end_seconds) for word in timed]


def test_words_that_were_heard_over_each_other_are_not_given_so():
    timed = [HeardWord("one", 0, 2), HeardWord("two", 1, 3), HeardWord("three", 0.5, 1)]
    assert times_of(["one", "two", "three"], timed) == [(0, 2), (2, 3), (3, 3)]


def test_joined_words_are_told_apart_by_their_phonemes():
    passage = "ðɪ ˈɛnd ʌvðə ɹˈOd."
    places = words_in(passage, ["ðə", "ˈɛnd", "ˈʌv", "ðə", "ɹˈOd"])
    assert [passage[start:end] for start, end in places] == ["ðɪ", "ˈɛnd", "ʌv", "ðə", "ɹˈOd"]


def test_a_word_that_is_not_heard_has_no_place():
    assert words_in("həlˈO", ["həlˈO", ""]) == [(0, 5), None]
    assert words_in("", ["həlˈO"]) == [None]
    assert words_in("...", ["həlˈO"]) == [None]
    assert words_in("həlˈO", []) == []


PHONEMES = st.lists(st.text("aekstʃ ˈː.", max_size=6), max_size=8)


@given(PHONEMES)
def test_words_read_as_they_are_heard_keep_every_sound(words):
    passage = ", ".join(words)
    places = [place for place in words_in(passage, words) if place]
    assert all(left[1] <= right[0] for left, right in pairwise(places))
    sounding = {index for index, symbol in enumerate(passage) if symbol in "aekstʃ"}
    assert sounding <= {index for start, end in places for index in range(start, end)}


def silence(seconds):
    return np.zeros(round(seconds * RATE_HZ), np.float32)


def voice(seconds):
    return (0.3 * np.sin(2 * np.pi * 200 * np.arange(round(seconds * RATE_HZ)) / RATE_HZ)).astype(np.float32)


def test_voice_is_told_from_silence_and_a_short_stop_is_no_pause():
    samples = np.concatenate([silence(0.5), voice(1), silence(0.08), voice(0.5), silence(0.6), voice(1)])
    (first, second) = voiced_regions(samples, RATE_HZ)
    assert first == pytest.approx((0.5, 2.08), abs=0.02)
    assert second == pytest.approx((2.68, 3.68), abs=0.02)
    assert voiced_regions(silence(1), RATE_HZ) == voiced_regions(silence(0), RATE_HZ) == []


def test_by_length_alone_a_pause_falls_where_the_clause_ends():
    samples = np.concatenate([silence(0.3), voice(1.2), silence(0.5), voice(2.0), silence(0.4)])
    times = align("Well then, everybody went home.", samples, rate_hz=RATE_HZ)
    assert times[0].start_seconds == pytest.approx(0.3, abs=0.02)
    assert times[1].end_seconds == pytest.approx(1.5, abs=0.02)
    assert times[2].start_seconds == pytest.approx(2.0, abs=0.02)
    assert times[-1].end_seconds == pytest.approx(4.0, abs=0.02)
    longest = max(times, key=lambda word: word.end_seconds - word.start_seconds)
    assert longest == times[2]


def test_what_was_heard_wrongly_is_timed_by_its_neighbours():
    samples = np.concatenate([voice(2), silence(0.5), voice(1.5)])
    heard = [
        HeardWord(" Ada", 0.0, 0.5),
        HeardWord(" love", 0.5, 0.9),
        HeardWord(" lace", 0.9, 1.4),
        HeardWord(" wrote", 1.4, 2.4),
        HeardWord(" it.", 2.4, 4.0),
    ]
    times = align("Ada Lovelace wrote it", samples, rate_hz=RATE_HZ, heard=heard)
    assert [(word.start_seconds, word.end_seconds) for word in times] == [
        (0.0, 0.5),
        (0.5, 1.4),
        (1.4, pytest.approx(2.0, abs=0.02)),
        (pytest.approx(2.5, abs=0.02), pytest.approx(4.0, abs=0.02)),
    ]


@given(st.text("ab, .1今\n", max_size=60), st.lists(st.tuples(st.booleans(), st.floats(0, 0.6)), max_size=6))
def test_any_text_over_any_sound_has_times_in_order(text, parts):
    samples = np.concatenate(
        [silence(0), *((voice if sounds else silence)(length) for sounds, length in parts)]
    )
    times = align(text, samples, rate_hz=RATE_HZ)
    assert len(times) == len(words_of(text))
    length = len(samples) / RATE_HZ + 1e-9  # sums of hundredths of a second
    assert all(0 <= word.start_seconds <= word.end_seconds <= length for word in times)
    assert all(left.end_seconds <= right.start_seconds + 1e-9 for left, right in pairwise(times))
