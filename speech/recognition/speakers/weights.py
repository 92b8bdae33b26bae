"""The speaker encoder's weights out of PyTorch's own file, without PyTorch.

Such a file is a pickle, and a pickle may run anything: only the three names that this one needs mean
something here, and each of them makes a plain description. What is read is numbers, and no more of them
than the file has bytes.
"""

import io
import math
import pickle
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Weights = Mapping[str, NDArray[np.float32]]

_MAGIC = 0x1950A86A20F9469CFC6C
_PROTOCOL = 1001
_MOST_BYTES = 64 * 1024 * 1024
_BYTES_OF_ONE = 4


class WeightsUnreadable(Exception):
    """Not the file it should be."""


@dataclass(frozen=True)
class _Tensor:
    """Where its numbers lie: in a storage, from an offset on, row by row."""

    storage: str
    offset: int
    shape: tuple[int, ...]


def read_weights(path: Path) -> Weights:
    """Every tensor of the model's state by its name."""
    if path.stat().st_size > _MOST_BYTES:
        raise WeightsUnreadable("it is too large")
    try:
        return _read(io.BytesIO(path.read_bytes()))
    except WeightsUnreadable:
        raise
    except Exception as error:  # a damaged pickle raises nearly anything
        raise WeightsUnreadable("it is damaged") from error


def _read(file: io.BytesIO) -> Weights:
    if _described(file) != _MAGIC or _described(file) != _PROTOCOL:
        raise WeightsUnreadable("it is no file of PyTorch's")
    if not _described(file)["little_endian"]:
        raise WeightsUnreadable("its bytes are in another order")
    tensors = _described(file)["model_state"]
    storages = {key: _numbers(file) for key in _described(file)}
    return {name: _taken(tensor, storages) for name, tensor in tensors.items()}


def _described(file: io.BytesIO) -> Any:
    return _Descriptions(file).load()


def _numbers(file: io.BytesIO) -> NDArray[np.float32]:
    count = int.from_bytes(file.read(8), "little")
    data = file.read(count * _BYTES_OF_ONE)
    if len(data) != count * _BYTES_OF_ONE:
        raise WeightsUnreadable("it is cut short")
    return np.frombuffer(data, "<f4").astype(np.float32)


def _taken(tensor: _Tensor, storages: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    count = math.prod(tensor.shape)
    numbers = storages[tensor.storage][tensor.offset : tensor.offset + count]
    return numbers.reshape(tensor.shape).copy()  # so that what the optimiser kept can be let go


def _tensor(storage: str, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: Any) -> _Tensor:
    row_by_row = tuple(math.prod(shape[place + 1 :]) for place in range(len(shape)))
    if strides != row_by_row or offset < 0 or min(shape, default=0) < 0:
        raise WeightsUnreadable("its numbers lie in another order")
    return _Tensor(storage, offset, shape)


def _float_storage(*_: Any) -> None:
    raise WeightsUnreadable("a kind of storage is not to be called")


class _Descriptions(pickle.Unpickler):
    _KNOWN = {
        ("collections", "OrderedDict"): OrderedDict,
        ("torch._utils", "_rebuild_tensor_v2"): _tensor,
        ("torch", "FloatStorage"): _float_storage,
    }

    def find_class(self, module: str, name: str) -> Any:
        try:
            return self._KNOWN[module, name]
        except KeyError:
            raise WeightsUnreadable(f"it asks for {module}.{name}") from None

    def persistent_load(self, pid: Any) -> str:
        kind, storage, key, *_ = pid
        if kind != "storage" or storage is not _float_storage:
            raise WeightsUnreadable("it holds other numbers")
        return str(key)
