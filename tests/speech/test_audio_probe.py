"""Files as people send them: good, broken, and nothing of the kind."""

import io
import time
from pathlib import Path

import numpy as np
import pytest

from speech.audio import errors
from speech.audio.decode import AudioFile, Limits
from speech.audio.probe import Probe, probe
from tests import audio_files


def probed(data: bytes, **limits: float) -> Probe:
    return probe(io.BytesIO(data), limits=Limits(**limits))


@pytest.mark.parametrize(
    ("make", "codec", "container", "mime", "padding"),
    [
        (audio_files.wav, "pcm_s16le", "wav", "audio/wav", 0),
        (audio_files.mp3, "mp3", "mp3", "audio/mpeg", 0),
        (audio_files.flac, "flac", "flac", "audio/flac", 0),
        (audio_files.opus, "opus", "ogg", "audio/ogg", 0),
        (audio_files.m4a, "aac", "mp4", "audio/mp4", 0.03),
        (audio_files.webm, "opus", "webm", "audio/webm", 0),
        (audio_files.video, "aac", "mp4", "video/mp4", 0.03),
        (audio_files.mp3_with_cover, "mp3", "mp3", "audio/mpeg", 0),
    ],
)
def test_it_measures_every_format(make, codec: str, container: str, mime: str, padding: float) -> None:
    found = probed(make(1.5))
    assert found.duration_seconds == pytest.approx(1.5, abs=padding + 0.001)
    assert (found.sample_rate_hz, found.channels) == (48_000, 1)
    assert (found.codec, found.container.name, found.container.mime) == (codec, container, mime)
    assert found.warning == ""
    assert np.median(found.peaks[:, 1]) == pytest.approx(64, abs=8)


@pytest.mark.parametrize(("rate", "channels"), [(8_000, 1), (22_050, 2), (44_100, 2), (96_000, 6)])
def test_it_finds_rate_and_channels(rate: int, channels: int) -> None:
    found = probed(audio_files.wav(0.5, rate=rate, channels=channels))
    assert (found.sample_rate_hz, found.channels) == (rate, channels)
    assert found.duration_seconds == pytest.approx(0.5, abs=1e-4)


def test_it_reads_a_path_like_a_file(tmp_path: Path) -> None:
    path = tmp_path / "looks-like.txt"
    path.write_bytes(audio_files.flac())
    assert probe(path).container.name == probe(str(path)).container.name == "flac"


@pytest.mark.parametrize(
    "data",
    [
        b"Dear diary, nothing here sounds like anything.\n" * 500,
        b"<!doctype html><html><body>No</body></html>",
        b"%PDF-1.7\n" + b"x" * 4096,
        b"<svg xmlns='http://www.w3.org/2000/svg'></svg>",
        audio_files.png(),
        b"\x00",
        b"\x00" * 100_000,
        audio_files.with_noise(b"\x00" * 200_000, start=0, stop=1),
    ],
    ids=["text", "html", "pdf", "svg", "png", "a byte", "zeros", "noise"],
)
def test_what_is_not_audio_is_refused(data: bytes) -> None:
    with pytest.raises(errors.AudioError) as raised:
        probed(data)
    assert raised.value.code in ("not_audio", "damaged")


def test_an_empty_file_is_refused_as_empty() -> None:
    with pytest.raises(errors.EmptyFile):
        probed(b"")


def test_a_header_without_samples_is_refused() -> None:
    with pytest.raises(errors.NoSamples):
        probed(audio_files.wav(0))


def test_pictures_without_sound_are_refused_as_such() -> None:
    with pytest.raises(errors.NoSound):
        probed(audio_files.video(with_sound=False))


@pytest.mark.parametrize(
    "make", [audio_files.mp3, audio_files.flac, audio_files.opus, audio_files.m4a, audio_files.webm]
)
@pytest.mark.parametrize("length", [4, 20, 200])
def test_a_file_cut_in_its_header_is_refused(make, length: int) -> None:
    with pytest.raises(errors.AudioError):
        probed(make(2.0)[:length])


@pytest.mark.parametrize(
    "make",
    [audio_files.wav, audio_files.mp3, audio_files.flac, audio_files.webm, audio_files.m4a_index_first],
)
def test_a_file_that_ends_early_is_read_as_far_as_it_goes(make) -> None:
    data = make(4.0)
    found = probed(data[: int(len(data) * 0.6)])
    assert 1.0 < found.duration_seconds < 3.0
    assert "ends early" in found.warning


@pytest.mark.parametrize("make", [audio_files.mp3, audio_files.flac, audio_files.webm, audio_files.m4a])
def test_noise_in_the_middle_costs_only_the_middle(make) -> None:
    found = probed(audio_files.with_noise(make(4.0), start=0.45, stop=0.55))
    assert 1.5 < found.duration_seconds < 4.0
    assert found.warning


def test_a_wav_written_to_a_pipe_is_whole() -> None:
    data = audio_files.wav(1.0)
    unknown = b"\xff\xff\xff\xff"
    found = probed(data[:4] + unknown + data[8:40] + unknown + data[44:])
    assert found.duration_seconds == pytest.approx(1.0)
    assert found.warning == ""


def test_an_mp3_without_a_length_is_whole() -> None:
    stripped = audio_files.mp3(10.0)[500:]
    assert probed(stripped).warning == ""


def test_a_tiny_file_that_decodes_to_hours_stops_at_the_limit() -> None:
    bomb = audio_files.silent_flac(4 * 3600)
    assert len(bomb) < 3_000_000
    with AudioFile(io.BytesIO(bomb), limits=Limits(seconds=60)) as file:
        with pytest.raises(errors.TooLong) as raised:
            for _ in file.blocks():
                pass
        assert file.seconds_decoded < 62
    assert "1 minute" in str(raised.value)


def test_a_short_file_of_many_channels_at_a_high_rate_stops_at_the_same_work() -> None:
    """A few kilobytes of silence that would decode to as much as hours of stereo."""
    silence = np.zeros((192_000 * 8, 8), dtype=np.float32)
    data = audio_files.wav(rate=192_000, samples=silence)
    with pytest.raises(errors.TooDense, match="48 kHz stereo"):
        probed(data, seconds=10)
    assert probed(data, seconds=200).channels == 8


def test_the_limit_itself_is_allowed() -> None:
    assert probed(audio_files.wav(2.0), seconds=2.0).duration_seconds == pytest.approx(2.0)
    with pytest.raises(errors.TooLong):
        probed(audio_files.wav(2.01), seconds=2.0)


@pytest.mark.parametrize("wrong", [{"channels": 12}, {"rate": 100}, {"rate": 900_000}])
def test_a_layout_that_no_recording_has_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(errors.UnusableLayout):
        probed(audio_files.wav(0.5, **wrong))


def test_what_is_no_number_becomes_silence() -> None:
    samples = audio_files.tone(0.5)
    samples[100:200] = np.nan
    samples[300] = np.inf
    data = audio_files.float_wav(samples)
    with AudioFile(io.BytesIO(data)) as file:
        decoded = np.concatenate([block.samples for block in file.blocks()])
    assert np.isfinite(decoded).all()
    assert not decoded[100:200].any()
    assert probed(data).peaks.max() == 127


@pytest.mark.parametrize("channels", [1, 2])
def test_samples_come_out_as_they_went_in(channels: int) -> None:
    samples = audio_files.tone(0.7, channels=channels)
    for data, error in ((audio_files.float_wav(samples), 0), (audio_files.wav(samples=samples), 1e-4)):
        with AudioFile(io.BytesIO(data)) as file:
            decoded = np.concatenate([block.samples for block in file.blocks()])
        assert decoded.dtype == np.float32
        assert decoded.shape == samples.shape
        assert np.abs(decoded - samples).max() <= error


@pytest.mark.parametrize(
    "playlist",
    [
        "ffconcat version 1.0\nfile '{path}'\n",
        "#EXTM3U\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\nfile://{path}\n#EXT-X-ENDLIST\n",
    ],
)
def test_a_playlist_opens_no_file_of_the_server(playlist: str, tmp_path: Path) -> None:
    (tmp_path / "secret.wav").write_bytes(audio_files.wav())
    (tmp_path / "list").write_text(playlist.format(path=tmp_path / "secret.wav"))
    with pytest.raises(errors.NotAudio):
        probe(tmp_path / "list")


def test_random_damage_is_never_more_than_an_audio_error() -> None:
    random = np.random.default_rng(7)
    started = time.monotonic()
    for make in (
        audio_files.wav,
        audio_files.mp3,
        audio_files.flac,
        audio_files.opus,
        audio_files.m4a,
        audio_files.webm,
    ):
        whole = make(0.5)
        for _ in range(25):
            data = bytearray(whole)
            for place in random.integers(0, min(len(data), 400 if random.random() < 0.5 else len(data)), 8):
                data[place] = random.integers(256)
            try:
                found = probed(bytes(data), seconds=600)
            except errors.AudioError:
                continue
            assert 0 < found.duration_seconds <= 600
    assert time.monotonic() - started < 60


def test_ffmpeg_says_nothing_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    probed(audio_files.with_noise(audio_files.mp3(2.0), start=0.4, stop=0.6))
    assert capfd.readouterr() == ("", "")
