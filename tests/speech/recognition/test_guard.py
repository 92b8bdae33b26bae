"""What a recogniser says where nobody does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.recognition.guard import compression_ratio, is_phantom, is_silence, loop_in, without_loops

SENTENCE = list(range(100, 112))


@pytest.mark.parametrize(
    "tokens",
    [
        [7] * 40,
        [7, 8] * 20,
        SENTENCE * 4,
        [1, 2, 3, *SENTENCE * 4],
        [*SENTENCE * 4, 1, 2, 3],
        [*range(200, 260)] * 3,
    ],
)
def test_the_same_again_and_again_is_a_loop(tokens):
    loop = loop_in(tokens)
    assert loop is not None
    assert loop_in(without_loops(tokens)) is None
    assert len(without_loops(tokens)) < len(tokens)


@pytest.mark.parametrize(
    "tokens",
    [
        [],
        [1],
        list(range(400)),
        [7] * 8,
        [7, 8] * 6,
        SENTENCE * 2,
        [*SENTENCE, 1, 2, *SENTENCE, 3, *SENTENCE],
    ],
)
def test_what_people_do_repeat_is_none(tokens):
    assert loop_in(tokens) is None
    assert without_loops(tokens) == tokens


def test_a_loop_is_said_once_and_what_stands_around_it_stays():
    assert without_loops([1, 2, *SENTENCE * 6, 3, 4]) == [1, 2, *SENTENCE, 3, 4]


@given(st.lists(st.integers(0, 4), max_size=300))
def test_cutting_loops_ends_and_leaves_none(tokens):
    kept = without_loops(tokens)
    assert loop_in(kept) is None
    assert len(kept) <= len(tokens)


@pytest.mark.parametrize(
    "text", ["Thank you.", " Thanks for watching! ", "you", "...", "ご視聴ありがとうございました"]
)
def test_a_phantom_is_one_where_the_sound_leaves_a_doubt(text):
    assert is_phantom(text, probability=0.2, no_speech_prob=0.1)
    assert is_phantom(text, probability=0.9, no_speech_prob=0.7)
    assert not is_phantom(text, probability=0.9, no_speech_prob=0.05), "somebody said it"


def test_other_sentences_are_no_phantoms_however_doubtful():
    assert not is_phantom("Thank you for the apples.", probability=0.01, no_speech_prob=0.99)


def test_silence_is_what_both_signs_say():
    assert is_silence(avg_logprob=-1.2, no_speech_prob=0.8)
    assert not is_silence(avg_logprob=-0.3, no_speech_prob=0.8)
    assert not is_silence(avg_logprob=-1.2, no_speech_prob=0.2)


def test_text_that_repeats_packs_well():
    assert compression_ratio("") == 0
    assert compression_ratio("again and again " * 40) > 2.4
    assert compression_ratio("The river was high that morning, and the ferry had not come.") < 2.4
