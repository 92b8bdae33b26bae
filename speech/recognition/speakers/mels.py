"""How loud each of forty bands is, a hundred times a second: what the speaker encoder looks at."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from speech.recognition.base import RATE_HZ, Samples

BANDS = 40
HOP = RATE_HZ // 100  # frames of sound from one frame of bands to the next
WINDOW = RATE_HZ // 40
WANTED_DBFS = -25.0  # about what the encoder was trained with: it hears how loud a voice is
_QUIET = 10**-3.5  # of the power of the loudest frame
_KEPT_FRAMES = 10  # of quiet around what is not: within words there are short silences
_AT_ONCE = 6_000  # frames of bands: a minute

# Slaney's scale: even steps up to 1 kHz, even ratios above.
_LINEAR_HZ = 200 / 3
_BREAK_HZ = 1_000.0
_BREAK_MEL = _BREAK_HZ / _LINEAR_HZ
_LOG_STEP = np.log(6.4) / 27

Bands = NDArray[np.float32]  # (frames, BANDS)


def at_wanted_level(samples: Samples) -> Samples:
    """So that a voice is the same from near and far."""
    power = float(np.mean(np.square(samples, dtype=np.float64))) if len(samples) else 0.0
    if power == 0:
        return samples
    gain_db = WANTED_DBFS - 10 * np.log10(power)
    return samples * np.float32(10 ** (gain_db / 20))


def bands_of(samples: Samples) -> Bands:
    """A frame's middle lies at its number times `HOP`."""
    padded = np.pad(samples, WINDOW // 2)
    if len(padded) < WINDOW:
        return np.zeros((0, BANDS), np.float32)
    frames = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[::HOP]
    parts = [_of_frames(frames[begin : begin + _AT_ONCE]) for begin in range(0, len(frames), _AT_ONCE)]
    return np.concatenate(parts)


def loud_frames(bands: Bands) -> Bands:
    """Without long silences: they are nobody's voice."""
    power = bands.sum(axis=1)
    is_loud: NDArray[np.bool_] = power > power.max(initial=0) * _QUIET
    near = np.convolve(is_loud, np.ones(2 * _KEPT_FRAMES + 1), mode="same") if len(power) else is_loud
    return bands[near[: len(bands)] > 0]


def _of_frames(frames: NDArray[np.float32]) -> Bands:
    spectrum = np.fft.rfft(frames * _hann(), axis=1)
    power = (spectrum.real**2 + spectrum.imag**2).astype(np.float32)
    bands: Bands = power @ _filters().T
    return bands


@cache
def _hann() -> NDArray[np.float32]:
    return (0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)).astype(np.float32)


@cache
def _filters() -> NDArray[np.float32]:
    """(BANDS, frequencies): overlapping triangles, each of the same area."""
    edges = _hz(np.linspace(0, _mel(RATE_HZ / 2), BANDS + 2))
    frequencies = np.fft.rfftfreq(WINDOW, 1 / RATE_HZ)
    low, middle, high = edges[:-2, None], edges[1:-1, None], edges[2:, None]
    rising, falling = (frequencies - low) / (middle - low), (high - frequencies) / (high - middle)
    triangles = np.maximum(0, np.minimum(rising, falling))
    return (triangles * 2 / (high - low)).astype(np.float32)


def _mel(hz: float) -> float:
    return float(_BREAK_MEL + np.log(hz / _BREAK_HZ) / _LOG_STEP)  # of more than `_BREAK_HZ`


def _hz(mels: NDArray[np.float64]) -> NDArray[np.float64]:
    log = _BREAK_HZ * np.exp(_LOG_STEP * (mels - _BREAK_MEL))
    hz: NDArray[np.float64] = np.where(mels < _BREAK_MEL, mels * _LINEAR_HZ, log)
    return hz
