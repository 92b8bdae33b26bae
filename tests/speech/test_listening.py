"""Files being heard: together, in turn with others', as far as anybody wants them."""

import io
from contextlib import closing

import numpy as np
import pytest

from common.errors import AppError, InvalidInput, NotFound, Unavailable
from speech.engines.errors import EngineUnavailable
from speech.recognition.base import RATE_HZ, Task
from speech.recognition.voice_activity import VoiceActivity
from speech.transcription.catalogue import recogniser_of, transcription_models
from speech.transcription.listening import begin, transcribe
from speech.transcription.requests import TranscriptWish, resolve
from tests import audio_files
from tests.speech.recognition.fake_hearing import put_recognisers
from tests.speech.recognition.fake_recogniser import FakeRecogniser
from tests.speech.recognition.sounds import silence, spoken

pytestmark = pytest.mark.django_db


class Unwanted(Exception):
    pass


@pytest.fixture
def hearing(monkeypatch, settings):
    def put(*recognisers, **limits):
        put_recognisers(monkeypatch, settings, *recognisers, **limits)
        return recognisers[0]

    return put


def recording(*sounds):
    whole = np.concatenate(sounds)
    return io.BytesIO(audio_files.wav(samples=whole[:, None], rate=RATE_HZ))


def speech(sentences):
    return [part for _ in range(sentences) for part in (spoken(), silence(0.7))]


def wish(**changes):
    return resolve(TranscriptWish(**({"model": "whisper-1"} | changes)))


def test_the_first_stretch_is_heard_alone_and_the_others_together(alice, hearing):
    recogniser = hearing(FakeRecogniser(stretches_at_once=3))
    transcript = transcribe(recording(*speech(60)), wish(), owner=alice)
    assert recogniser.batches[:2] == [1, 3]
    assert max(recogniser.batches) == 3
    assert [segment.id for segment in transcript.segments] == list(range(len(transcript.segments)))
    starts = [segment.start_seconds for segment in transcript.segments]
    assert starts == sorted(starts)
    assert transcript.duration_seconds == pytest.approx(60 * (len(spoken()) / RATE_HZ + 0.7), abs=0.01)


def test_while_others_wait_stretches_are_heard_one_by_one(alice, hearing, monkeypatch):
    recogniser = hearing(FakeRecogniser(stretches_at_once=3))
    monkeypatch.setattr("speech.engines.pool.Generation.others_wait", True)
    transcribe(recording(*speech(30)), wish(), owner=alice)
    assert set(recogniser.batches) == {1}


def test_how_far_it_is_is_told_in_seconds_of_the_sound(alice, hearing):
    hearing(FakeRecogniser(stretches_at_once=2))
    told = []
    transcribe(recording(silence(5), *speech(30)), wish(), owner=alice, on_seconds=told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(5 + 30 * (len(spoken()) / RATE_HZ + 0.7), abs=1.5)


def test_closing_ends_the_work(alice, hearing):
    recogniser = hearing(FakeRecogniser(), generations=1, wait_seconds=0)
    with closing(begin(recording(*speech(30)), wish(), owner=alice).segments()) as segments:
        next(segments)
    assert recogniser.batches == [1]
    assert transcribe(recording(spoken()), wish(), owner=alice).text, "its place was given back"


def test_what_nobody_wants_any_more_is_left_before_the_next_turn(alice, hearing):
    recogniser = hearing(FakeRecogniser())

    def check():
        if recogniser.batches:
            raise Unwanted

    with pytest.raises(Unwanted):
        transcribe(recording(*speech(30)), wish(), owner=alice, check=check)
    assert recogniser.batches == [1]


def test_hours_of_silence_are_left_too(alice, hearing):
    hearing(FakeRecogniser())
    asked = []

    def check():
        asked.append(True)
        if len(asked) == 2:
            raise Unwanted

    with pytest.raises(Unwanted):
        transcribe(io.BytesIO(audio_files.silent_flac(600)), wish(), owner=alice, check=check)


def test_silence_is_an_empty_transcript_that_needs_no_recogniser_to_hear(alice, hearing):
    recogniser = hearing(FakeRecogniser())
    transcript = transcribe(recording(silence(40)), wish(), owner=alice)
    assert (transcript.text, transcript.language, transcript.duration_seconds) == ("", "", 40)
    assert recogniser.batches == []


def test_the_language_is_found_once_and_used_for_all(alice, hearing):
    recogniser = hearing(FakeRecogniser())
    asked = []
    recogniser.find_language = lambda stretch: asked.append(stretch) or "fr"
    transcript = transcribe(recording(*speech(30)), wish(), owner=alice)
    assert transcript.language == "fr"
    assert len(asked) == 1
    assert {hearing.language for hearing in recogniser.hearings} == {"fr"}


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("", None),
        ("auto", None),
        (" Auto ", None),
        ("de", "de"),
        ("German", "de"),
        ("de-AT", "de"),
        ("jw", "jv"),
    ],
)
def test_a_language_is_asked_for_by_code_or_name(hearing, asked, language):
    hearing(FakeRecogniser())
    assert wish(language=asked).hearing.language == language


def test_how_sound_is_cut_is_as_asked(alice, hearing):
    recogniser = hearing(FakeRecogniser())
    activity = VoiceActivity(prefix_padding_ms=0, silence_ms=200)
    transcribe(recording(silence(5), spoken(), silence(5)), wish(activity=activity), owner=alice)
    [stretch] = recogniser.heard
    assert stretch.start_seconds > 5 - 0.1
    assert stretch.seconds < len(spoken()) / RATE_HZ + 0.4


@pytest.mark.parametrize(
    ("lacking", "changes", "param"),
    [
        ({"translates": False}, {"task": Task.TRANSLATE}, "model"),
        ({"takes_prompt": False}, {"prompt": "Anna"}, "prompt"),
        ({"takes_keywords": False}, {"keywords": ("Anna",)}, "keywords"),
        ({"has_word_times": False}, {"has_word_times": True}, "timestamp_granularities"),
        ({"has_logprobs": False}, {"has_logprobs": True}, "include"),
        ({"finds_language": False}, {}, "language"),
        ({"languages": ("en",)}, {"language": "de"}, "language"),
        ({}, {"language": "tlh"}, "language"),
        ({"languages": ()}, {"language": "tlh"}, "language"),
        ({}, {"temperature": 1.5}, "temperature"),
        ({}, {"temperature": float("nan")}, "temperature"),
        ({}, {"activity": VoiceActivity(threshold=2)}, "chunking_strategy"),
        ({}, {"activity": VoiceActivity(silence_ms=-1)}, "chunking_strategy"),
    ],
)
def test_what_a_model_lacks_is_refused_by_name(hearing, lacking, changes, param):
    hearing(FakeRecogniser(**lacking))
    with pytest.raises(InvalidInput) as caught:
        wish(**changes)
    assert caught.value.param == param


def test_a_model_that_does_not_say_what_it_knows_takes_any_language(hearing):
    hearing(FakeRecogniser(languages=()))
    assert wish(language="fi").hearing.language == "fi"


def test_a_model_whose_weights_are_missing_says_so_before_anything_is_heard(hearing, monkeypatch):
    hearing(FakeRecogniser())
    missing = EngineUnavailable("fake", reason="its model is not here", what_to_do="Get it.")
    monkeypatch.setattr(
        "tests.speech.fake_site.FakeRegistry.engine", lambda *_: (_ for _ in ()).throw(missing)
    )
    with pytest.raises(Unavailable, match="Get it"):
        wish()
    with pytest.raises(Unavailable):
        recogniser_of("whisper-1")


def test_models_are_listed_by_every_name(hearing):
    hearing(FakeRecogniser("one"), FakeRecogniser("two"))
    models = {model.id: model.recogniser for model in transcription_models()}
    assert {"one": "one", "two": "two", "whisper-1": "one"}.items() <= models.items()
    with pytest.raises(NotFound):
        recogniser_of("three")


def test_a_file_that_ends_early_is_heard_as_far_as_it_goes_and_says_so(alice, hearing):
    hearing(FakeRecogniser())
    whole = recording(*speech(3)).getvalue()
    transcript = transcribe(io.BytesIO(whole[: len(whole) // 2]), wish(), owner=alice)
    assert transcript.text
    assert "could be read" in transcript.warning
    assert transcribe(recording(*speech(3)), wish(), owner=alice).warning == ""


def test_a_recogniser_that_breaks_gives_its_place_back(alice, hearing):
    recogniser = hearing(FakeRecogniser(fails=RuntimeError("boom")), generations=1, wait_seconds=0)
    for _ in range(2):
        with pytest.raises(RuntimeError):
            transcribe(recording(spoken()), wish(), owner=alice)
    recogniser.fails = None
    assert transcribe(recording(spoken()), wish(), owner=alice).text


def test_one_too_many_is_told_to_come_back(alice, hearing):
    hearing(FakeRecogniser(), generations=1, wait_seconds=0)
    with closing(begin(recording(*speech(30)), wish(), owner=alice).segments()) as segments:
        next(segments)
        with pytest.raises(Unavailable) as caught:
            transcribe(recording(spoken()), wish(), owner=alice)
    assert caught.value.retry_after_seconds >= 1


def test_a_file_without_sound_is_refused(alice, hearing):
    hearing(FakeRecogniser())
    with pytest.raises(AppError):
        transcribe(io.BytesIO(b"not a sound"), wish(), owner=alice)
