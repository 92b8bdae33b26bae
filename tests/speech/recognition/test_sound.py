"""A file's sound as recognisers take it, from every container people have."""

import io
from types import SimpleNamespace

import numpy as np
import pytest

from speech.audio.decode import AudioFile, Block
from speech.audio.errors import AudioError
from speech.recognition.base import RATE_HZ
from speech.recognition.sound import heard_blocks
from tests import audio_files

CONTAINERS = {
    "wav": audio_files.wav,
    "flac": audio_files.flac,
    "mp3, mpga": audio_files.mp3,
    "mp3 with a cover": audio_files.mp3_with_cover,
    "m4a": audio_files.m4a,
    "ogg, opus": audio_files.opus,
    "oga": lambda seconds: audio_files.encoded("oga", "flac", seconds),
    "webm": audio_files.webm,
    "webm by a browser": lambda seconds: audio_files.encoded("webm", "libopus", seconds, live="1"),
    "aiff": lambda seconds: audio_files.encoded("aiff", "pcm_s16be", seconds),
    "mpeg": lambda seconds: audio_files.encoded("mpeg", "mp2", seconds),
    "matroska": lambda seconds: audio_files.encoded("matroska", "aac", seconds),
    "mp4 film": audio_files.video,
    "stereo wav of 8 kHz": lambda seconds: audio_files.wav(seconds, rate=8_000, channels=2),
    "wav of 96 kHz": lambda seconds: audio_files.wav(seconds, rate=96_000),
}


def heard(data):
    with AudioFile(io.BytesIO(data)) as file:
        return np.concatenate([np.zeros(0, np.float32), *heard_blocks(file)])


@pytest.mark.parametrize("name", CONTAINERS)
def test_it_is_mono_of_16_khz_and_as_long_as_it_was(name):
    samples = heard(CONTAINERS[name](2.0))
    assert samples.dtype == np.float32
    assert samples.ndim == 1
    assert len(samples) / RATE_HZ == pytest.approx(2.0, abs=0.15)
    strength = np.abs(np.fft.rfft(samples[4_000:20_000]))
    assert np.argmax(strength) == pytest.approx(440, abs=2), "the tone is as high as it was"


def test_both_sides_of_a_recording_are_heard():
    left = audio_files.tone(1.0, channels=2)
    left[:, 1] = 0
    assert np.max(np.abs(heard(audio_files.wav(samples=left)))) == pytest.approx(0.25, abs=0.01)


def test_a_damaged_middle_is_left_out_and_the_rest_is_heard():
    data = audio_files.with_noise(audio_files.mp3(4.0), start=0.4, stop=0.5)
    assert 2.5 < len(heard(data)) / RATE_HZ <= 4.2


@pytest.mark.parametrize("data", [b"", b"no sound at all, but a letter. " * 200, audio_files.png()])
def test_garbage_is_refused(data):
    with pytest.raises(AudioError):
        heard(data)


def test_blocks_are_given_as_they_are_read():
    """However long a file is, no more of it is held than a block."""
    drawn = 0

    def blocks():
        nonlocal drawn
        for _ in range(600):
            drawn += 1
            yield Block(np.zeros((16_384, 2), np.float32), 48_000)

    given = 0
    for block in heard_blocks(SimpleNamespace(blocks=blocks)):
        given += len(block)
        assert drawn * 16_384 / 3 - given < 2 * 16_384
    assert given == pytest.approx(600 * 16_384 / 3, abs=10)
