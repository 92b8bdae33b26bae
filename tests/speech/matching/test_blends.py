"""What is searched is what can be stored."""

import numpy as np
import pytest

from speech.engines.kokoro_voices import parse_blend
from speech.matching.blends import only, recipe_of, shares_of, weights_of

VOICES = ("ann", "bea", "cal", "dan", "eve", "fay", "gus")


def test_a_recipe_names_the_heaviest_voice_first_and_its_weights_add_up_to_one():
    recipe = recipe_of(shares_of(np.array([0.2, 0.5, 0.3, 0, 0, 0, 0])), VOICES)
    assert recipe == "bea(0.50)+cal(0.30)+ann(0.20)"
    assert [part.weight for part in parse_blend(recipe, VOICES)] == pytest.approx([0.5, 0.3, 0.2])


def test_one_voice_is_its_name():
    assert recipe_of(only(2, 7), VOICES) == "cal"
    assert recipe_of(shares_of(np.array([0, 0, 7.5, 0, 0, 0, 0])), VOICES) == "cal"


def test_thirds_lose_nothing_to_rounding():
    assert sorted(shares_of(np.ones(3))) == [33, 33, 34]


def test_the_sixth_voice_and_what_nobody_would_hear_are_left_out():
    assert list(shares_of(np.array([6, 5, 4, 3, 2, 1, 1]))) == [30, 25, 20, 15, 10, 0, 0]
    assert list(shares_of(np.array([97, 2, 1]))) == [100, 0, 0]


@pytest.mark.parametrize("seed", range(20))
def test_any_weights_make_a_blend_that_can_be_stored(seed):
    dice = np.random.default_rng(seed)
    shares = shares_of(dice.dirichlet(np.full(7, 0.3)))
    assert shares.sum() == 100
    assert np.count_nonzero(shares) <= 5
    assert shares[shares > 0].min() >= 3
    np.testing.assert_allclose(weights_of(recipe_of(shares, VOICES), VOICES), shares / 100)
