"""A model is opened otherwise than its file says: one of three nodes, written by hand."""

import numpy as np
import onnxruntime
import pytest

from speech.engines.kokoro import _durations_in
from speech.engines.onnx_changes import Change, graph_of, open_session, put_out
from speech.engines.onnx_files import Graph, Node, read_graph
from speech.engines.onnx_files import node as added_node

FLOAT = 1


def field(number, content):
    data = content.encode() if isinstance(content, str) else content
    if isinstance(data, int):
        return bytes([number << 3, data])
    assert len(data) < 16_384
    return bytes([number << 3 | 2, len(data) & 127 | 128, len(data) >> 7]) + data


def node(operator, inputs, outputs):
    return field(1, b"".join(field(1, name) for name in inputs) + field(2, outputs) + field(4, operator))


def value(name):
    return field(1, name) + field(2, field(1, field(1, FLOAT) + field(2, field(1, field(2, "n")))))


def tiny_model(folder):
    """spoken = 1 / max(round(lengths / speed), lengths)"""
    graph = (
        node("Div", ["lengths", "speed"], "slowed")
        + node("Round", ["slowed"], "rounded")
        + node("Max", ["rounded", "lengths"], "frames")
        + node("Reciprocal", ["frames"], "spoken")
        + field(2, "tiny")
        + field(11, value("lengths"))
        + field(11, value("speed"))
        + field(12, value("spoken"))
    )
    path = folder / "tiny.onnx"
    path.write_bytes(field(1, 8) + field(8, field(2, 17)) + field(7, graph))
    return path


def run(session):
    inputs = {"lengths": np.array([1, 3], np.float32), "speed": np.array([0.4, 0.4], np.float32)}
    return [output.tolist() for output in session.run(None, inputs)]


def test_the_graph_is_read_without_its_weights(tmp_path):
    graph = read_graph(tiny_model(tmp_path))
    assert graph.outputs == ("spoken",)
    assert graph.nodes[0] == Node("Div", ("lengths", "speed"), ("slowed",))


def test_the_tensor_named_comes_after_the_models_own_outputs(tmp_path):
    model = tiny_model(tmp_path)
    before = model.read_bytes()
    options = onnxruntime.SessionOptions()
    plain, extended = open_session(model, options), open_session(model, options, put_out("frames"))
    assert run(extended) == [*run(plain), [2.0, 8.0]]
    assert model.read_bytes() == before
    assert list(tmp_path.iterdir()) == [model]


@pytest.mark.filterwarnings("ignore")
def test_a_tensor_that_is_not_there_leaves_the_model_as_it_was(tmp_path):
    session = open_session(tiny_model(tmp_path), onnxruntime.SessionOptions(), put_out("nothing"))
    assert [output.name for output in session.get_outputs()] == ["spoken"]


@pytest.mark.filterwarnings("ignore")
def test_a_change_that_fails_costs_no_other(tmp_path):
    broken = Change(added_node("NoSuchOperator", ["lengths"], ["nothing"]))
    session = open_session(
        tiny_model(tmp_path), onnxruntime.SessionOptions(), put_out("frames"), None, broken
    )
    assert [output.name for output in session.get_outputs()] == ["spoken", "frames"]


def test_a_node_that_goes_makes_room_for_another(tmp_path):
    model = tiny_model(tmp_path)
    [divided] = [each for each in read_graph(model).nodes if each.operator == "Div"]
    multiplied = Change(added_node("Mul", divided.inputs, divided.outputs), removed=(divided,))
    session = open_session(model, onnxruntime.SessionOptions(), multiplied, put_out("frames"))
    assert run(session)[1] == [1.0, 3.0]


def test_the_durations_are_what_the_speed_divides_until_they_are_whole(tmp_path):
    assert _durations_in(graph_of(tiny_model(tmp_path))) == "frames"
    assert _durations_in(Graph((Node("Mul", ("x",), ("y",)),), ("y",))) is None
    assert _durations_in(Graph((Node("Div", ("x", "speed"), ("y",)),), ("y",))) is None


@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"\xff" * 40, b"hello, I am no model", b"\x3a\xff\xff\x7fx"]
)
def test_what_is_no_model_has_an_empty_graph(tmp_path, content):
    path = tmp_path / "bad.onnx"
    path.write_bytes(content)
    assert graph_of(path) == graph_of(tmp_path / "missing.onnx") == Graph((), ())
    assert _durations_in(Graph((), ())) is None
