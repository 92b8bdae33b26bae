"""A voice as a point: recordings of one person lie close together, whatever is said.

Resemblyzer's network (three LSTM layers, a linear one), in numpy: many windows of sound are taken through
it at once, so that nearly all of its time goes into a few large matrix products.
"""

import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from speech.audio.arithmetic import one_thread
from speech.engines.errors import EngineUnavailable
from speech.recognition.base import Samples
from speech.recognition.speakers.mels import BANDS, at_wanted_level, bands_of, loud_frames
from speech.recognition.speakers.weights import Weights, WeightsUnreadable, read_weights

NAME = "speaker-encoder"
FILE = "pretrained.pt"
WINDOW_FRAMES = 160  # of bands, a hundred a second: what it was trained on
SIZE = 256  # numbers of a voice
_STEP = WINDOW_FRAMES // 2
_NO_WINDOWS = np.zeros((0, WINDOW_FRAMES, BANDS), np.float32)
_LAYERS = 3
_AT_ONCE = 64  # windows
_SHAPES = {
    **{f"lstm.weight_ih_l{layer}": (4 * SIZE, SIZE if layer else BANDS) for layer in range(_LAYERS)},
    **{f"lstm.weight_hh_l{layer}": (4 * SIZE, SIZE) for layer in range(_LAYERS)},
    **{f"lstm.bias_{kind}_l{layer}": (4 * SIZE,) for layer in range(_LAYERS) for kind in ("ih", "hh")},
    "linear.weight": (SIZE, SIZE),
    "linear.bias": (SIZE,),
}

Points = NDArray[np.float32]  # (windows, SIZE), each of length 1
Windows = NDArray[np.float32]  # (windows, WINDOW_FRAMES, BANDS)


class SpeakerEncoder:
    """Cheap until it is first used; safe from many threads."""

    def __init__(self, folder: Path, *, how_to_get: str = "") -> None:
        self._folder, self._how_to_get = folder, how_to_get
        self._weights: Weights | None = None
        self._lock = threading.Lock()

    def load(self) -> None:
        """Raises `EngineUnavailable`; twice is once."""
        with self._lock:
            if self._weights is None:
                self._weights = self._read()

    def points(self, windows: Windows) -> Points:
        """Where each window lies among voices."""
        self.load()
        with one_thread():
            parts = [
                self._run(windows[start : start + _AT_ONCE]) for start in range(0, len(windows), _AT_ONCE)
            ]
        return np.concatenate(parts) if parts else np.zeros((0, SIZE), np.float32)

    def voice(self, samples: Samples) -> NDArray[np.float32]:
        """Of a recording in which one person speaks: the middle of its windows. Silence has none: zeros."""
        [voice] = self.voices([samples])
        return voice

    def voices(self, sounds: Sequence[Samples]) -> list[NDArray[np.float32]]:
        """Of several at once: their windows go through the network together."""
        if not sounds:
            return []  # `np.split` makes one part of none
        windows = [
            windows_over(loud_frames(bands_of(at_wanted_level(sound))), step=_STEP) for sound in sounds
        ]
        points = self.points(np.concatenate([_NO_WINDOWS, *windows]))
        bounds = np.cumsum([len(each) for each in windows])[:-1]
        return [middle(part) for part in np.split(points, bounds)]

    def _run(self, windows: Windows) -> Points:
        assert self._weights is not None  # noqa: S101 - narrows the type: `points` loads
        states = np.ascontiguousarray(windows.transpose(1, 0, 2))
        for layer in range(_LAYERS):
            states = _lstm(states, self._weights, layer)
        raw = np.maximum(states[-1] @ self._weights["linear.weight"].T + self._weights["linear.bias"], 0)
        return unit(raw)

    def _read(self) -> Weights:
        path = self._folder / FILE
        try:
            weights = read_weights(path)
        except FileNotFoundError:
            raise self._unavailable("its weights are not here") from None
        except (WeightsUnreadable, OSError) as error:
            raise self._unavailable(f"its weights can't be read ({error})") from error
        if any(weights.get(name, np.zeros(0)).shape != shape for name, shape in _SHAPES.items()):
            raise self._unavailable("its weights are those of another network")
        return {name: np.ascontiguousarray(weights[name]) for name in _SHAPES}

    def _unavailable(self, reason: str) -> EngineUnavailable:
        return EngineUnavailable(NAME, reason=reason, what_to_do=self._how_to_get)


def windows_over(bands: NDArray[np.float32], *, step: int) -> Windows:
    """One every `step` frames, the last at the end. What is shorter than a window is repeated to fill it."""
    if not len(bands):
        return _NO_WINDOWS
    if len(bands) < WINDOW_FRAMES:
        bands = np.resize(bands, (WINDOW_FRAMES, BANDS))
    last = len(bands) - WINDOW_FRAMES
    starts = [*range(0, last, step), last]
    return np.stack([bands[start : start + WINDOW_FRAMES] for start in starts])


def middle(points: Points) -> NDArray[np.float32]:
    return unit(points.mean(axis=0)) if len(points) else np.zeros(SIZE, np.float32)


def unit(points: NDArray[np.float32]) -> NDArray[np.float32]:
    length = np.linalg.norm(points, axis=-1, keepdims=True)
    scaled: NDArray[np.float32] = points / np.maximum(length, np.float32(1e-8))
    return scaled


def _lstm(inputs: NDArray[np.float32], weights: Weights, layer: int) -> NDArray[np.float32]:
    """(frames, windows, n) to (frames, windows, SIZE). Gates are in the order input, forget, cell, output."""
    from_input, from_state = weights[f"lstm.weight_ih_l{layer}"].T, weights[f"lstm.weight_hh_l{layer}"].T
    bias = weights[f"lstm.bias_ih_l{layer}"] + weights[f"lstm.bias_hh_l{layer}"]
    driven = (inputs.reshape(-1, inputs.shape[2]) @ from_input + bias).reshape(*inputs.shape[:2], -1)
    state = cell = np.zeros((inputs.shape[1], SIZE), np.float32)
    states = np.empty((*inputs.shape[:2], SIZE), np.float32)
    for frame, drive in enumerate(driven):
        gates = drive + state @ from_state
        let_in, keep = _sigmoid(gates[:, :SIZE]), _sigmoid(gates[:, SIZE : 2 * SIZE])
        cell = keep * cell + let_in * np.tanh(gates[:, 2 * SIZE : 3 * SIZE])
        state = _sigmoid(gates[:, 3 * SIZE :]) * np.tanh(cell)
        states[frame] = state
    return states


def _sigmoid(values: NDArray[np.float32]) -> NDArray[np.float32]:
    halved: NDArray[np.float32] = np.tanh(values * np.float32(0.5)) * np.float32(0.5) + np.float32(0.5)
    return halved  # of tanh: exp would overflow for large negative values
