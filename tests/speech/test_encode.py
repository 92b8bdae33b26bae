"""Six formats, one contract: nothing lost, nothing added, however it is cut."""

import io

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.audio.encode import Encoder, encode
from speech.audio.formats import FORMATS, UnknownFormat
from speech.audio.riff import finalize_header
from tests.audio_files import tone as stereo_tone

RATE_HZ = 24_000
LOSSLESS = ("wav", "flac")
WITH_TITLE = [name for name, form in FORMATS.items() if form.holds_title]


def tone(seconds=1.5, *, rate_hz=RATE_HZ):
    return stereo_tone(seconds, rate=rate_hz)[:, 0]


def encoded(samples, name, *, rate_hz=RATE_HZ, block_frames=10_000, title=""):
    blocks = [samples[start : start + block_frames] for start in range(0, len(samples), block_frames)]
    return b"".join(encode(blocks, name, rate_hz=rate_hz, title=title))


def decoded(data, name):
    """Samples in [-1, 1] and their rate."""
    if name == "pcm":
        return np.frombuffer(data, "<i2") / 32767, RATE_HZ
    with av.open(io.BytesIO(data)) as container:
        frames = list(container.decode(audio=0))
    samples = np.concatenate([frame.to_ndarray().reshape(-1) for frame in frames])
    return samples / (32767 if samples.dtype == np.int16 else 1), frames[0].sample_rate


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("rate_hz", [16_000, 22_050, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("seconds", [0.01, 0.5, 1.503])
def test_every_format_lasts_as_long_as_what_went_in(name, rate_hz, seconds):
    samples, coded_rate_hz = decoded(encoded(tone(seconds, rate_hz=rate_hz), name, rate_hz=rate_hz), name)
    excess_seconds = len(samples) / coded_rate_hz - seconds
    assert -0.001 < excess_seconds < 0.05


@pytest.mark.parametrize("name", FORMATS)
def test_the_first_and_the_last_of_the_sound_are_there(name):
    """Two clicks at the very ends come out, as far apart as they went in."""
    samples = np.zeros(RATE_HZ, np.float32)
    samples[240:480] = tone(0.01)
    samples[-480:-240] = tone(0.01)
    heard, rate_hz = decoded(encoded(samples, name), name)
    loud = np.flatnonzero(np.abs(heard) > 0.15) / rate_hz
    assert loud[-1] - loud[0] == pytest.approx((RATE_HZ - 480) / RATE_HZ, abs=0.004)


@pytest.mark.parametrize("name", ["mp3", "opus", "flac", "wav", "pcm"])
def test_sound_begins_where_it_began(name):
    samples = np.concatenate([np.zeros(RATE_HZ // 2, np.float32), tone(0.5)])
    heard, rate_hz = decoded(encoded(samples, name), name)
    assert np.argmax(np.abs(heard) > 0.1) / rate_hz == pytest.approx(0.5, abs=0.003)


@pytest.mark.parametrize("name", FORMATS)
@given(cuts=st.lists(st.integers(1, 5_000), max_size=12))
@settings(max_examples=10, deadline=None)
def test_the_cut_of_the_blocks_changes_no_byte(name, cuts):
    samples = tone(0.6, rate_hz=22_050)
    encoder = Encoder(name, rate_hz=22_050)
    parts = [encoder.feed(block) for block in np.split(samples, np.cumsum(cuts))]
    assert b"".join(parts) + encoder.finish() == encoded(samples, name, rate_hz=22_050)


@pytest.mark.parametrize("name", FORMATS)
def test_bytes_come_while_the_sound_is_made(name):
    encoder = Encoder(name, rate_hz=RATE_HZ)
    first = encoder.feed(tone(1.0))
    assert len(first) > 1_000


@pytest.mark.parametrize("name", FORMATS)
def test_no_sound_at_all_is_no_crash(name):
    encoder = Encoder(name, rate_hz=RATE_HZ)
    assert isinstance(encoder.feed(np.zeros(0, np.float32)) + encoder.finish(), bytes)


@pytest.mark.parametrize("name", FORMATS)
def test_silence_stays_silence(name):
    heard, _ = decoded(encoded(np.zeros(RATE_HZ, np.float32), name), name)
    assert np.abs(heard).max() < 1e-3


@pytest.mark.parametrize("name", FORMATS)
def test_too_loud_is_clipped_and_no_number_is_silence(name):
    samples = 4 * tone(0.5)
    samples[100:200] = np.nan
    samples[300] = np.inf
    heard, _ = decoded(encoded(samples, name), name)
    assert np.isfinite(heard).all()
    assert np.abs(heard).max() < 1.7, "it wrapped around, or was never clipped"


@pytest.mark.parametrize("name", LOSSLESS)
def test_sixteen_bits_come_out_as_they_went_in(name):
    sixteen = np.random.default_rng(0).integers(-32767, 32768, 5_000, dtype=np.int16)
    heard, rate_hz = decoded(encoded((sixteen / np.float32(32767)).astype(np.float32), name), name)
    assert rate_hz == RATE_HZ
    assert np.array_equal(np.rint(heard * 32767).astype(np.int16), sixteen)


def test_pcm_is_24_khz_whatever_went_in():
    data = encoded(tone(1.0, rate_hz=48_000), "pcm", rate_hz=48_000)
    assert len(data) == pytest.approx(2 * 24_000, abs=4)


@pytest.mark.parametrize("name", WITH_TITLE)
def test_the_title_is_in_the_file(name):
    data = encoded(tone(0.3), name, title="Grüße,\nWelt - 你好")
    with av.open(io.BytesIO(data)) as container:
        tags = {**container.metadata, **container.streams.audio[0].metadata}
    assert {key.lower(): value for key, value in tags.items()}["title"] == "Grüße, Welt - 你好"


@pytest.mark.parametrize("name", FORMATS)
def test_what_is_sent_first_tells_the_format(name):
    head = encoded(tone(0.3), name)[:4]
    expected = {"wav": b"RIFF", "flac": b"fLaC", "opus": b"OggS", "mp3": b"ID3"}
    assert head.startswith(expected.get(name, b""))
    assert name != "aac" or (head[0] == 0xFF and head[1] & 0xF6 == 0xF0)


def test_a_streamed_wav_says_that_its_length_is_unknown_until_it_is_mended():
    samples = tone(0.5)
    file = io.BytesIO(encoded(samples, "wav", title="odd"))
    assert file.getvalue()[4:8] == b"\xff\xff\xff\xff"
    finalize_header(file)
    data = file.getvalue()
    assert int.from_bytes(data[4:8], "little") == len(data) - 8
    with av.open(io.BytesIO(data)) as container:
        assert float(container.duration) / 1e6 == pytest.approx(0.5, abs=0.001)


def test_an_unknown_format_tells_the_known_ones():
    with pytest.raises(UnknownFormat, match="'ogg'") as caught:
        Encoder("ogg", rate_hz=RATE_HZ)
    assert caught.value.allowed == ("mp3", "opus", "aac", "flac", "wav", "pcm")


def test_content_types_are_those_of_the_contract():
    assert {name: form.mime for name, form in FORMATS.items()} == {
        "mp3": "audio/mpeg",
        "opus": "audio/ogg",
        "aac": "audio/aac",
        "flac": "audio/flac",
        "wav": "audio/wav",
        "pcm": "audio/pcm",
    }
