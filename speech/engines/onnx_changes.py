"""A model opened otherwise than its file says: one more output, or nodes that do the same in less time.

The changes are made to a copy that lives while the model is loaded. Loading from bytes instead would hold the
model a second time meanwhile: 150 MB more at Kokoro's peak.
"""

import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import onnxruntime

from speech.engines import onnx_files
from speech.engines.onnx_files import Constant, Graph, Node, read_graph


@dataclass(frozen=True)
class Change:
    added: bytes  # parts of a graph, as `onnx_files` makes them
    removed: tuple[Node | Constant, ...] = ()


def graph_of(model: Path) -> Graph:
    """With nothing in it where the file can't be read as a model."""
    try:
        return read_graph(model)
    except (OSError, ValueError, IndexError):
        return Graph((), ())


def put_out(name: str | None) -> Change | None:
    """That tensor after the model's own outputs."""
    return Change(onnx_files.output(name)) if name else None


def open_session(model: Path, options: Any, *wanted: Change | None) -> Any:
    """With as many of the changes as it can be opened with, the last given up first."""
    changes = [change for change in wanted if change]
    for count in range(len(changes), 0, -1):
        try:
            return _open_changed(model, options, changes[:count])
        except Exception:  # noqa: S112 - no room, or weights in a file beside it: it speaks without
            continue
    return _open(model, options)


def _open_changed(model: Path, options: Any, changes: list[Change]) -> Any:
    with tempfile.TemporaryDirectory(prefix="voice-") as folder:
        copy = Path(folder) / model.name
        shutil.copyfile(model, copy)
        with copy.open("r+b") as file:
            for part in (part for change in changes for part in change.removed):
                file.seek(part.at)
                file.write(onnx_files.PASSED_OVER)
            file.seek(0, 2)
            file.write(onnx_files.graph(b"".join(change.added for change in changes)))
        return _open(copy, options)


def _open(model: Path, options: Any) -> Any:
    return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
