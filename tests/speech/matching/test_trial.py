"""Searches in worlds whose best blend is known."""

import numpy as np
import pytest

from speech.engines.kokoro_voices import MOST_IN_A_BLEND, parse_blend
from speech.matching.known import Known
from speech.matching.phrases import HELD_OUT, SEARCHED
from speech.matching.trial import PHRASE_SECONDS
from tests.speech.matching.worlds import NAMES, WorldEngine, mixed, outcome_of, places

WORLD = places()


def heaviest(recipe, count):
    parts = sorted(parse_blend(recipe, WORLD), key=lambda part: -part.weight)
    return {part.name: part.weight for part in parts[:count]}


def test_a_mixture_of_two_voices_is_found():
    found = outcome_of(WorldEngine(WORLD), mixed(WORLD, bea=0.65, gus=0.35))
    assert found.best.similarity > 0.999
    assert heaviest(found.best.voice, 2) == pytest.approx({"bea": 0.65, "gus": 0.35}, abs=0.08)
    assert found.nearest.voice == "bea"
    assert found.nearest.similarity == pytest.approx(float(WORLD["bea"] @ mixed(WORLD, bea=0.65, gus=0.35)))


def test_no_blend_has_more_than_five_voices_however_many_would_fit():
    everybody = mixed(WORLD, **dict.fromkeys(NAMES, 1.0))
    engine = WorldEngine(WORLD)
    found = outcome_of(engine, everybody)
    assert found.best.similarity > found.nearest.similarity + 0.05
    assert max(len(parse_blend(recipe, WORLD)) for recipe, _ in engine.said) == MOST_IN_A_BLEND


def test_a_voice_that_is_here_is_the_answer_itself():
    found = outcome_of(WorldEngine(WORLD), WORLD["kim"])
    assert found.best.voice == found.nearest.voice == "kim"
    assert found.best.similarity == pytest.approx(1, abs=1e-5)


def test_what_is_better_in_the_phrases_of_the_search_alone_is_not_the_answer():
    engine = WorldEngine(WORLD, blends_suffer=HELD_OUT)
    found = outcome_of(engine, mixed(WORLD, bea=0.5, gus=0.5))
    assert found.best == found.nearest
    assert "+" not in found.best.voice


def test_phrases_held_out_are_heard_by_no_choice():
    engine = WorldEngine(WORLD)
    outcome_of(engine, mixed(WORLD, bea=0.5, gus=0.5))
    phrases = [phrase for _, phrase in engine.said]
    first = min(phrases.index(phrase) for phrase in HELD_OUT)
    assert not set(phrases[first:]) & set(SEARCHED)
    assert not set(SEARCHED) & set(HELD_OUT)


def test_stock_voices_are_ranked_by_how_alike_they_are():
    target = mixed(WORLD, ann=0.6, dan=0.3, leo=0.1)
    ranking = outcome_of(WorldEngine(WORLD), target).ranking
    alike = {name: float(WORLD[name] @ target) for name in NAMES}
    assert [stock.voice for stock in ranking][:2] == sorted(NAMES, key=lambda name: -alike[name])[:2]
    similarities = [stock.similarity for stock in ranking]
    assert similarities == sorted(similarities, reverse=True)
    assert len(ranking) == len(NAMES)


@pytest.mark.parametrize("turns_at_once", [1, 2])
def test_the_same_search_gives_the_same_blend(turns_at_once):
    target = mixed(WORLD, ann=0.5, dan=0.3, leo=0.2)
    first = outcome_of(WorldEngine(WORLD), target, seed=5)
    assert outcome_of(WorldEngine(WORLD, turns_at_once=turns_at_once), target, seed=5) == first


def test_more_effort_speaks_more_and_finds_no_less():
    target = mixed(WORLD, ann=0.4, dan=0.3, leo=0.2, hal=0.1)
    little, much = WorldEngine(WORLD), WorldEngine(WORLD)
    quick, long = outcome_of(little, target, effort_seconds=20), outcome_of(much, target, effort_seconds=150)
    assert len(little.said) < len(much.said) <= 150 / PHRASE_SECONDS
    assert long.best.similarity >= quick.best.similarity - 1e-4


def test_nothing_is_spoken_twice():
    engine = WorldEngine(WORLD)
    outcome_of(engine, mixed(WORLD, bea=0.65, gus=0.35))
    assert len(engine.said) == len(set(engine.said))


def test_progress_goes_from_the_nearest_voice_to_the_answer():
    findings = []
    target = mixed(WORLD, ann=0.5, dan=0.3, leo=0.2)
    found = outcome_of(WorldEngine(WORLD), target, on_finding=findings.append)
    progress = [finding.progress for finding in findings]
    assert progress == sorted(progress)
    assert progress[0] < 0.2
    assert progress[-1] == 1
    assert findings[-1].blend == found.best.voice
    assert findings[-1].similarity > findings[0].similarity


def test_what_a_listener_raises_ends_the_search():
    engine = WorldEngine(WORLD)

    def cancel(finding):
        if finding.progress > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        outcome_of(engine, WORLD["kim"], on_finding=cancel)
    assert not {phrase for _, phrase in engine.said} & set(HELD_OUT)


@pytest.mark.parametrize("turns_at_once", [1, 2])
def test_work_that_is_wanted_no_longer_ends_at_the_next_phrase(turns_at_once):
    engine = WorldEngine(WORLD, turns_at_once=turns_at_once)

    def unwanted():
        if len(engine.said) >= 7:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        outcome_of(engine, WORLD["kim"], check=unwanted)
    assert len(engine.said) <= 7 + turns_at_once


@pytest.mark.parametrize("count", [1, 2])
def test_few_voices_are_enough(count):
    some = {name: WORLD[name] for name in NAMES[:count]}
    found = outcome_of(WorldEngine(some), mixed(WORLD, ann=0.5, kim=0.5))
    assert found.nearest.voice in some
    assert found.best.similarity >= found.nearest.similarity


def test_voices_that_say_nothing_are_like_nobody():
    silent = {name: np.zeros(0) for name in NAMES[:3]}
    found = outcome_of(WorldEngine(silent), WORLD["kim"], effort_seconds=20)
    assert found.best.similarity == found.nearest.similarity == 0


def test_voices_that_were_heard_before_are_not_introduced():
    names = NAMES[:-1]
    known = Known(
        names, np.zeros(len(names), np.int64), np.stack([WORLD[name] for name in names]).astype(float)
    )
    engine = WorldEngine(WORLD)
    found = outcome_of(engine, mixed(WORLD, leo=0.6, ann=0.4), known=known)
    assert engine.said[:2] == [("leo", SEARCHED[0]), ("leo", SEARCHED[1])]
    assert {voice for voice, _ in engine.said[:10] if "+" not in voice} == {"leo"}
    assert found.best.similarity > 0.995
