"""Bytes of every format become the same sound."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.recognition.base import RATE_HZ
from speech.recognition.live import LiveFormat, SoundKind, UnevenSound
from speech.recognition.live.formats import Incoming
from speech.recognition.live.tape import Tape


def as_pcm(samples: np.ndarray) -> bytes:
    return (samples * 32_767).astype("<i2").tobytes()


def tone(rate_hz: int, seconds: float = 1.0) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * 440 * np.arange(int(rate_hz * seconds)) / rate_hz)).astype(np.float32)


@pytest.mark.parametrize("rate_hz", [8_000, 16_000, 24_000, 44_100, 48_000])
def test_any_rate_arrives_at_16_khz_as_long_and_as_loud(rate_hz):
    incoming = Incoming(LiveFormat(rate_hz=rate_hz))
    data = as_pcm(tone(rate_hz))
    pieces = [incoming.feed(data[start : start + 998]) for start in range(0, len(data), 998)]
    heard = np.concatenate([*pieces, incoming.rest()])
    assert len(heard) == RATE_HZ
    assert np.abs(heard[1000:-1000]).max() == pytest.approx(0.5, abs=0.01)


def test_half_a_sample_is_refused_and_nothing_of_it_is_taken():
    incoming = Incoming(LiveFormat(rate_hz=RATE_HZ))
    with pytest.raises(UnevenSound):
        incoming.feed(b"\x00\x01\x02")
    assert len(incoming.feed(b"\x00\x40")) == 1


# From the tables of G.711: code, then the 16-bit value it stands for.
ULAW = [(0xFF, 0), (0x7F, 0), (0x80, 32_124), (0x00, -32_124), (0xEF, 132), (0xF0, 120), (0xFE, 8)]
ALAW = [(0xD5, 8), (0x55, -8), (0xAA, 32_256), (0x2A, -32_256), (0xC5, 264), (0xD4, 24)]


@pytest.mark.parametrize(("kind", "pairs"), [(SoundKind.ULAW, ULAW), (SoundKind.ALAW, ALAW)])
def test_the_telephones_codes_stand_for_what_g711_says(kind, pairs):
    codes, values = zip(*pairs, strict=True)
    heard = LiveFormat(kind, 8_000).samples(bytes(codes))
    assert (heard * 32_768).round().astype(int).tolist() == list(values)


@pytest.mark.parametrize("kind", [SoundKind.ULAW, SoundKind.ALAW])
def test_the_telephones_codes_are_all_different_and_point_both_ways(kind):
    heard = LiveFormat(kind, 8_000).samples(bytes(range(256)))
    assert len(set(np.round(heard * 32_768).tolist())) >= 255
    assert heard.sum() == pytest.approx(0, abs=1e-6)


@given(st.lists(st.integers(1, 40_000), min_size=1, max_size=8))
def test_a_tape_gives_back_what_lay_between_two_frames(lengths):
    sound = np.arange(sum(lengths), dtype=np.float32)
    tape, given_frames = Tape(100), 0
    for length in lengths:
        tape.add(sound[given_frames : given_frames + length])
        given_frames += length
        tape.forget_before(100 + given_frames - 5_000)
    begin = max(tape.begin, tape.end - 5_000)
    assert tape.end == 100 + len(sound)
    assert tape.between(begin, tape.end).tolist() == sound[begin - 100 :].tolist()


def test_a_tape_holds_little_more_than_it_must():
    tape = Tape()
    for _ in range(1_000):
        tape.add(np.zeros(1_600, np.float32))
        tape.forget_before(tape.end - RATE_HZ)
    assert tape.end - tape.begin <= 2 * RATE_HZ + 1_600


def test_a_cut_falls_where_it_is_quietest():
    sound = tone(RATE_HZ, 3.0)
    sound[20_000:23_000] *= 0.01
    tape = Tape()
    tape.add(sound)
    assert 20_000 < tape.quietest(0, tape.end) < 23_000
