"""ONNX files, without the package that edits them: what is read of their graph, and bytes that add to it.

Such a file is one protobuf message. Messages written one after the other are merged, so what is added stands
at the end of a copy; a field whose number has no meaning is passed over, so what goes gets such a number.
"""

import mmap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Numbers of the fields, from the description of the format.
MODEL_GRAPH = 7
GRAPH_NODE, GRAPH_CONSTANT, GRAPH_OUTPUT = 1, 5, 12
GRAPH_UNKNOWN = 3  # never to be given a meaning again
NODE_INPUT, NODE_OUTPUT, NODE_OPERATOR, NODE_ATTRIBUTE = 1, 2, 4, 5
ATTRIBUTE_NAME, ATTRIBUTE_INTEGER, ATTRIBUTE_INTEGERS, ATTRIBUTE_TYPE = 1, 3, 8, 20
TENSOR_SHAPE, TENSOR_TYPE, TENSOR_FLOATS, TENSOR_INTEGERS, TENSOR_NAME, TENSOR_BYTES = 1, 2, 4, 7, 8, 9
VALUE_NAME = 1
INTEGERS = 7  # an attribute's type
TYPES: dict[int, np.dtype[Any]] = {1: np.dtype("<f4"), 7: np.dtype("<i8")}
VARINT, FIXED64, DELIMITED, FIXED32 = 0, 1, 2, 5
SMALL_BYTES = 1_024  # constants of more are weights


@dataclass(frozen=True)
class Node:
    operator: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    integers: Mapping[str, int] = field(default_factory=dict)  # those of its attributes that are one
    at: int = field(default=0, compare=False)  # the first byte of it in the file


@dataclass(frozen=True)
class Constant:
    values: NDArray[Any]
    at: int


@dataclass(frozen=True)
class Graph:
    nodes: tuple[Node, ...]
    outputs: tuple[str, ...]
    constants: Mapping[str, Constant] = field(default_factory=dict)  # the small ones


def read_graph(model: Path) -> Graph:
    """Without its weights. Raises `ValueError` for what is no such file."""
    nodes, outputs = [], []
    constants: dict[str, Constant] = {}
    with model.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        for whole in _fields(data, 0, len(data)):
            for part in _fields(data, *whole.span) if whole.number == MODEL_GRAPH else ():
                if part.number == GRAPH_NODE:
                    nodes.append(_node(data, part))
                elif part.number == GRAPH_OUTPUT:
                    outputs.append("".join(_texts(data, part, VALUE_NAME)))
                elif part.number == GRAPH_CONSTANT and part.end - part.start <= SMALL_BYTES:
                    constants |= _constant(data, part)
    return Graph(tuple(nodes), tuple(outputs), constants)


def output(name: str) -> bytes:
    return _delimited(GRAPH_OUTPUT, _delimited(VALUE_NAME, name.encode()))


def node(operator: str, inputs: Sequence[str], outputs: Sequence[str], **attributes: Sequence[int]) -> bytes:
    """Its attributes are lists of whole numbers."""
    return _delimited(
        GRAPH_NODE,
        b"".join(_delimited(NODE_INPUT, name.encode()) for name in inputs)
        + b"".join(_delimited(NODE_OUTPUT, name.encode()) for name in outputs)
        + _delimited(NODE_OPERATOR, operator.encode())
        + b"".join(_attribute(name, numbers) for name, numbers in attributes.items()),
    )


def constant(name: str, values: NDArray[Any]) -> bytes:
    kind = next(number for number, dtype in TYPES.items() if dtype == values.dtype)
    return _delimited(
        GRAPH_CONSTANT,
        b"".join(_number(TENSOR_SHAPE, length) for length in values.shape)
        + _number(TENSOR_TYPE, kind)
        + _delimited(TENSOR_NAME, name.encode())
        + _delimited(TENSOR_BYTES, values.tobytes()),
    )


def graph(parts: bytes) -> bytes:
    return _delimited(MODEL_GRAPH, parts)


PASSED_OVER = bytes([GRAPH_UNKNOWN << 3 | DELIMITED])  # instead of the first byte of a part of the graph


@dataclass(frozen=True)
class _Field:
    number: int
    at: int
    start: int
    end: int
    value: int = 0  # of one without a length

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


def _node(data: mmap.mmap, part: _Field) -> Node:
    attributes = (each for each in _fields(data, *part.span) if each.number == NODE_ATTRIBUTE)
    return Node(
        "".join(_texts(data, part, NODE_OPERATOR)),
        tuple(_texts(data, part, NODE_INPUT)),
        tuple(_texts(data, part, NODE_OUTPUT)),
        {name: value for each in attributes for name, value in _integer(data, each)},
        part.at,
    )


def _integer(data: mmap.mmap, attribute: _Field) -> Iterator[tuple[str, int]]:
    for inner in _fields(data, *attribute.span):
        if inner.number == ATTRIBUTE_INTEGER:
            yield "".join(_texts(data, attribute, ATTRIBUTE_NAME)), inner.value


def _texts(data: mmap.mmap, part: _Field, number: int) -> Iterator[str]:
    for inner in _fields(data, *part.span):
        if inner.number == number:
            yield data[inner.start : inner.end].decode()


def _constant(data: mmap.mmap, part: _Field) -> dict[str, Constant]:
    """Nothing where it holds another kind of values."""
    parts = list(_fields(data, *part.span))
    dtype = TYPES.get(sum(_integers(data, parts, TENSOR_TYPE)))
    if dtype is None:
        return {}
    if integers := _integers(data, parts, TENSOR_INTEGERS):
        held = np.array(integers, "<u8").tobytes()
    else:
        raw = (each for each in parts if each.number in (TENSOR_BYTES, TENSOR_FLOATS))
        held = b"".join(data[each.start : each.end] for each in raw)
    values = np.frombuffer(held, dtype).reshape(_integers(data, parts, TENSOR_SHAPE))
    return {"".join(_texts(data, part, TENSOR_NAME)): Constant(values, part.at)}


def _integers(data: mmap.mmap, parts: list[_Field], number: int) -> list[int]:
    """One by one, or several packed into one field."""
    found = []
    for part in (each for each in parts if each.number == number):
        at = part.start
        if at == part.end:
            found.append(part.value)
        while at < part.end:
            value, at = _varint(data, at)
            found.append(value)
    return found


def _fields(data: mmap.mmap, start: int, end: int) -> Iterator[_Field]:
    while (at := start) < end:
        key, start = _varint(data, at)
        number, kind = key >> 3, key & 7
        if kind == VARINT:
            value, start = _varint(data, start)
            yield _Field(number, at, start, start, value)
        elif kind == DELIMITED:
            length, start = _varint(data, start)
            yield _Field(number, at, start, start + length)
            start += length
        elif kind in (FIXED32, FIXED64):
            width = 4 if kind == FIXED32 else 8
            yield _Field(number, at, start, start + width)
            start += width
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


def _attribute(name: str, numbers: Sequence[int]) -> bytes:
    return _delimited(
        NODE_ATTRIBUTE,
        _delimited(ATTRIBUTE_NAME, name.encode())
        + b"".join(_number(ATTRIBUTE_INTEGERS, number) for number in numbers)
        + _number(ATTRIBUTE_TYPE, INTEGERS),
    )


def _number(field_number: int, value: int) -> bytes:
    return _encoded(field_number << 3 | VARINT) + _encoded(value)


def _delimited(field_number: int, content: bytes) -> bytes:
    return _encoded(field_number << 3 | DELIMITED) + _encoded(len(content)) + content


def _encoded(value: int) -> bytes:
    encoded = bytearray()
    while value > 127:
        encoded.append(value & 127 | 128)
        value >>= 7
    return bytes([*encoded, value])
