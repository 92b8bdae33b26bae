"""A tensor inside an ONNX model as one more of its outputs, without the package that edits such models.

An ONNX file is one protobuf message, and messages written one after the other are merged: a few bytes at
the end of a copy of the file name the output. The copy lives while the model is loaded. Loading from bytes
instead would hold the model a second time meanwhile: 150 MB more at Kokoro's peak.
"""

import mmap
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnxruntime

# Numbers of the fields, from the description of the format.
MODEL_GRAPH = 7
GRAPH_NODE, GRAPH_OUTPUT = 1, 12
NODE_INPUT, NODE_OUTPUT, NODE_OPERATOR = 1, 2, 4
VALUE_NAME = 1
VARINT, FIXED64, DELIMITED, FIXED32 = 0, 1, 2, 5


@dataclass(frozen=True)
class Node:
    operator: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


@dataclass(frozen=True)
class Graph:
    nodes: tuple[Node, ...]
    outputs: tuple[str, ...]


FindOutput = Callable[[Graph], str | None]


def read_graph(model: Path) -> Graph:
    """Without its weights. Raises `ValueError` for what is no such file."""
    with model.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        nodes, outputs = [], []
        for _, start, end in _fields(data, 0, len(data), only=MODEL_GRAPH):
            for inner, inner_start, inner_end in _fields(data, start, end):
                if inner == GRAPH_NODE:
                    nodes.append(_node(data, inner_start, inner_end))
                elif inner == GRAPH_OUTPUT:
                    outputs.append("".join(_texts(data, inner_start, inner_end, VALUE_NAME)))
        return Graph(tuple(nodes), tuple(outputs))


def found_output(model: Path, find: FindOutput) -> str | None:
    """What `find` finds in the model; None also where the file can't be read as one."""
    try:
        return find(read_graph(model))
    except (OSError, ValueError, IndexError):
        return None


def open_session(model: Path, options: Any, *, output: str | None = None) -> Any:
    """With `output` after the model's own outputs. Where that can't be had, the model as it stands."""
    if output is not None:
        try:
            return _open_extended(model, options, output)
        except Exception:  # noqa: S110 - no room, or weights in a file beside it: it speaks without
            pass
    return _open(model, options)


def _open_extended(model: Path, options: Any, output: str) -> Any:
    with tempfile.TemporaryDirectory(prefix="voice-") as folder:
        copy = Path(folder) / model.name
        shutil.copyfile(model, copy)
        with copy.open("ab") as file:
            file.write(_field(MODEL_GRAPH, _field(GRAPH_OUTPUT, _field(VALUE_NAME, output.encode()))))
        return _open(copy, options)


def _open(model: Path, options: Any) -> Any:
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])


def _node(data: mmap.mmap, start: int, end: int) -> Node:
    found: dict[int, list[str]] = {NODE_INPUT: [], NODE_OUTPUT: [], NODE_OPERATOR: []}
    for number, text_start, text_end in _fields(data, start, end):
        if number in found:
            found[number].append(data[text_start:text_end].decode())
    return Node("".join(found[NODE_OPERATOR]), tuple(found[NODE_INPUT]), tuple(found[NODE_OUTPUT]))


def _texts(data: mmap.mmap, start: int, end: int, field: int) -> Iterator[str]:
    for _, text_start, text_end in _fields(data, start, end, only=field):
        yield data[text_start:text_end].decode()


def _fields(
    data: mmap.mmap, start: int, end: int, *, only: int | None = None
) -> Iterator[tuple[int, int, int]]:
    """Number, start and end of each field with a length; the others are passed over."""
    while start < end:
        key, start = _varint(data, start)
        number, kind = key >> 3, key & 7
        if kind == VARINT:
            _, start = _varint(data, start)
        elif kind == DELIMITED:
            length, start = _varint(data, start)
            if only is None or number == only:
                yield number, start, start + length
            start += length
        elif kind in (FIXED32, FIXED64):
            start += 4 if kind == FIXED32 else 8
        else:
            raise ValueError(f"no protobuf: a field of kind {kind}")


def _varint(data: mmap.mmap, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _field(number: int, content: bytes) -> bytes:
    return _encoded(number << 3 | DELIMITED) + _encoded(len(content)) + content


def _encoded(value: int) -> bytes:
    encoded = bytearray()
    while value > 127:
        encoded.append(value & 127 | 128)
        value >>= 7
    return bytes([*encoded, value])
