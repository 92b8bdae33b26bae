"""How mixes become files: whole or not at all, in every format of the studio."""

import io
import os
import struct

import av
import numpy as np
import pytest

from speech.audio.errors import NoSamples
from speech.audio.formats import UnknownFormat
from speech.audio.mp4 import ChapterMark
from speech.audio.probe import probe
from speech.audio.riff import finalize_header, wav_header
from studio.outputs import FORMATS, output_format, written
from tests.audio_files import tone
from tests.speech.test_encode_stereo import apart
from tests.studio.exports.builders import chapters_in, sound_of

MARKS = [ChapterMark("Anna: Hello", 0.0, 0.5), ChapterMark("Ben:\n Good  day", 0.5, 1.2)]


def cut(samples, frames=7_001):
    return (samples[start : start + frames] for start in range(0, len(samples), frames))


def write(path, samples, *, rate_hz=48_000, **options):
    channels = samples.shape[1]
    return written(
        path, cut(samples), format_name=path.suffix[1:], rate_hz=rate_hz, channels=channels, **options
    )


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("rate_hz", [22_050, 24_000, 44_100, 48_000])
def test_every_format_has_both_channels_and_lasts_as_long(tmp_path, name, rate_hz):
    path = tmp_path / f"mix.{name}"
    samples = apart(1.5, rate_hz=rate_hz)
    assert write(path, samples, rate_hz=rate_hz, title="A mix", marks=MARKS) == len(samples)
    heard, coded_rate_hz = sound_of(path.read_bytes())
    assert len(heard) / coded_rate_hz == pytest.approx(1.5, abs=0.05)
    left, right = np.sqrt(np.mean(np.square(heard[coded_rate_hz // 5 : coded_rate_hz]), axis=0))
    assert right / left == pytest.approx(0.5, rel=0.1)
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", FORMATS)
def test_it_is_known_for_what_it_is_when_it_is_stored(tmp_path, name):
    path = tmp_path / f"mix.{name}"
    write(path, apart())
    found = probe(path)
    assert (found.container.suffix, found.container.mime) == (name, output_format(name).mime)
    assert (found.channels, found.duration_seconds) == (2, pytest.approx(1.0, abs=0.05))


@pytest.mark.parametrize("name", FORMATS)
def test_one_channel_stays_one(tmp_path, name):
    path = tmp_path / f"mix.{name}"
    write(path, tone(0.5))
    assert sound_of(path.read_bytes())[0].shape[1] == 1


@pytest.mark.parametrize("name", FORMATS)
def test_sound_begins_where_it_began(tmp_path, name):
    path = tmp_path / f"mix.{name}"
    write(path, np.concatenate([np.zeros((24_000, 2), np.float32), apart(0.5)]))
    heard, rate_hz = sound_of(path.read_bytes())
    assert np.argmax(np.abs(heard[:, 0]) > 0.1) / rate_hz == pytest.approx(0.5, abs=0.003)


@pytest.mark.parametrize("name", FORMATS)
def test_the_title_is_in_the_file(tmp_path, name):
    path = tmp_path / f"mix.{name}"
    write(path, apart(0.3), title="Grüße,\nWelt - 你好")
    with av.open(str(path)) as file:
        tags = {**file.metadata, **file.streams.audio[0].metadata}
    assert {key.lower(): value for key, value in tags.items()}["title"] == "Grüße, Welt - 你好"


@pytest.mark.parametrize("name", ["m4a", "m4b"])
def test_marks_are_chapters(tmp_path, name):
    path = tmp_path / f"mix.{name}"
    write(path, apart(1.5), marks=MARKS)
    (first, _, end), (second, start, last) = chapters_in(path.read_bytes())
    assert (first, second) == ("Anna: Hello", "Ben: Good day")
    assert (end, start, last) == pytest.approx((0.5, 0.5, 1.5), abs=0.01)


def test_more_chapters_than_one_byte_can_count(tmp_path):
    path = tmp_path / "mix.m4b"
    write(path, tone(3.0), marks=[ChapterMark(f"A: {number}", number / 100, 0) for number in range(300)])
    chapters = chapters_in(path.read_bytes())
    assert [title for title, _, _ in chapters] == [f"A: {number}" for number in range(300)]
    assert [start for _, start, _ in chapters] == pytest.approx(np.arange(300) / 100, abs=0.001)


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        ([0.3, 1.0], [0.0, 1.0]),  # what comes before the first is its own
        ([1.0, 0.0], [0.0, 1.0]),
        ([0.0, 0.0, 1.0], [0.0, 1.0]),
        ([0.0, 1.0, 99.0], [0.0, 1.0]),  # beyond the end
        ([-5.0, 1.0], [0.0, 1.0]),
    ],
)
def test_marks_that_players_could_not_show_are_put_right(tmp_path, starts, expected):
    path = tmp_path / "mix.m4b"
    write(path, apart(1.5), marks=[ChapterMark(f"{start}", start, start + 0.1) for start in starts])
    assert [start for _, start, _ in chapters_in(path.read_bytes())] == pytest.approx(expected, abs=0.01)


def test_the_same_mix_gives_the_same_bytes(tmp_path):
    for name in FORMATS:
        first, second = tmp_path / f"1.{name}", tmp_path / f"2.{name}"
        for path in (first, second):
            write(path, apart(0.5), marks=MARKS)
        assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("name", FORMATS)
def test_a_failure_in_the_middle_leaves_what_was_there_before(tmp_path, name):
    path = tmp_path / f"mix.{name}"
    path.write_bytes(b"the old one")

    def failing():
        yield apart(0.5)
        raise RuntimeError("the lights went out")

    with pytest.raises(RuntimeError, match="lights"):
        written(path, failing(), format_name=name, rate_hz=48_000, channels=2)
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [(path.name, b"the old one")]


@pytest.mark.parametrize("name", FORMATS)
def test_nothing_to_hear_leaves_no_file(tmp_path, name):
    with pytest.raises(NoSamples):
        written(tmp_path / "mix", [], format_name=name, rate_hz=48_000, channels=2)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_format_tells_the_known_ones(tmp_path):
    with pytest.raises(UnknownFormat, match="wav, mp3, flac, opus, m4a, m4b"):
        written(tmp_path / "mix", [apart(0.1)], format_name="aac", rate_hz=48_000, channels=2)


def test_a_wav_says_how_long_it_is(tmp_path):
    path = tmp_path / "mix.wav"
    write(path, apart(0.5), title="odd")
    data = path.read_bytes()
    assert (data[:4], int.from_bytes(data[4:8], "little")) == (b"RIFF", len(data) - 8)
    with av.open(io.BytesIO(data)) as file:
        assert float(file.duration) / 1e6 == pytest.approx(0.5, abs=0.001)


@pytest.mark.parametrize("name", FORMATS)
def test_players_are_told_how_long_it_is(tmp_path, name):
    path = tmp_path / f"mix.{name}"
    write(path, apart(1.5, rate_hz=44_100), rate_hz=44_100)
    with av.open(str(path)) as file:
        assert file.duration / 1e6 == pytest.approx(1.5, abs=0.05)
        assert next(file.decode(audio=0)).sample_rate == file.streams.audio[0].rate


def test_a_wav_that_outgrew_its_header_is_read_to_its_end(tmp_path):
    """Seven hours of stereo at 48 kHz, of which the disk holds the last second."""
    path, frames = tmp_path / "long.wav", 7 * 3600 * 48_000
    header = wav_header(48_000, channels=2, title="Long", may_outgrow=True)
    last = np.full((48_000, 2), 8_192, "<i2").tobytes()
    with path.open("w+b") as file:
        file.write(header)
        os.truncate(path, len(header) + frames * 4 - len(last))
        file.seek(0, 2)
        file.write(last)
        finalize_header(file)
    with path.open("rb") as file:
        assert file.read(4) == b"RF64"
        file.seek(12)
        assert file.read(4) == b"ds64"
        assert struct.unpack("<IQQ", file.read(20))[1:] == (path.stat().st_size - 8, frames * 4)
    with av.open(str(path)) as file:
        assert file.duration / 1e6 == pytest.approx(7 * 3600)
        file.seek((7 * 3600 - 1) * 1_000_000 + 500_000)
        frame = next(file.decode(audio=0))
        assert np.all(frame.to_ndarray() == 8_192)
