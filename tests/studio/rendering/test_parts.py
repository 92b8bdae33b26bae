"""Where turns are placed, how loud they are made, how a room sounds, what a turn is known by."""

from dataclasses import replace

import numpy as np
import pytest

from speech.content_hash import content_hash
from speech.effects import read_chain
from speech.pipeline import SpeechRequest
from speech.text import LexiconEntry
from studio.conversations.rendering.levels import Heard, volumes
from studio.conversations.rendering.placing import Line, placed
from studio.conversations.rendering.room import SECONDS, room_tone
from studio.models import Turn
from tests.studio.rendering.builders import level_db

RATE_HZ = 1_000


def starts(*lines: tuple[float | None, int | None], gap_ms: int = 100) -> list[int]:
    """Of (seconds, own gap), in milliseconds."""
    made = [Line(Turn(), seconds, gap) for seconds, gap in lines]
    return [place.start_frames for place in placed(made, gap_ms=gap_ms, rate_hz=RATE_HZ)]


def test_turns_follow_each_other_after_a_gap():
    assert starts((1, None), (2, None), (1, None)) == [0, 1_100, 3_200]


def test_a_turn_has_its_own_gap():
    assert starts((1, None), (1, 0), (1, 2_000)) == [0, 1_000, 4_000]


def test_the_first_one_waits_for_its_own_gap_alone():
    assert starts((1, 500)) == [500]
    assert starts((1, -500)) == [0]


def test_a_gap_below_zero_begins_before_the_end():
    assert starts((1, None), (1, -300)) == [0, 700]


def test_nobody_begins_before_the_beginning():
    assert starts((1, None), (1, -5_000)) == [0, 0]


def test_after_an_interjection_the_next_one_waits_for_who_speaks_still():
    assert starts((10, None), (1, -8_000), (1, None)) == [0, 2_000, 10_100]


def test_a_pause_is_as_long_as_its_gap_and_has_no_other():
    assert starts((1, None), (None, 2_000), (1, None)) == [0, 3_100]
    assert starts((1, None), (None, None), (1, None)) == [0, 1_100]
    assert starts((1, None), (None, -2_000), (1, None)) == [0, 1_100]
    assert starts((None, 2_000), (1, None)) == [2_000]


def test_all_are_brought_to_the_same_loudness():
    found = volumes([Heard("a", 1, -20.0), Heard("b", 1, -26.0)], target_lufs=-20.0)
    assert found == pytest.approx({"a": 1.0, "b": 10 ** (6 / 20)})


def test_a_speaker_has_one_gain_that_long_turns_weigh_more_in():
    [found] = volumes([Heard("a", 99, -20.0), Heard("a", 1, -60.0)], target_lufs=-20.0).values()
    assert found == pytest.approx(1.0, abs=0.01)


def test_nobody_is_made_louder_than_four_times():
    assert volumes([Heard("a", 1, -60.0)], target_lufs=-10.0) == {"a": 4.0}


def test_who_could_not_be_measured_is_left_alone():
    assert volumes([Heard("a", 1, None)], target_lufs=-10.0) == {"a": 1.0}


@pytest.mark.parametrize("rate_hz", [8_000, 24_000, 48_000])
def test_a_room_is_as_loud_as_it_is_set_and_the_same_each_time(rate_hz):
    tone = room_tone(rate_hz=rate_hz, level_db=-60)
    assert len(tone) == SECONDS * rate_hz
    assert level_db(tone) == pytest.approx(-60, abs=0.01)
    assert (tone == room_tone(rate_hz=rate_hz, level_db=-60)).all()


def test_a_room_has_no_seam_where_it_is_repeated():
    tone = room_tone(rate_hz=24_000, level_db=-40)
    steps = np.abs(np.diff(tone))
    assert abs(tone[0] - tone[-1]) <= steps.max()


REQUEST = SpeechRequest(text="Hello.", engine="fake", voice="low", language="en-US")
OTHERWISE = {
    "text": "Hello!",
    "engine": "other",
    "voice": "high",
    "language": "fr-FR",
    "speed": 1.5,
    "input_type": "ssml",
    "lexicon": (LexiconEntry("SQL", respelling="sequel"),),
    "seed": 7,
    "effects": read_chain([{"type": "gain", "gain_db": 3}]),
}


@pytest.mark.parametrize("name", OTHERWISE)
def test_whatever_changes_the_sound_changes_the_hash(name):
    assert content_hash(replace(REQUEST, **{name: OTHERWISE[name]})) != content_hash(REQUEST)


@pytest.mark.parametrize(
    "same",
    [
        {"title": "Another"},
        {"response_format": "wav"},
        {"text": "Hello. "},
        {"speed": 1},
        {"effects": read_chain([{"type": "gain", "gain_db": 3, "enabled": False}])},
    ],
)
def test_what_does_not_change_the_sound_leaves_the_hash(same):
    assert content_hash(replace(REQUEST, **same)) == content_hash(REQUEST)


def test_new_weights_of_an_engine_change_the_hash(monkeypatch):
    before = content_hash(REQUEST)
    monkeypatch.setattr("studio.conversations.rendering.casting.engine_version", lambda engine: "2")
    assert content_hash(REQUEST) != before
