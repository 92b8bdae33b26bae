"""An M4B lasts as long as its chapters, and its marks are where they begin."""

import av
import numpy as np
import pytest

from speech.audio.audiobook import BIT_RATE, file_blocks, write_audiobook
from speech.audio.encode import encode
from speech.audio.errors import NoSamples, NotAudio
from speech.audio.probe import probe
from tests.audio_files import tone as stereo_tone

RATE_HZ = 24_000


def tone(seconds: float, *, hertz: float = 440.0, rate_hz: int = RATE_HZ) -> np.ndarray:
    return stereo_tone(seconds, rate=rate_hz, hertz=hertz)[:, 0]


def cut(samples: np.ndarray, frames: int = 5_001) -> list[np.ndarray]:
    return [samples[start : start + frames] for start in range(0, len(samples), frames)]


def book(path, chapters, *, rate_hz=RATE_HZ, **fields):
    return write_audiobook(path, chapters, rate_hz=rate_hz, **{"title": "A Book", **fields})


def marks_of(path) -> list[tuple[str, float, float]]:
    with av.open(str(path)) as file:
        return [
            (mark["metadata"]["title"], float(mark["start"] * base), float(mark["end"] * base))
            for mark in file.chapters()
            for base in [mark["time_base"]]
        ]


def heard(path, start: float, end: float) -> float:
    """The strongest frequency between two times."""
    with av.open(str(path)) as file:
        samples = np.concatenate([frame.to_ndarray().reshape(-1) for frame in file.decode(audio=0)])
        rate_hz = file.streams.audio[0].rate
    piece = samples[round(start * rate_hz) : round(end * rate_hz)]
    return float(np.argmax(np.abs(np.fft.rfft(piece))) * rate_hz / len(piece))


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 22_050, 24_000, 44_100, 96_000])
def test_marks_are_where_the_chapters_are(tmp_path, rate_hz):
    path = tmp_path / "book.m4b"
    lengths = {"Глава первая": 1.5, "第二章": 0.4, "Café & “quotes”": 2.25}
    chapters = [(title, cut(tone(seconds, rate_hz=rate_hz))) for title, seconds in lengths.items()]
    told = book(path, chapters, rate_hz=rate_hz)
    starts = np.cumsum([0.0, *lengths.values()])
    expected = list(zip(lengths, starts, starts[1:], strict=False))
    for found in (marks_of(path), [(m.title, m.start_seconds, m.end_seconds) for m in told]):
        assert [mark[0] for mark in found] == list(lengths)
        assert np.allclose([mark[1:] for mark in found], [mark[1:] for mark in expected], atol=0.005)
    with av.open(str(path)) as file:
        assert file.duration / 1e6 == pytest.approx(sum(lengths.values()), abs=0.01)


def test_each_chapter_is_heard_between_its_marks(tmp_path):
    path = tmp_path / "book.m4b"
    book(path, [("low", cut(tone(1.0, hertz=300))), ("high", cut(tone(1.0, hertz=900)))])
    for (_, start, end), hertz in zip(marks_of(path), (300, 900), strict=True):
        assert heard(path, start + 0.02, end - 0.02) == pytest.approx(hertz, abs=5)


def test_what_a_player_shows_is_in_the_file(tmp_path):
    path = tmp_path / "book.m4b"
    book(path, [("One", cut(tone(0.5)))], title="Bücher  \n你好", author="Ann Author", language="de-AT")
    with av.open(str(path)) as file:
        tags, sound = file.metadata, file.streams.audio[0]
        assert sound.metadata["language"] == "deu"
        assert sound.codec_context.codec.canonical_name == "aac"
        assert sound.channels == 1
    assert (tags["title"], tags["artist"], tags["genre"]) == ("Bücher 你好", "Ann Author", "Audiobook")
    assert tags["major_brand"].strip() == "M4B"
    data = path.read_bytes()
    assert data.find(b"moov") < data.find(b"mdat"), "playing would have to wait for the whole file"


def test_a_chapter_without_sound_has_no_mark_and_one_without_a_name_gets_a_number(tmp_path):
    path = tmp_path / "book.m4b"
    book(path, [("", cut(tone(0.3))), ("silent", []), (" ", cut(tone(0.3)))])
    assert [title for title, _, _ in marks_of(path)] == ["Chapter 1", "Chapter 2"]


def test_finished_recordings_of_any_kind_are_joined(tmp_path):
    files = []
    for number, (name, rate_hz) in enumerate([("wav", 24_000), ("mp3", 22_050), ("opus", 48_000)]):
        file = tmp_path / f"{number}.{name}"
        samples = tone(1.0, hertz=300 + 200 * number, rate_hz=rate_hz)
        file.write_bytes(b"".join(encode([samples], name, rate_hz=rate_hz)))
        files.append((f"Chapter of {name}", file))
    path = tmp_path / "book.m4b"
    book(path, [(title, file_blocks(file, rate_hz=RATE_HZ)) for title, file in files])
    found = marks_of(path)
    assert [title for title, _, _ in found] == [title for title, _ in files]
    for number, (_, start, end) in enumerate(found):
        assert start == pytest.approx(number, abs=0.05)
        assert heard(path, start + 0.05, end - 0.05) == pytest.approx(300 + 200 * number, abs=5)


def test_too_loud_is_clipped_and_no_number_is_silence(tmp_path):
    path = tmp_path / "book.m4b"
    samples = 4 * tone(0.5)
    samples[100:200] = np.nan
    book(path, [("One", [samples])])
    with av.open(str(path)) as file:
        decoded = np.concatenate([frame.to_ndarray().reshape(-1) for frame in file.decode(audio=0)])
    assert np.isfinite(decoded).all()
    assert 0.8 < np.abs(decoded).max() < 1.7


def test_one_hour_takes_about_as_many_bytes_as_its_bit_rate_says(tmp_path):
    path = tmp_path / "book.m4b"
    noise = (0.1 * np.random.default_rng(0).standard_normal(10 * RATE_HZ)).astype(np.float32)
    book(path, [("One", cut(noise))])
    assert path.stat().st_size < 10 * BIT_RATE / 8 * 1.2


@pytest.mark.parametrize("chapters", [[], [("One", [])], [("One", [np.zeros(0, np.float32)])]])
def test_nothing_to_hear_leaves_no_file(tmp_path, chapters):
    with pytest.raises(NoSamples):
        book(tmp_path / "book.m4b", chapters)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_in_the_middle_leaves_what_was_there_before(tmp_path):
    path = tmp_path / "book.m4b"
    path.write_bytes(b"the old one")

    def failing():
        yield tone(1.0)
        raise RuntimeError("the lights went out")

    with pytest.raises(RuntimeError, match="lights"):
        book(path, [("One", failing())])
    assert [(entry.name, entry.read_bytes()) for entry in tmp_path.iterdir()] == [
        ("book.m4b", b"the old one")
    ]


def test_a_recording_that_is_none_is_told(tmp_path):
    (tmp_path / "1.mp3").write_bytes(b"no sound at all")
    with pytest.raises(NotAudio):
        book(tmp_path / "book.m4b", [("One", file_blocks(tmp_path / "1.mp3", rate_hz=RATE_HZ))])


def test_it_is_known_for_an_audiobook_when_it_is_stored(tmp_path):
    path = tmp_path / "book.m4b"
    book(path, [("One", cut(tone(0.5)))])
    container = probe(path).container
    assert (container.suffix, container.mime) == ("m4b", "audio/mp4")
