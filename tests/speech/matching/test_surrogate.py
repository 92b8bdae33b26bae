"""What is expected of a blend that nobody heard yet."""

import numpy as np
import pytest

from speech.matching.search import first_guess
from speech.matching.surrogate import OF_BLENDS, Surrogate
from tests.speech.matching.worlds import NAMES, mixed, places

STOCK = np.stack(list(places().values())).astype(float)
TARGET = mixed(places(), bea=0.6, gus=0.4).astype(float)


def informed(similarities, phrases=None):
    surrogate = Surrogate(TARGET)
    numbers = np.zeros(len(STOCK), np.int64) if phrases is None else phrases
    surrogate.tell(STOCK, numbers, similarities)
    return surrogate


def test_what_was_heard_is_expected_again_and_is_nearly_sure():
    heard = STOCK @ TARGET
    expected, deviation = informed(heard).expect(STOCK)
    np.testing.assert_allclose(expected, heard, atol=0.01)
    assert deviation.max() < OF_BLENDS


def test_a_mixture_of_the_right_voices_is_expected_to_be_nearer_than_they_are():
    surrogate = informed(STOCK @ TARGET)
    [blend], _ = surrogate.expect(0.6 * STOCK[1:2] + 0.4 * STOCK[6:7])
    alone, _ = surrogate.expect(STOCK)
    assert blend > alone.max()


def test_far_from_all_that_was_heard_nothing_is_sure():
    _, [deviation] = informed(STOCK @ TARGET).expect(-3 * STOCK[:1])
    assert deviation == pytest.approx(OF_BLENDS)


def test_a_phrase_in_which_all_voices_are_less_alike_makes_none_of_them_worse():
    surrogate = informed(STOCK @ TARGET)
    before, _ = surrogate.expect(STOCK)
    some = STOCK[:6]
    surrogate.tell(some, np.ones(6, np.int64), some @ TARGET - 0.1)
    after, _ = surrogate.expect(STOCK)
    worse, better = (before - after)[:6].mean(), (before - after)[6:].mean()
    assert worse - better < 0.02


def test_the_first_guess_mixes_the_right_voices():
    weights = first_guess(STOCK, TARGET)
    assert {NAMES[voice] for voice in np.argsort(-weights)[:2]} == {"bea", "gus"}
    assert weights.sum() == pytest.approx(1)


def test_where_no_mixture_leads_towards_it_the_nearest_voice_is_the_guess():
    np.testing.assert_array_equal(first_guess(STOCK, -TARGET), np.eye(len(STOCK))[np.argmin(STOCK @ TARGET)])
