"""From samples to a match, with its figures."""

import math

import numpy as np
import pytest

from speech.engines.base import Gender, Voice
from speech.engines.errors import UnsupportedOption
from speech.matching import NoCandidates, TooLittleSpeech, find_match
from speech.matching.finding import RANKED, candidates
from speech.recognition.base import RATE_HZ
from tests.speech.matching.worlds import NAMES, WorldEncoder, WorldEngine, generation_of, mixed, places
from tests.speech.recognition.sounds import silence, spoken

WORLD = places()
TARGET = mixed(WORLD, bea=0.65, gus=0.35)


class Hearing(WorldEncoder):
    """Real speech is the target's."""

    def voices(self, sounds):
        return [
            TARGET if len(sound) > 5_000 else voice
            for sound, voice in zip(sounds, super().voices(sounds), strict=True)
        ]


def matched(engine, samples=None, **options):
    heard = [(np.tile(spoken(), 4), RATE_HZ)] if samples is None else samples
    return find_match(heard, generation=generation_of(engine), encoder=Hearing(), **options)


def test_a_match_tells_what_was_there_before_and_what_it_took():
    engine = WorldEngine(WORLD)
    match = matched(engine, effort_seconds=90)
    assert match.nearest.voice == "bea"
    assert match.similarity > 0.995
    assert match.gain == pytest.approx(match.similarity - match.nearest.similarity)
    assert not match.is_stock
    assert match.evaluations == len(engine.said)
    assert match.seconds > 0
    assert len(match.ranking) == RANKED
    assert match.warnings == ()


def test_only_voices_that_fit_are_spoken():
    engine = WorldEngine(WORLD)
    with pytest.raises(NoCandidates, match="no male voice"):
        matched(engine, gender=Gender.MALE)
    with pytest.raises(NoCandidates, match="for 'fr'"):
        matched(engine, language="fr")
    assert engine.said == []


@pytest.mark.parametrize(
    ("language", "gender", "expected"),
    [
        (None, None, ["a", "b", "c", "d"]),
        ("en", None, ["a", "b", "c"]),
        ("en_gb", None, ["c"]),
        ("zh", None, ["d"]),
        ("en", Gender.MALE, ["b"]),
    ],
)
def test_candidates_are_of_the_language_and_gender(language, gender, expected):
    voices = [
        Voice("a", "A", "en-US", Gender.FEMALE, "x"),
        Voice("b", "B", "en-US", Gender.MALE, "x"),
        Voice("c", "C", "en-GB", Gender.FEMALE, "x"),
        Voice("d", "D", "cmn", Gender.MALE, "x"),
    ]
    assert candidates(voices, language=language, gender=gender) == expected


@pytest.mark.parametrize("effort", [0, -1, 19.9, 100_000, math.nan, math.inf])
def test_an_effort_out_of_bounds_is_refused_before_anything_is_spoken(effort):
    engine = WorldEngine(WORLD)
    with pytest.raises(UnsupportedOption, match="effort_seconds"):
        matched(engine, effort_seconds=effort)
    assert engine.said == []


def test_silence_is_refused_before_anything_is_spoken():
    engine = WorldEngine(WORLD)
    with pytest.raises(TooLittleSpeech):
        matched(engine, [(silence(10), RATE_HZ)])
    assert engine.said == []


def test_fewer_voices_are_ranked_as_far_as_they_go():
    some = {name: WORLD[name] for name in NAMES[:3]}
    assert len(matched(WorldEngine(some), effort_seconds=20).ranking) == 3
