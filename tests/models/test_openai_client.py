"""The official client and the real voices: what it asks for is what Whisper hears."""

import io
from collections.abc import Iterator

import numpy as np
import openai
import pytest

from accounts.services.keys import create_key
from speech.audio.decode import AudioFile
from tests.asgi_server import serving
from tests.models.test_packs_speak import heard_by

pytestmark = [pytest.mark.models, pytest.mark.usefixtures("packs")]

FOX = "The quick brown fox jumps over the lazy dog."
MAGIC = {"mp3": b"ID3", "opus": b"OggS", "aac": b"\xff\xf1", "flac": b"fLaC", "wav": b"RIFF", "pcm": b""}


@pytest.fixture(scope="module")
def whisper(packs):
    from faster_whisper import WhisperModel

    return WhisperModel(str(packs.path("whisper-base")), device="cpu", compute_type="int8", cpu_threads=2)


@pytest.fixture
def client(transactional_db, alice) -> Iterator[openai.OpenAI]:
    _, key = create_key(user=alice, name="program", scopes=["speech"])
    with serving() as url, openai.OpenAI(base_url=f"{url}/v1", api_key=key, max_retries=0) as made:
        yield made


def samples_of(data: bytes, name: str) -> tuple[np.ndarray, int]:
    if name == "pcm":
        return np.frombuffer(data, "<i2").astype(np.float32) / 32768, 24_000
    with AudioFile(io.BytesIO(data)) as file:
        blocks = list(file.blocks())
    return np.concatenate([block.samples[:, 0] for block in blocks]), blocks[0].rate_hz


def test_all_formats_of_kokoro_are_whole_equally_long_and_understood(client, whisper):
    seconds = {}
    for name, magic in MAGIC.items():
        data = client.audio.speech.create(
            model="tts-1", voice="nova", input=FOX, response_format=name
        ).content
        assert data.startswith(magic)
        samples, rate_hz = samples_of(data, name)
        seconds[name] = len(samples) / rate_hz
        if name in ("mp3", "pcm"):
            assert {"quick", "brown", "fox", "lazy", "dog"} <= set(heard_by(whisper, samples, rate_hz))
    assert max(seconds.values()) - min(seconds.values()) < 0.05, seconds


@pytest.mark.parametrize("model", ["piper", "espeak"])
def test_pcm_is_24_khz_for_engines_that_make_22(client, model):
    def seconds(name: str) -> float:
        answer = client.audio.speech.create(model=model, voice="alloy", input=FOX, response_format=name)
        samples, rate_hz = samples_of(answer.content, name)
        return len(samples) / rate_hz

    assert seconds("pcm") == pytest.approx(seconds("wav"), abs=0.02)


def test_the_same_words_again_need_no_engine(client):
    asked = {"model": "tts-1", "voice": "am_adam", "input": "These words are said twice.", "speed": 1.1}
    answers = [client.audio.speech.create(**asked) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert answers[1].response.headers["x-cache"] == "HIT"


def test_a_blend_and_another_language_are_spoken(client):
    answer = client.audio.speech.create(
        model="kokoro",
        voice="af_heart(0.6)+am_adam(0.4)",
        input="Hello.",
        response_format="wav",
        extra_body={"language": "en-GB"},
    )
    samples, rate_hz = samples_of(answer.content, "wav")
    assert len(samples) / rate_hz > 0.3
    assert np.abs(samples).max() > 0.05


def test_the_voices_that_are_listed_can_be_used(client):
    voices = client.get("/audio/voices", cast_to=object)["voices"]
    assert {"alloy", "af_heart", "en_US-joe-medium"} <= {voice["id"] for voice in voices}
    assert len([voice for voice in voices if voice["model"] == "kokoro" and not voice["alias_of"]]) == 54
    finnish = next(voice for voice in voices if voice["language"] == "fi")
    answer = client.audio.speech.create(model=finnish["model"], voice=finnish["id"], input="Hyvää päivää.")
    assert answer.content.startswith(b"ID3")


def test_a_voice_of_nobody_is_its_bad_request_error(client):
    for name in ("nobody", "af_heart(2", "af_heart+nobody", "en_US-joe-medium"):
        with pytest.raises(openai.BadRequestError) as caught:
            client.audio.speech.create(model="tts-1", voice=name, input="Hello.")
        assert caught.value.param == "voice"
