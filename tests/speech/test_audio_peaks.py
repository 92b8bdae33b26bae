"""The outline is the true lowest and highest sample of every stretch, whatever the block size."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from speech.audio.peaks import PeakCollector, pack, unpack


def outline(samples: np.ndarray, *, block: int, pairs: int) -> np.ndarray:
    collector = PeakCollector(pairs=pairs)
    for start in range(0, len(samples), block):
        collector.add(samples[start : start + block])
    return collector.result()


@settings(max_examples=60, deadline=None)
@given(frames=st.integers(1, 5000), block=st.integers(1, 700), pairs=st.integers(1, 40))
def test_block_size_does_not_change_the_outline(frames: int, block: int, pairs: int) -> None:
    samples = np.random.default_rng(frames).uniform(-1, 1, (frames, 2)).astype(np.float32)
    assert np.array_equal(
        outline(samples, block=block, pairs=pairs), outline(samples, block=frames, pairs=pairs)
    )


@settings(max_examples=60, deadline=None)
@given(frames=st.integers(1, 5000), pairs=st.integers(1, 40))
def test_no_sample_is_lost_and_none_is_made_up(frames: int, pairs: int) -> None:
    samples = np.random.default_rng(frames).uniform(-1, 1, (frames, 1)).astype(np.float32)
    result = outline(samples, block=256, pairs=pairs)
    assert len(result) == min(frames, pairs)
    assert result[:, 0].min() == round(float(samples.min()) * 127)
    assert result[:, 1].max() == round(float(samples.max()) * 127)


def test_a_loud_middle_is_drawn_in_the_middle() -> None:
    samples = np.zeros((90_000, 1), np.float32)
    samples[30_000:60_000] = 0.5
    highs = outline(samples, block=1024, pairs=90)[:, 1]
    assert highs[5:28].max() == 0
    assert highs[32:58].min() == 64
    assert highs[62:].max() == 0


def test_what_is_over_full_scale_is_clipped() -> None:
    samples = np.array([[3.0], [-3.0]], np.float32)
    assert outline(samples, block=2, pairs=1).tolist() == [[-127, 127]]


def test_either_channel_shows() -> None:
    samples = np.array([[1.0, -1.0]] * 10, np.float32)
    assert outline(samples, block=10, pairs=2).tolist() == [[-127, 127]] * 2


def test_packed_peaks_come_back() -> None:
    peaks = np.array([[-127, 127], [0, 1]], np.int8)
    assert unpack(pack(peaks)).tolist() == peaks.tolist()
    assert unpack(b"").shape == (0, 2)


@pytest.mark.parametrize("frames", [1, 799, 800, 801, 1600, 1601, 100_000])
def test_it_never_exceeds_the_number_of_pairs(frames: int) -> None:
    assert len(outline(np.ones((frames, 1), np.float32), block=4096, pairs=800)) == min(frames, 800)
