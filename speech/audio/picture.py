"""A waveform as a PNG with a transparent ground, drawn from its peaks."""

import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

WIDTHS, HEIGHTS = (40, 2000), (16, 400)
# Each reads at 3:1 or better on the page it is named after; "any" does on both.
COLOURS = {"light": (201, 116, 26), "dark": (240, 167, 79), "any": (201, 116, 26)}
SMOOTHING = 3


def waveform_png(peaks: NDArray[np.int8], *, width: int, height: int, theme: str = "any") -> bytes:
    lows, highs = _columns(peaks, width)
    # Drawn larger and scaled down: Pillow draws no smooth edges by itself.
    image = Image.new("L", (width, height * SMOOTHING))
    draw = ImageDraw.Draw(image)
    middle = (height * SMOOTHING - 1) / 2
    for column in range(width):
        top, bottom = middle - highs[column] * middle, middle - lows[column] * middle
        # Silence is a thin line, not nothing.
        draw.line((column, min(top, middle - 1), column, max(bottom, middle + 1)), fill=255)
    mask = image.resize((width, height), Image.Resampling.BOX)
    picture = Image.new("RGBA", (width, height), (*COLOURS[theme], 0))
    picture.putalpha(mask)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _columns(peaks: NDArray[np.int8], width: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Low and high per pixel: neighbours merge where peaks are many, and repeat where they are few."""
    values = peaks.astype(np.float64) / 127 if len(peaks) else np.zeros((1, 2))
    starts = np.arange(width) * len(values) // width
    return np.minimum.reduceat(values[:, 0], starts), np.maximum.reduceat(values[:, 1], starts)
