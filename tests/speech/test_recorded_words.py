"""A recording's words: in the places they are written at, at the times they are heard."""

import numpy as np
import pytest

from speech.engines.base import Block, OnWord, PassageRequest, SpokenWord
from speech.engines.pool import EnginePool
from speech.pipeline import SpeechRequest, record
from speech.text import clean
from speech.timing import HeardWord, words_of
from tests.speech.fake_engine import CHARACTER_SECONDS, FakeEngine


class TellingEngine(FakeEngine):
    """Tells each word as the tones of its characters begin and end."""

    def synthesize(self, request: PassageRequest, *, on_word: OnWord | None = None):
        for word in words_of(request.text):
            if on_word:
                start, end = word.start * CHARACTER_SECONDS, word.end * CHARACTER_SECONDS
                on_word(SpokenWord(word.start, word.end, start, end))
        yield from super().synthesize(request)


def recorded(text, *, engine=None, **options):
    engine = engine or TellingEngine()
    hear = options.pop("hear", None)
    request = SpeechRequest(text, engine="fake", voice="low", language="en-US", **options)
    recording = record(request, pool=EnginePool(lambda name: engine), hear=hear)
    samples = np.concatenate(list(recording.blocks))
    return recording, samples


def written(recording, text):
    return [clean(text)[word.start : word.end] for word in recording.words]


def is_in_order(words):
    moments = [moment for word in words for moment in (word.start_seconds, word.end_seconds)]
    return moments == sorted(moments)


def test_each_written_word_has_its_place_and_its_time():
    text = "First, a sentence.\n\nThen another paragraph; it goes on."
    recording, samples = recorded(text)
    assert written(recording, text) == [text[word.start : word.end] for word in words_of(text)]
    assert is_in_order(recording.words)
    assert 0 <= recording.words[0].start_seconds < recording.words[-1].end_seconds
    assert recording.words[-1].end_seconds <= len(samples) / recording.rate_hz + 0.001


def test_a_number_is_lit_up_as_it_is_written_while_it_is_said_in_words():
    text = "In 1999 it rained."
    recording, _ = recorded(text)
    assert written(recording, text) == ["In", "1999", "it", "rained"]
    year = recording.words[1]
    said = len("nineteen ninety-nine") * CHARACTER_SECONDS
    assert year.end_seconds - year.start_seconds == pytest.approx(said, abs=0.1)


def test_a_pause_that_was_asked_for_moves_what_follows():
    plain, _ = recorded("Ready. Go now.")
    paused, _ = recorded("Ready. [pause:2s] Go now.")
    late = paused.words[-1].start_seconds - plain.words[-1].start_seconds
    assert late == pytest.approx(2 - CHARACTER_SECONDS, abs=0.02)  # for the space between them


def test_words_of_markup_are_found_between_its_tags():
    text = '<speak>Say <sub alias="voice">VX</sub> &amp; <break time="300ms"/> stop break</speak>'
    recording, _ = recorded(text, input_type="ssml")
    places = written(recording, text)
    assert places[:2] == ["Say", "VX"]
    assert places[-2:] == ["stop", "break"]
    assert is_in_order(recording.words)


def test_an_engine_that_tells_nothing_is_listened_to():
    text = "One two. Three four."
    asked = []

    def hear(samples: Block, rate_hz: int, language: str):
        asked.append((len(samples) / rate_hz, language))
        return [HeardWord("one", 0.0, 0.1), HeardWord("two", 0.2, 0.35)]

    recording, _ = recorded(text, engine=FakeEngine(), hear=hear)
    assert written(recording, text) == ["One", "two", "Three", "four"]
    assert [language for _, language in asked] == ["en-US"] * len(asked) != []
    without, _ = recorded(text, engine=FakeEngine())
    assert written(without, text) == ["One", "two", "Three", "four"]
    assert is_in_order(without.words)
