"""The waveform's picture."""

import io

import numpy as np
import pytest
from PIL import Image

from speech.audio.picture import COLOURS, waveform_png


def picture(peaks: list[list[int]], **kwargs) -> np.ndarray:
    png = waveform_png(np.array(peaks, np.int8).reshape(-1, 2), **kwargs)
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGBA"))


def test_it_has_the_size_asked_for_and_a_transparent_ground() -> None:
    image = picture([[-20, 20]] * 800, width=300, height=48)
    assert image.shape == (48, 300, 4)
    assert image[0, :, 3].max() == 0
    assert image[24, :, 3].min() > 200


def test_loud_is_taller_than_quiet() -> None:
    image = picture([[-10, 10]] * 400 + [[-120, 120]] * 400, width=200, height=60)
    covered = (image[:, :, 3] > 127).sum(axis=0)
    assert covered[:99].max() < covered[101:].min()


def test_silence_is_a_line() -> None:
    covered = (picture([[0, 0]] * 800, width=100, height=40)[:, :, 3] > 0).sum(axis=0)
    assert covered.min() >= 1
    assert covered.max() <= 3


def test_few_peaks_fill_the_width() -> None:
    image = picture([[-100, 100]] * 3, width=90, height=30)
    assert (image[15, :, 3] > 0).all()


def test_no_peaks_are_drawn_as_silence() -> None:
    assert picture([], width=50, height=20).shape == (20, 50, 4)


@pytest.mark.parametrize("theme", sorted(COLOURS))
def test_each_theme_has_its_colour(theme: str) -> None:
    image = picture([[-90, 90]] * 10, width=40, height=20, theme=theme)
    assert tuple(image[10, 20, :3]) == COLOURS[theme]
