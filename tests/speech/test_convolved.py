"""A model's Fourier transform as a convolution: on a model of nothing else."""

import numpy as np
import onnxruntime
import pytest

from speech.engines.convolved import convolved_transform
from speech.engines.onnx_changes import graph_of, open_session
from speech.engines.onnx_files import constant, node
from tests.speech.test_onnx_changes import field

FRAMES, STEP = 20, 5
WINDOW = np.hanning(FRAMES + 1)[:-1].astype("<f4")
TRANSFORM = node("STFT", ["sound", "step", "window", "length"], ["transformed"])
ONE_NUMBER = field(1, "onesided") + bytes([3 << 3, 0]) + bytes([20 << 3 & 127 | 128, 1, 2])
BOTH_SIDES = field(
    1,
    b"".join(field(1, name) for name in ("sound", "step", "window", "length"))
    + field(2, "transformed")
    + field(4, "STFT")
    + field(5, ONE_NUMBER),
)
CONSTANTS = (
    constant("step", np.array(STEP, "<i8"))
    + constant("window", WINDOW)
    + constant("length", np.array(FRAMES, "<i8"))
)


def model_of(folder, nodes=TRANSFORM, constants=CONSTANTS, outputs=("transformed",)):
    named = b"".join(field(12, field(1, name)) for name in outputs)
    inputs = field(11, field(1, "sound") + field(2, field(1, field(1, 1) + field(2, two_lengths()))))
    path = folder / "model.onnx"
    graph = nodes + constants + field(2, "transforms") + inputs + named
    path.write_bytes(field(1, 8) + field(8, field(2, 17)) + field(7, graph))
    return path


def two_lengths():
    return b"".join(field(1, field(2, name)) for name in ("one", "frames"))


def opened(path, *changes):
    return open_session(path, onnxruntime.SessionOptions(), *changes)


def both(path, sound):
    change = convolved_transform(graph_of(path))
    assert change
    convolved = opened(path, change)
    plain, other = (session.run(None, {"sound": sound[np.newaxis]}) for session in (opened(path), convolved))
    return plain[0], other[0]


def a_sound(frames=1_000):
    return np.random.default_rng(1).standard_normal(frames).astype(np.float32)


def test_it_gives_the_same_numbers(tmp_path):
    plain, convolved = both(model_of(tmp_path), a_sound())
    assert convolved.shape == plain.shape == (1, 197, 11, 2)
    assert np.abs(convolved - plain).max() < 1e-4


@pytest.mark.parametrize("edge", [0, -1], ids=["lowest", "highest"])
def test_half_a_turn_is_always_one_forwards(tmp_path, edge):
    _, convolved = both(model_of(tmp_path), a_sound())
    real, imaginary = convolved[0, :, edge].T
    backwards = real < 0
    assert 0 < backwards.sum() < len(real)
    assert np.angle(real + 1j * imaginary)[backwards] == pytest.approx(np.pi)


def test_the_file_stays_as_it_is_and_no_transform_is_left_in_the_model(tmp_path):
    path = model_of(tmp_path)
    before = path.read_bytes()
    change = convolved_transform(graph_of(path))
    assert change
    assert {getattr(each, "operator", "constant") for each in change.removed} == {"STFT", "constant"}
    assert len(change.removed) == 4
    opened(path, change)
    assert path.read_bytes() == before


def test_a_constant_that_others_use_stays(tmp_path):
    used = TRANSFORM + node("Identity", ["window"], ["also"])
    path = model_of(tmp_path, nodes=used, outputs=("transformed", "also"))
    change = convolved_transform(graph_of(path))
    session = opened(path, change)
    assert np.array_equal(session.run(["also"], {"sound": a_sound()[np.newaxis]})[0], WINDOW)


@pytest.mark.parametrize(
    ("nodes", "constants"),
    [
        (node("Identity", ["sound"], ["transformed"]), b""),
        (TRANSFORM + node("STFT", ["sound", "step", "window"], ["another"]), CONSTANTS),
        (TRANSFORM, b""),
        (node("STFT", ["sound", "step", "window"], ["transformed"]), CONSTANTS),
        (BOTH_SIDES, CONSTANTS),
    ],
    ids=["none", "two", "unknown window", "without a length", "all frequencies"],
)
def test_other_models_are_left_alone(tmp_path, nodes, constants):
    assert convolved_transform(graph_of(model_of(tmp_path, nodes, constants))) is None
