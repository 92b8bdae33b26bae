"""How much memory a model needs, and how much there is; what it looks like when there was too little."""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from speech.providers.research.device import RAM
from speech.providers.research.loading import read_json

# Beside the weights: what is computed in between, and what loading holds twice for a moment.
WORKING_BYTES = 300 * 1024**2
OF_WEIGHTS = 1.15
INDEX = "model.safetensors.index.json"
_CGROUPS = Path("/sys/fs/cgroup")
_MOST_HEADER_BYTES = 100 * 1024**2
_WHOLE_NUMBERS = {"I64": 8, "U64": 8, "I32": 4, "U32": 4, "I16": 2, "U16": 2, "I8": 1, "U8": 1, "BOOL": 1}
_OUT_OF_MEMORY = ("not enough memory", "defaultcpuallocator", "out of memory", "cannot allocate memory")


def needed_bytes(folder: Path, *, bytes_a_number: int) -> int:
    """To load what lies in it and to speak, by the heads of its files."""
    weights = sum(_weight_bytes(path, bytes_a_number) for path in _weight_files(folder))
    return round(weights * OF_WEIGHTS) + WORKING_BYTES


def _weight_files(folder: Path) -> Iterator[Path]:
    """A model in parts has an index of them; some folders hold the whole beside its parts."""
    for path in folder.rglob("*.safetensors"):
        parts = read_json(path.parent / INDEX).get("weight_map")
        if not isinstance(parts, dict) or path.name in parts.values():
            yield path


def _weight_bytes(path: Path, bytes_a_number: int) -> int:
    """Whole numbers stay as they are; others become what the model runs in."""
    return sum(
        math.prod(tensor["shape"]) * _WHOLE_NUMBERS.get(tensor["dtype"], bytes_a_number)
        for tensor in _tensors(path)
    )


def _tensors(path: Path) -> Iterator[dict[str, Any]]:
    """Of a file that is broken, none: loading says what is wrong with it."""
    try:
        with path.open("rb") as file:
            (size,) = struct.unpack("<Q", file.read(8))
            head = json.loads(file.read(size)) if size <= _MOST_HEADER_BYTES else {}
    except (OSError, ValueError, struct.error):
        return
    yield from (tensor for name, tensor in head.items() if name != "__metadata__")


def free_bytes(memory: str) -> int:
    if memory == RAM:
        return _free_ram_bytes()
    import torch

    free, _ = torch.cuda.mem_get_info(memory)
    # What PyTorch keeps for later is as good as free.
    kept = torch.cuda.memory_reserved(memory) - torch.cuda.memory_allocated(memory)
    return int(free + kept)


def total_bytes(memory: str) -> int:
    if memory == RAM:
        limits = [limit for limit, _ in _cgroup_limits()]
        return int(min([psutil.virtual_memory().total, *limits]))
    import torch

    return int(torch.cuda.mem_get_info(memory)[1])


def _free_ram_bytes() -> int:
    left = [max(0, most - used) for most, used in _cgroup_limits()]
    return int(min([psutil.virtual_memory().available, *left]))


def _cgroup_limits(root: Path = _CGROUPS, own: Path = Path("/proc/self/cgroup")) -> list[tuple[int, int]]:
    """What a container and all around it may use, and use: less than the machine has."""
    try:
        path = next(line[3:].strip() for line in own.read_text().splitlines() if line.startswith("0::"))
    except (OSError, StopIteration):
        return []
    group = root / path.lstrip("/")
    around = [folder for folder in (group, *group.parents) if folder.is_relative_to(root)]
    return [found for folder in around if (found := _cgroup_limit(folder))]


def _cgroup_limit(folder: Path) -> tuple[int, int] | None:
    try:
        most = (folder / "memory.max").read_text().strip()
        used = int((folder / "memory.current").read_text())
        stat = dict(line.split() for line in (folder / "memory.stat").read_text().splitlines())
    except (OSError, ValueError):
        return None
    # Files that were read lately count as used, and are dropped when memory is wanted.
    return None if most == "max" else (int(most), used - int(stat.get("inactive_file", 0)))


def is_out_of_memory(error: BaseException) -> bool:
    """PyTorch tells it of a processor's memory by a word in a general error."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    return isinstance(error, RuntimeError) and any(word in str(error).lower() for word in _OUT_OF_MEMORY)


def let_go() -> None:
    """Gives back what nothing refers to any more: models are full of circles."""
    import gc

    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


def shown(size_bytes: int) -> str:
    return f"{size_bytes / 1024**3:.1f} GB"
