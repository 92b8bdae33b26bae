"""A piece out of the middle of a recording."""

import io

import numpy as np
import pytest

from speech.audio.decode import AudioFile
from speech.audio.errors import AudioError, NoSamples
from speech.audio.excerpt import excerpt
from tests import audio_files

RATE = 24_000
SECONDS = 12
FORMATS = {
    "wav": lambda: audio_files.wav(SECONDS, rate=RATE),
    "mp3": lambda: audio_files.encoded("mp3", "libmp3lame", SECONDS, rate=RATE),
    "flac": lambda: audio_files.encoded("flac", "flac", SECONDS, rate=RATE),
    "m4a": lambda: audio_files.encoded("mp4", "aac", SECONDS, rate=RATE),
    "aac": lambda: audio_files.encoded("adts", "aac", SECONDS, rate=RATE),
    "webm": lambda: audio_files.encoded("matroska", "flac", SECONDS, rate=RATE),
}


@pytest.fixture(autouse=True)
def _a_sound_that_tells_its_place(monkeypatch):
    def sweep(seconds=1.0, *, rate=RATE, hertz=440.0, channels=1):
        times = np.arange(round(seconds * rate)) / rate
        wave = 0.5 * np.sin(2 * np.pi * (200 * times + 40 * times**2))
        return np.repeat(wave[:, None], channels, axis=1).astype(np.float32)

    monkeypatch.setattr(audio_files, "tone", sweep)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("start", [0.0, 0.1, 3.3, 11.5])
def test_it_is_what_decoding_all_would_have_given(name, start):
    data = FORMATS[name]()
    with AudioFile(io.BytesIO(data)) as file:
        whole = np.concatenate([block.samples for block in file.blocks()])[:, 0]
    found = excerpt(io.BytesIO(data), start_seconds=start, seconds=2, rate_hz=RATE)
    wanted = whole[round(start * RATE) :][: 2 * RATE]
    assert len(found) == len(wanted)
    assert np.abs(found - wanted).max() < 1e-4


def test_another_rate_and_both_channels_in_one():
    data = audio_files.wav(4, rate=48_000, channels=2)
    assert len(excerpt(io.BytesIO(data), start_seconds=1, seconds=2, rate_hz=RATE)) == 2 * RATE


def test_beyond_the_end_there_is_nothing():
    with pytest.raises(NoSamples):
        excerpt(io.BytesIO(FORMATS["wav"]()), start_seconds=99, seconds=1, rate_hz=RATE)


def test_what_is_no_sound_is_told():
    with pytest.raises(AudioError):
        excerpt(io.BytesIO(b"nothing to hear" * 50), start_seconds=0, seconds=1, rate_hz=RATE)


def test_whoever_waits_can_break_it_off():
    class Enough(Exception):
        pass

    def check() -> None:
        raise Enough

    with pytest.raises(Enough):
        excerpt(io.BytesIO(FORMATS["wav"]()), start_seconds=5, seconds=1, rate_hz=RATE, check=check)
