"""Two channels in every format: nothing lost, nothing added, each on its side."""

import io

import av
import numpy as np
import pytest

from speech.audio.encode import Encoder, encode
from speech.audio.formats import FORMATS
from speech.audio.resample import Resampler
from speech.audio.samples import clipped, shaped, to_int16
from tests.audio_files import tone

LOSSLESS = ("wav", "flac")
WITH_CONTAINER = [name for name in FORMATS if name != "pcm"]


def apart(seconds=1.0, *, rate_hz=48_000):
    """Low on the left, high and softer on the right."""
    left, right = tone(seconds, rate=rate_hz, hertz=300), 0.5 * tone(seconds, rate=rate_hz, hertz=900)
    return np.concatenate([left, right], axis=1).astype(np.float32)


def encoded(samples, name, *, rate_hz=48_000, block_frames=10_000, **options):
    blocks = [samples[start : start + block_frames] for start in range(0, len(samples), block_frames)]
    return b"".join(encode(blocks, name, rate_hz=rate_hz, channels=2, **options))


def decoded(data):
    """(frames, channels), their rate."""
    with av.open(io.BytesIO(data)) as container:
        frames = list(container.decode(audio=0))
    pieces = []
    for frame in frames:
        array = frame.to_ndarray()
        pieces.append(array.T if frame.format.is_planar else array.reshape(-1, frame.layout.nb_channels))
    samples = np.concatenate(pieces)
    return samples / (32767 if samples.dtype == np.int16 else 1), frames[0].sample_rate


def hertz_of(samples, rate_hz):
    return float(np.argmax(np.abs(np.fft.rfft(samples))) * rate_hz / len(samples))


@pytest.mark.parametrize("name", WITH_CONTAINER)
@pytest.mark.parametrize("rate_hz", [16_000, 24_000, 44_100, 48_000])
def test_each_channel_comes_out_on_its_side_and_as_long_as_it_was(name, rate_hz):
    heard, coded_rate_hz = decoded(encoded(apart(1.203, rate_hz=rate_hz), name, rate_hz=rate_hz))
    assert heard.shape[1] == 2
    assert len(heard) / coded_rate_hz == pytest.approx(1.203, abs=0.05)
    middle = heard[coded_rate_hz // 5 : coded_rate_hz]
    assert hertz_of(middle[:, 0], coded_rate_hz) == pytest.approx(300, abs=5)
    assert hertz_of(middle[:, 1], coded_rate_hz) == pytest.approx(900, abs=5)
    left, right = np.sqrt(np.mean(np.square(middle), axis=0))
    assert right / left == pytest.approx(0.5, rel=0.1)


@pytest.mark.parametrize("name", ["mp3", "opus", "flac", "wav"])
def test_sound_begins_where_it_began(name):
    samples = np.concatenate([np.zeros((24_000, 2), np.float32), apart(0.5)])
    heard, rate_hz = decoded(encoded(samples, name))
    assert np.argmax(np.abs(heard[:, 0]) > 0.1) / rate_hz == pytest.approx(0.5, abs=0.003)


@pytest.mark.parametrize("dither", [False, True])
@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("cuts", [[1], [4_608, 1], [7, 1, 3_000, 11, 11_999, 2]])
def test_the_cut_of_the_blocks_changes_no_byte(name, dither, cuts):
    samples = apart(0.8, rate_hz=44_100)
    encoder = Encoder(name, rate_hz=44_100, channels=2, dither=dither)
    parts = [
        encoder.feed(block) for block in np.split(samples, sorted({min(cut, len(samples)) for cut in cuts}))
    ]
    assert b"".join(parts) + encoder.finish() == encoded(samples, name, rate_hz=44_100, dither=dither)


@pytest.mark.parametrize("name", LOSSLESS)
def test_sixteen_bits_come_out_as_they_went_in(name):
    sixteen = np.random.default_rng(0).integers(-32767, 32768, (5_000, 2), dtype=np.int16)
    heard, _ = decoded(encoded((sixteen / np.float32(32767)).astype(np.float32), name))
    assert np.array_equal(np.rint(heard * 32767).astype(np.int16), sixteen)


@pytest.mark.parametrize(("name", "bit_rate"), [("mp3", 192_000), ("opus", 128_000), ("aac", 160_000)])
def test_two_channels_have_more_bits(name, bit_rate):
    noise = (0.1 * np.random.default_rng(0).standard_normal((96_000, 2))).astype(np.float32)
    assert len(encoded(noise, name)) * 8 / 2 == pytest.approx(bit_rate, rel=0.15)


def test_an_mp3_below_32_khz_has_what_it_can_hold():
    with av.open(io.BytesIO(encoded(apart(rate_hz=22_050), "mp3", rate_hz=22_050))) as container:
        assert container.streams.audio[0].bit_rate == 160_000


def test_one_channel_may_have_two_dimensions():
    samples = tone(0.5)
    flat, encoder = b"".join(encode([samples[:, 0]], "flac", rate_hz=48_000)), Encoder("flac", rate_hz=48_000)
    assert encoder.feed(samples) + encoder.finish() == flat


@pytest.mark.parametrize("shape", [(100,), (100, 1), (100, 3), (2, 100)])
def test_blocks_of_another_shape_are_refused(shape):
    with pytest.raises(ValueError, match="channel"):
        Encoder("wav", rate_hz=48_000, channels=2).feed(np.zeros(shape, np.float32))


def test_more_channels_than_two_are_refused():
    with pytest.raises(ValueError, match="channel"):
        Encoder("wav", rate_hz=48_000, channels=6)


@pytest.mark.parametrize("name", FORMATS)
def test_no_sound_at_all_is_no_crash(name):
    encoder = Encoder(name, rate_hz=44_100, channels=2)
    assert isinstance(encoder.feed(np.zeros((0, 2), np.float32)) + encoder.finish(), bytes)


def test_channels_are_resampled_as_each_by_itself():
    samples = apart(0.3, rate_hz=44_100)
    both, one = Resampler(44_100, 48_000, channels=2), Resampler(44_100, 48_000)
    together = np.concatenate([both.feed(samples), both.finish()])
    alone = np.concatenate([one.feed(np.ascontiguousarray(samples[:, 1])), one.finish()])
    assert np.allclose(together[:, 1], alone, atol=1e-6)


def sixteen_of(samples, **options):
    """Of a WAV, whose header has 44 bytes."""
    return np.frombuffer(encoded(samples, "wav", **options)[44:], "<i2").reshape(-1, 2)


def test_dither_keeps_what_is_softer_than_a_step():
    """A tone of a third of a step: rounded it is silence, with dither it is there."""
    tiny = (0.3 / 0.5 / 32767 * tone(4.0, hertz=1_000)).repeat(2, axis=1)
    assert not sixteen_of(tiny).any()
    heard = sixteen_of(tiny, dither=True)[:, 0]
    assert hertz_of(heard, 48_000) == pytest.approx(1_000, abs=1)


def test_the_error_of_dither_is_noise_of_the_right_size_that_knows_nothing_of_the_sound():
    samples = apart(4.0)
    error = sixteen_of(samples, dither=True) - samples * 32767
    assert np.abs(error).max() <= 1.5
    # Two steps of triangle and one of rounding: a quarter of a squared step in all.
    assert np.var(error, axis=0) == pytest.approx(0.25, rel=0.02)
    assert np.abs(error.mean(axis=0)).max() < 0.01
    assert abs(np.corrcoef(error.T)[0, 1]) < 0.01
    assert abs(np.corrcoef(error[:, 0], samples[:, 0])[0, 1]) < 0.01


def test_silence_stays_silence_with_dither_and_full_scale_does_not_wrap():
    edges = np.concatenate([np.zeros((1_000, 2)), np.ones((1_000, 2)), -np.ones((1_000, 2))]).astype(
        np.float32
    )
    heard = sixteen_of(edges, dither=True)
    assert not heard[:1_000].any()
    assert heard[1_000:2_000].min() >= 32_766
    assert heard[2_000:].max() <= -32_766


def test_the_same_sound_gives_the_same_bytes():
    samples = apart(0.5)
    for name in FORMATS:
        assert encoded(samples, name, dither=True) == encoded(samples, name, dither=True)


def test_what_is_no_number_is_silence_and_what_is_too_loud_is_clipped():
    samples = np.array([[np.nan, 0.5], [np.inf, -np.inf], [2.0, -3.0]], np.float32)
    assert clipped(samples).tolist() == [[0.0, 0.5], [1.0, -1.0], [1.0, -1.0]]
    assert to_int16(clipped(samples)).tolist() == [[0, 16384], [32767, -32767], [32767, -32767]]
    assert shaped(samples, 2) is samples
