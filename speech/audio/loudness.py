"""How loud speech is: LUFS after ITU-R BS.1770, measured block by block."""

import math

import numpy as np
from numpy.typing import NDArray

from speech.audio.late import signal

Block = NDArray[np.float32]
Coefficients = NDArray[np.float64]

WINDOW_SECONDS = 0.4
STEPS_IN_A_WINDOW = 4
ABSOLUTE_GATE_LUFS = -70.0
RELATIVE_GATE_LU = -10.0
OFFSET_LUFS = -0.691


class LoudnessMeter:
    """Of blocks of (frames,), or of (frames, channels) that are all heard from the front."""

    def __init__(self, rate_hz: int, *, channels: int = 1) -> None:
        # Both in one: a run through each costs as much as one through both.
        self._b, self._a = map(np.convolve, _shelf(rate_hz), _high_pass(rate_hz))
        self._state = np.zeros((channels, len(self._a) - 1))
        self._step_frames = round(rate_hz * WINDOW_SECONDS / STEPS_IN_A_WINDOW)
        self._rest = np.zeros(0)
        self._steps: list[float] = []  # energy of each tenth of a second

    def feed(self, block: Block) -> None:
        weighted = block.reshape(-1, len(self._state)).T.astype(np.float64, order="C")
        weighted, self._state = signal.lfilter(self._b, self._a, weighted, zi=self._state)
        squares = np.concatenate([self._rest, np.square(weighted, out=weighted).sum(axis=0)])
        whole = len(squares) // self._step_frames * self._step_frames
        self._steps += squares[:whole].reshape(-1, self._step_frames).mean(axis=1).tolist()
        self._rest = squares[whole:]

    @property
    def lufs(self) -> float | None:
        """Of all so far, its pauses left out. None for silence and for less than 0.4 s."""
        if len(self._steps) < STEPS_IN_A_WINDOW:
            return None
        windows = np.convolve(self._steps, np.full(STEPS_IN_A_WINDOW, 1 / STEPS_IN_A_WINDOW), mode="valid")
        heard = windows[windows > _power(ABSOLUTE_GATE_LUFS)]
        if not len(heard):
            return None
        gate = _power(_lufs(float(heard.mean())) + RELATIVE_GATE_LU)
        return _lufs(float(heard[heard > gate].mean()))


def _lufs(power: float) -> float:
    return OFFSET_LUFS + 10 * math.log10(power)


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - OFFSET_LUFS) / 10))


def _shelf(rate_hz: int) -> tuple[Coefficients, Coefficients]:
    """The head's effect: +4 dB above 1.7 kHz. The standard's 48 kHz filter, for any rate."""
    gain_db, q, k = 3.999843853973347, 0.7071752369554196, math.tan(math.pi * 1681.974450955533 / rate_hz)
    high = 10 ** (gain_db / 20)
    band = high**0.4996667741545416
    scale = 1 + k / q + k * k
    b = np.array([high + band * k / q + k * k, 2 * (k * k - high), high - band * k / q + k * k]) / scale
    return b, np.array([1.0, 2 * (k * k - 1) / scale, (1 - k / q + k * k) / scale])


def _high_pass(rate_hz: int) -> tuple[Coefficients, Coefficients]:
    q, k = 0.5003270373238773, math.tan(math.pi * 38.13547087602444 / rate_hz)
    scale = 1 + k / q + k * k
    return np.array([1.0, -2.0, 1.0]), np.array([1.0, 2 * (k * k - 1) / scale, (1 - k / q + k * k) / scale])
