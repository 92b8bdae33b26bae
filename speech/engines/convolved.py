"""A model's short Fourier transforms (STFT) as a convolution, which gives the same numbers sooner.

ONNX Runtime's own take one thread, and long where a window's frames are no power of two.
"""

from itertools import chain

import numpy as np
from numpy.typing import NDArray

from speech.engines.onnx_changes import Change
from speech.engines.onnx_files import Constant, Graph, Node, constant, node

PREFIX = "convolved/"
# The lowest frequency and the highest have no imaginary part. That zero's sign says whether half a turn is
# one forwards or backwards: forwards, as where models are trained. ONNX Runtime leaves it to rounding errors.
FORWARDS = 1e-9


def convolved_transform(graph: Graph) -> Change | None:
    """Of a model that has one such transform, of one sound, with a window and a step that are known."""
    transforms = [each for each in graph.nodes if each.operator == "STFT"]
    if len(transforms) != 1 or len(transforms[0].inputs) != 4:
        return None
    [transform] = transforms
    if not transform.integers.get("onesided", 1):  # twice as many frequencies
        return None
    sound, *names = transform.inputs
    step, window, length = (graph.constants.get(name) for name in names)
    if step is None or window is None or length is None or window.values.size != int(length.values):
        return None
    added = _nodes(sound, transform.outputs[0], kernels(window.values), step=int(step.values))
    return Change(added, removed=(transform, *_of_nobody_else(graph, transform, names)))


def kernels(window: NDArray[np.floating]) -> NDArray[np.float32]:
    """(2 * frequencies, 1, frames): the real parts, then the imaginary ones."""
    frames = len(window)
    turns = np.outer(np.arange(frames // 2 + 1), np.arange(frames)) / frames
    real = np.cos(2 * np.pi * turns) * window
    imaginary = -np.sin(2 * np.pi * turns) * window
    for edge in (0, -1) if frames % 2 == 0 else (0,):
        imaginary[edge] = -FORWARDS * real[edge]
    return np.concatenate([real, imaginary])[:, np.newaxis].astype("<f4")


def _nodes(sound: str, transformed: str, kernels: NDArray[np.float32], *, step: int) -> bytes:
    frequencies, frames = len(kernels) // 2, kernels.shape[2]
    named = {
        "kernels": kernels,
        "flat": np.array([1, 1, -1], "<i8"),
        "parted": np.array([1, 2, frequencies, -1], "<i8"),
    }
    sizes = {"strides": [step], "kernel_shape": [frames]}
    name = {each: PREFIX + each for each in (*named, "sound", "both", "apart")}
    return b"".join(
        [
            *(constant(name[each], values) for each, values in named.items()),
            node("Reshape", [sound, name["flat"]], [name["sound"]]),
            node("Conv", [name["sound"], name["kernels"]], [name["both"]], **sizes),
            node("Reshape", [name["both"], name["parted"]], [name["apart"]]),
            node("Transpose", [name["apart"]], [transformed], perm=[0, 3, 2, 1]),
        ]
    )


def _of_nobody_else(graph: Graph, transform: Node, names: list[str]) -> list[Constant]:
    others = set(chain.from_iterable(each.inputs for each in graph.nodes if each is not transform))
    return [graph.constants[name] for name in names if name not in others]
