"""The one way for speech: what is wrong is said before any audio, the rest comes as it is made."""

import io
from dataclasses import replace

import pytest

from speech.audio.decode import AudioFile
from speech.audio.formats import UnknownFormat
from speech.engines.errors import EngineError, UnsupportedOption
from speech.engines.pool import EnginePool
from speech.pipeline import SpeechRequest, length_of, record, speak
from speech.text import TextError
from speech.text.errors import NothingToSay
from tests.speech.fake_engine import FakeEngine


@pytest.fixture
def engine() -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def pool(engine) -> EnginePool:
    return EnginePool(lambda name: engine)


def request(engine: FakeEngine, text: str = "One sentence. And another one.", **fields) -> SpeechRequest:
    given = {"engine": "fake", "voice": engine.voices[0].id, "language": "en-US", "response_format": "wav"}
    return SpeechRequest(text=text, **given | fields)


def seconds_of(data: bytes) -> float:
    with AudioFile(io.BytesIO(data)) as file:
        return sum(len(block.samples) / block.rate_hz for block in file.blocks())


def test_a_text_is_spoken_whole_and_in_order(engine, pool):
    data = b"".join(speak(request(engine), pool=pool))
    assert " ".join(engine.spoken) == "One sentence. And another one."
    assert seconds_of(data) > 1


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"text": ""}, NothingToSay),
        ({"text": " \n "}, NothingToSay),
        ({"text": "[pause:1s]"}, NothingToSay),
        ({"text": "half \ud83d of it"}, TextError),
        ({"text": "<speak>", "input_type": "ssml"}, TextError),
        ({"speed": 9.0}, UnsupportedOption),
        ({"speed": 0.0}, UnsupportedOption),
        ({"voice": "nobody"}, EngineError),
        ({"language": "xx-nowhere"}, (TextError, EngineError)),
        ({"response_format": "midi"}, UnknownFormat),
    ],
)
def test_what_is_wrong_is_said_before_any_audio_exists(engine, pool, fields, refusal):
    with pytest.raises(refusal):
        speak(request(engine, **fields), pool=pool)
    assert engine.spoken == []
    assert engine.loads == 0


class Picky(FakeEngine):
    """It was taught no letters but Latin ones."""

    @property
    def capabilities(self):
        return replace(super().capabilities, minds_words=True)

    def validate(self, request) -> None:
        super().validate(request)
        if not request.text.isascii():
            raise UnsupportedOption("text", request.text, "words in Latin letters")


def test_a_word_that_cannot_be_read_is_told_before_any_audio_wherever_it_stands():
    picky = Picky()
    pool, read = EnginePool(lambda name: picky), "This can be read.\n\nAnd this."
    with pytest.raises(UnsupportedOption, match="Latin"):
        speak(request(picky, f"{read}\n\nПривет."), pool=pool)
    assert picky.loads == 0
    list(speak(request(picky, read), pool=pool))
    assert picky.spoken == ["This can be read.", "And this."]


def test_the_first_bytes_come_before_the_last_passage_is_made(engine, pool):
    text = " ".join(f"This is sentence number {number} of a long text." for number in range(200))
    chunks = speak(request(engine, text=text, response_format="pcm"), pool=pool)
    next(chunks)
    assert len(engine.spoken) < 10
    chunks.close()


def test_a_listener_who_leaves_ends_the_work_and_frees_the_engine(engine, pool):
    text = " ".join(f"This is sentence number {number}." for number in range(200))
    chunks = speak(request(engine, text=text, response_format="pcm"), pool=pool)
    next(chunks)
    spoken_by_then = len(engine.spoken)
    chunks.close()
    assert len(engine.spoken) == spoken_by_then
    assert [use.users for use in pool.usage()] == [0]


def test_progress_counts_up_to_the_whole_text(engine, pool):
    text = "One sentence. And another one. And a third, which is the last."
    told: list[int] = []
    list(speak(request(engine, text=text), pool=pool, on_passage=told.append))
    assert told == sorted(told)
    assert told[-1] == length_of(text)


def test_a_pause_is_heard(engine, pool):
    without = seconds_of(b"".join(speak(request(engine, "One. Two."), pool=pool)))
    with_pause = seconds_of(b"".join(speak(request(engine, "One. [pause:2s] Two."), pool=pool)))
    assert with_pause - without == pytest.approx(2.0, abs=0.5)


def test_a_recording_knows_how_long_it_has_become(engine, pool):
    recording = record(request(engine), pool=pool)
    assert recording.seconds == 0
    data = b"".join(recording.encoded("wav"))
    assert recording.seconds == pytest.approx(seconds_of(data), abs=0.001)


def test_closing_what_is_encoded_gives_the_engine_back_though_the_recording_is_kept(engine, pool):
    recording = record(request(engine), pool=pool)
    chunks = recording.encoded("pcm")
    next(chunks)
    assert [use.users for use in pool.usage()] == [1]
    chunks.close()
    assert [use.users for use in pool.usage()] == [0]
    assert list(recording.blocks) == []
