"""Who speaks when, told by an encoder that knows a voice by its pitch."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.recognition.base import Gap, Segment, Stretch
from speech.recognition.speakers import groups
from speech.recognition.speakers.diarise import SpeakersHeard, speakers_of
from speech.recognition.speakers.encoder import SIZE
from speech.recognition.speakers.groups import grouped, letters, matched
from speech.recognition.speakers.pieces import pieces_of, sound_of
from speech.timing import HeardWord
from tests.speech.recognition.fake_encoder import FakeEncoder, tone
from tests.speech.recognition.sounds import silence

LOW, HIGH, SHRILL = 300, 1_200, 4_000


def voices_around(count, each, *, spread=0.03, seed=1):
    """Points near `count` places far apart, `each` of every place, in turn."""
    random = np.random.default_rng(seed)
    places = np.eye(SIZE)[:count]
    points = np.tile(places, (each, 1)) + spread * random.normal(size=(count * each, SIZE))
    return (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)


def said_by(*turns, start=0.0, known=None):
    """Segments of one stretch, a tone each: `(hz, seconds)`."""
    sound, segments, at = [], [], start
    for number, (hz, seconds) in enumerate(turns):
        sound.append(tone(hz, seconds))
        segments.append(Segment(number, at, at + seconds, f"Words {number}."))
        at += seconds
    heard = SpeakersHeard(FakeEncoder(), known or {})
    heard.hear(Stretch(np.concatenate(sound), start), segments)
    return heard.said(segments)


def speakers(segments):
    return [segment.speaker for segment in segments]


def test_speakers_are_letters_in_order_of_appearance():
    said = said_by((HIGH, 2), (LOW, 3), (HIGH, 2), (SHRILL, 2), (LOW, 2))
    assert speakers(said) == ["A", "B", "A", "C", "B"]
    assert [segment.text for segment in said] == [f"Words {number}." for number in range(5)]


def test_one_voice_is_one_speaker():
    assert speakers(said_by((LOW, 2), (LOW, 0.5), (LOW, 4))) == ["A", "A", "A"]


def test_nothing_said_has_no_speakers():
    assert SpeakersHeard(FakeEncoder()).said([]) == []


def test_a_known_voice_has_its_name_and_the_others_other_letters_than_names():
    low = FakeEncoder().voice(tone(LOW, 3))
    said = said_by((HIGH, 2), (LOW, 3), (SHRILL, 2), known={"A": low})
    assert speakers(said) == ["B", "A", "C"]


def test_a_name_is_given_once_and_to_nobody_who_is_not_near():
    centre_points = voices_around(3, 1)
    assert matched(centre_points, centre_points[[2]]) == {2: 0}
    both_near_the_first = np.stack([centre_points[0], centre_points[0]])
    assert len(matched(centre_points, both_near_the_first)) == 1
    assert matched(centre_points, voices_around(4, 1)[[3]]) == {}


def test_what_is_short_makes_no_speaker_but_goes_to_the_nearest():
    assert speakers(said_by((LOW, 3), (HIGH, 3), (SHRILL, 0.4), (LOW, 0.4)))[::3] == ["A", "A"]
    assert set(speakers(said_by((LOW, 3), (HIGH, 3), (SHRILL, 0.4)))) == {"A", "B"}


def test_all_that_is_said_may_be_short():
    assert speakers(said_by((LOW, 0.4))) == ["A"]


def two_in_one(text, *words, gap_seconds=0.0):
    """A segment whose first two words are said low, and the others high."""
    sound = np.concatenate([tone(LOW, 2), silence(gap_seconds), tone(HIGH, 2)])
    times = [(0, 1), (1, 2), (2 + gap_seconds, 3 + gap_seconds), (3 + gap_seconds, 4 + gap_seconds)]
    heard_words = tuple(HeardWord(word, *time) for word, time in zip(words, times, strict=True))
    segment = Segment(0, 0, times[-1][1], text, words=heard_words, tokens=(1, 2, 3), avg_logprob=-0.5)
    heard = SpeakersHeard(FakeEncoder())
    heard.hear(Stretch(sound, 0), [segment])
    return heard.said([segment])


def test_a_segment_in_which_two_speak_is_parted_at_the_sentence():
    first, second = two_in_one("Really now? Of course.", "Really", "now?", "Of", "course.")
    assert (first.text, second.text) == ("Really now?", "Of course.")
    assert (first.speaker, second.speaker) == ("A", "B")
    assert (first.id, second.id) == (0, 1)
    assert (first.end_seconds, second.start_seconds) == (2, 2)
    assert [word.text for word in second.words] == ["Of", "course."]
    assert first.tokens == second.tokens == ()
    assert second.avg_logprob == -0.5


def test_a_segment_in_which_two_speak_is_parted_at_a_pause():
    first, second = two_in_one("really now of course", "really", "now", "of", "course", gap_seconds=0.5)
    assert (first.text, second.text) == ("really now", "of course")


def test_script_without_spaces_is_parted_within_its_text():
    first, second = two_in_one("真的吗？当然。", "真", "的吗？", "当", "然。")
    assert (first.text, second.text) == ("真的吗？", "当然。")


def test_words_that_do_not_stand_in_the_text_part_nothing():
    [whole] = two_in_one("It reads otherwise.", "Really", "now?", "Of", "course.")
    assert whole.text == "It reads otherwise."
    assert whole.tokens == (1, 2, 3)
    assert whole.speaker in ("A", "B")


def test_one_person_in_a_segment_of_many_sentences_leaves_it_whole():
    words = tuple(HeardWord(f"W{n}.", n, n + 1) for n in range(4))
    segment = Segment(0, 0, 4, "W0. W1. W2. W3.", words=words, tokens=(5,))
    heard = SpeakersHeard(FakeEncoder())
    heard.hear(Stretch(tone(LOW, 4), 0), [segment])
    assert heard.said([segment]) == [replace(segment, speaker="A")]


def test_pieces_end_with_sentences_and_pauses():
    words = [
        HeardWord("Yes.", 0, 1),
        HeardWord("“No!”", 1, 2),
        HeardWord("Mr", 2, 3),
        HeardWord("X", 3.4, 4),
    ]
    pieces = list(pieces_of(Segment(3, 0, 4, "…", words=tuple(words))))
    assert [(piece.first, piece.last) for piece in pieces] == [(0, 1), (1, 2), (2, 3), (3, 4)]
    assert {piece.segment for piece in pieces} == {3}
    assert [piece.seconds for piece in pieces_of(Segment(0, 1, 5, "no words"))] == [4]


def test_sound_is_found_behind_silence_that_was_left_out():
    stretch = Stretch(np.concatenate([tone(LOW, 2), tone(HIGH, 2)]), 10.0, (Gap(2.0, 30.0),))
    [piece] = pieces_of(Segment(0, 42.0, 44.0, "late"))
    np.testing.assert_array_equal(sound_of(piece, stretch), tone(HIGH, 2))


def test_times_beyond_the_sound_are_silence_of_nobody():
    stretch = Stretch(tone(LOW, 1), 0.0)
    for start, end in ((-3, -1), (5, 9), (0.5, 0.5)):
        [piece] = pieces_of(Segment(0, start, end, "nowhere"))
        assert len(sound_of(piece, stretch)) == 0
        assert not FakeEncoder().voice(sound_of(piece, stretch)).any()


def test_a_recording_of_which_nothing_can_be_told_has_one_speaker():
    heard = SpeakersHeard(FakeEncoder())
    segments = [Segment(0, 5, 6, "one"), Segment(1, 7, 7, "two")]
    heard.hear(Stretch(silence(1), 0), segments)
    assert speakers(heard.said(segments)) == ["A", "A"]


@pytest.mark.parametrize("count", [1, 2, 5])
def test_as_many_groups_are_found_as_there_are_voices(count):
    points = voices_around(count, 12)
    assert len(set(grouped(points, np.full(len(points), 3.0)))) == count


def test_more_points_than_are_compared_at_once_make_the_same_groups(monkeypatch):
    points, seconds = voices_around(3, 30), np.full(90, 2.0)
    together = speakers_of(points, seconds)
    monkeypatch.setattr(groups, "MOST_AT_ONCE", 11)
    monkeypatch.setattr(groups, "MOST_GROUPS", 5)
    in_parts = speakers_of(points, seconds)
    assert len(set(in_parts)) == 3
    np.testing.assert_array_equal(in_parts[:, None] == in_parts, together[:, None] == together)


def test_two_voices_much_alike_are_two_where_each_is_more_alike_itself():
    first, second = np.zeros(SIZE), np.zeros(SIZE)
    first[0], second[:2] = 1, (0.78, np.sqrt(1 - 0.78**2))
    random = np.random.default_rng(3)
    points = np.array([first, second] * 10) + 0.01 * random.normal(size=(20, SIZE))
    points = (points / np.linalg.norm(points, axis=1, keepdims=True)).astype(np.float32)
    found = grouped(points, np.full(20, 3.0))
    assert len(set(found)) == 2
    assert len(set(found[::2])) == len(set(found[1::2])) == 1
    assert set(grouped(points[:2], np.full(2, 2.0))) == {0}, "too little was said to tell"


@given(st.integers(0, 800), st.lists(st.sampled_from(["A", "B", "Z", "AA", "Ann"]), max_size=3))
def test_letters_are_as_many_as_wanted_all_different_and_nobodys_name(count, taken):
    names = letters(count, taken=taken)
    assert len(names) == len(set(names)) == count
    assert not set(names) & set(taken)


def test_letters_go_on_after_z():
    assert letters(29)[25:] == ["Z", "AA", "AB", "AC"]
