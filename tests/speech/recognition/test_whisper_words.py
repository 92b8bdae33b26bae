"""Words as sentences, and speech that was passed over."""

from itertools import pairwise

from speech.recognition.base import RATE_HZ, Gap, Stretch
from speech.recognition.whisper_decoding import Decoded
from speech.recognition.whisper_holes import Hole, Part, filled, holes_in
from speech.recognition.whisper_segments import without_pauses
from speech.recognition.whisper_words import LONGEST_SEGMENT_SECONDS, Said, sentences_of
from tests.speech.recognition.sounds import silence


def said(text, *, start=0.0, pace=0.3, pause=0.0):
    """A word each `pace` seconds."""
    return [
        Said(f" {word}", (number,), (0.9,), start + number * pace, start + (number + 1) * pace - pause)
        for number, word in enumerate(text.split())
    ]


def decoded(*, logprob=-0.1, tokens=(1, 2)):
    return Decoded(tokens, "words", 0.0, logprob, 0.0, is_whole=True)


def texts(sentences):
    return ["".join(word.text for word in sentence).strip() for sentence in sentences]


def test_a_sentence_ends_at_its_full_stop():
    words = said("It rained. We stayed in. Did you? Yes!")
    assert texts(sentences_of(words)) == ["It rained.", "We stayed in.", "Did you?", "Yes!"]


def test_a_point_that_ends_no_sentence_parts_nothing():
    words = said("Dr. Smith met J. Brown, e.g. at 3.5 km. Then he left.")
    assert texts(sentences_of(words)) == ["Dr. Smith met J. Brown, e.g. at 3.5 km.", "Then he left."]


def test_other_scripts_end_sentences_too():
    words = [
        Said(sign, (number,), (0.9,), number * 0.2, number * 0.2 + 0.2)
        for number, sign in enumerate("下雨了。我们在家。")
    ]
    assert texts(sentences_of(words)) == ["下雨了。", "我们在家。"]


def test_a_long_pause_parts_words_without_a_full_stop():
    words = said("so then") + said("we went home", start=3)
    assert texts(sentences_of(words)) == ["so then", "we went home"]


def test_a_silence_that_was_left_out_parts_words_as_well():
    words = said("Yes,") + said("the quick brown fox", start=1.0)
    heard = Stretch(silence(3), 0.0, (Gap(0.6, 60.0, 0.4),))
    assert texts(without_pauses(heard, words)) == ["Yes,", "the quick brown fox"]


def test_a_short_silence_that_was_left_out_parts_nothing():
    words = said("Yes,") + said("the quick brown fox", start=0.8)
    heard = Stretch(silence(3), 0.0, (Gap(0.5, 0.5, 0.4),))
    assert texts(without_pauses(heard, words)) == ["Yes, the quick brown fox"]


def test_what_is_too_long_to_follow_is_parted_at_a_comma():
    words = said(" ".join(["word"] * 28 + ["comma,"] + ["word"] * 31) + ".")
    first, second = sentences_of(words)
    assert first[-1].text == " comma,"
    assert len(first) + len(second) == 60


def test_endless_words_are_parted_and_none_is_lost():
    words = said(" ".join(["word"] * 500))
    sentences = sentences_of(words)
    assert [word for sentence in sentences for word in sentence] == words
    assert all(sentence[-1].end - sentence[0].start <= LONGEST_SEGMENT_SECONDS for sentence in sentences)


def test_no_words_are_no_sentences():
    assert sentences_of([]) == []


def test_speech_without_holes_has_none():
    words = said("It rained all day. We stayed in and read.")
    assert holes_in(words, words[-1].end + 0.4) == []


def test_time_without_words_is_a_hole_wherever_it_is():
    words = said("It rained. We read.", start=5)
    assert [(hole.start, hole.end) for hole in holes_in(words, 20.0)] == [(0.0, 5.0), (words[-1].end, 20.0)]
    assert [(hole.start, hole.end, hole.first, hole.last) for hole in holes_in([], 8.0)] == [(0.0, 8.0, 0, 0)]


def test_a_sentence_with_a_word_that_lasts_for_seconds_is_heard_again_whole():
    one, two, three = said("It rained."), said("We stayed in.", start=1), said("Then we left.", start=9)
    two[1] = Said(" stayed", (1,), (0.9,), 1.3, 8.0)
    two[2] = Said(" in.", (2,), (0.9,), 8.0, 8.4)
    [hole] = holes_in([*one, *two, *three], three[-1].end)
    assert (hole.start, hole.end) == (one[-1].end, three[0].start)
    assert (hole.first, hole.last) == (2, 5)


def test_holes_lie_apart():
    words = said("a b.") + said("c d.", start=4.5) + said("e f.", start=9)
    holes = holes_in(words, 30.0)
    assert all(before.end <= after.start for before, after in pairwise(holes))


def test_what_fills_a_hole_stands_at_its_time():
    words = tuple(said("It rained.") + said("We left.", start=10))
    hole = Hole(0.6, 10.0, 2, 2)
    heard = Part(decoded(), tuple(said("and the wind blew hard.", start=1)))
    before, within, after = filled(Part(decoded(), words), hole, heard)
    assert before.words == words[:2]
    assert after.words == words[2:]
    assert within.words[0].start == 1.6
    assert hole.sound(Stretch(silence(12), 50.0)).seconds * RATE_HZ == 9.4 * RATE_HZ


def test_what_says_less_or_is_doubtful_fills_none():
    part, hole = Part(decoded(), tuple(said("It rained all day."))), Hole(0.0, 5.0, 0, 4)
    assert filled(part, hole, Part(decoded(), tuple(said("It rained.")))) == [part]
    doubtful = Part(decoded(logprob=-2.0), tuple(said("a b c d e f g")))
    assert filled(part, hole, doubtful) == [part]
