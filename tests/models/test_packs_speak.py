"""The packs are what they say: they speak, and they understand what was spoken."""

import json
import re

import numpy as np
import pytest
import soxr

pytestmark = pytest.mark.models

KOKORO_RATE_HZ = 24_000
WHISPER_RATE_HZ = 16_000
SENTENCE = "The quick brown fox jumps over the lazy dog."


@pytest.fixture(scope="module")
def kokoro(packs):
    import onnxruntime
    from kokoro_onnx import Kokoro

    folder = packs.path("kokoro-82m-int8")
    session = onnxruntime.InferenceSession(
        str(folder / "kokoro-v1.0.int8.onnx"), providers=["CPUExecutionProvider"]
    )
    return Kokoro.from_session(session, str(folder / "voices.npz"))


@pytest.fixture(scope="module")
def joe(packs):
    from piper import PiperVoice

    return PiperVoice.load(packs.path("piper-en_US-joe-medium") / "en_US-joe-medium.onnx")


@pytest.fixture(scope="module")
def whisper(packs):
    from faster_whisper import WhisperModel

    return WhisperModel(str(packs.path("whisper-base")), device="cpu", compute_type="int8", cpu_threads=2)


def heard_by(whisper, samples: np.ndarray, rate_hz: int) -> list[str]:
    audio = soxr.resample(samples.astype(np.float32), rate_hz, WHISPER_RATE_HZ)
    segments, _ = whisper.transcribe(audio, language="en", beam_size=5)
    return words_of(" ".join(segment.text for segment in segments))


def words_of(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


def rms(samples: np.ndarray) -> float:
    return float(np.sqrt(np.mean(np.square(samples))))


def test_every_default_pack_passes_a_full_check(packs):
    for name in ("kokoro-82m-int8", "piper-en_US-joe-medium", "whisper-base"):
        packs.verify(name)


def test_all_54_voices_load_and_none_is_like_another(packs):
    with np.load(packs.path("kokoro-82m-int8") / "voices.npz") as stack:
        voices = {name: stack[name] for name in stack.files}
    assert len(voices) == 54
    assert {voice.shape for voice in voices.values()} == {(510, 1, 256)}
    assert all(np.isfinite(voice).all() for voice in voices.values())
    assert len({voice.tobytes() for voice in voices.values()}) == 54


def test_kokoro_speaks_and_whisper_hears_every_word(kokoro, whisper):
    samples, rate_hz = kokoro.create(SENTENCE, voice="af_heart", lang="en-us")
    assert rate_hz == KOKORO_RATE_HZ
    assert 1.5 < len(samples) / rate_hz < 6
    assert rms(samples) > 0.01
    assert heard_by(whisper, samples, rate_hz) == words_of(SENTENCE)


def test_joe_speaks_and_whisper_hears_every_word(joe, whisper, packs):
    chunks = list(joe.synthesize(SENTENCE))
    config = json.loads((packs.path("piper-en_US-joe-medium") / "en_US-joe-medium.onnx.json").read_text())
    assert {chunk.sample_rate for chunk in chunks} == {config["audio"]["sample_rate"]} == {22_050}
    samples = np.concatenate([chunk.audio_float_array for chunk in chunks])
    assert rms(samples) > 0.01
    assert heard_by(whisper, samples, 22_050) == words_of(SENTENCE)


def test_whisper_hears_nothing_in_silence(whisper):
    segments, _ = whisper.transcribe(
        np.zeros(3 * WHISPER_RATE_HZ, np.float32), language="en", vad_filter=True
    )
    assert list(segments) == []
