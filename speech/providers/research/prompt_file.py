"""A voice prompt as bytes, and back: safetensors, so that reading one runs nothing.

The format checks its own lengths, not its content, and knows nothing of whose prompt it is: both stand in
its notes. What is not exactly as it was written is nothing.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

FORMAT = "voice-prompt-1"
_LENGTH_BYTES = 8  # of the header, before it

Prompt = Mapping[str, Any]  # tensors of PyTorch, by name


def as_bytes(prompt: Prompt, *, digest: str) -> bytes:
    from safetensors.torch import save

    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in prompt.items()}
    checksum = _checksum(_tensors_of(save(tensors)))
    return save(tensors, metadata={"format": FORMAT, "digest": digest, "checksum": checksum})


def from_bytes(data: bytes, *, digest: str) -> Prompt | None:
    """None where it is cut short, damaged, or another voice's."""
    from safetensors import SafetensorError
    from safetensors.torch import load

    wanted = {"format": FORMAT, "digest": digest, "checksum": _checksum(_tensors_of(data))}
    if _notes_of(data) != wanted:
        return None
    try:
        prompt: Prompt = load(data)
    except (SafetensorError, ValueError, KeyError):
        return None
    return prompt


def size_of(prompt: Prompt) -> int:
    return sum(int(tensor.nbytes) for tensor in prompt.values())


def _header_bytes(data: bytes) -> int:
    return int.from_bytes(data[:_LENGTH_BYTES], "little")


def _tensors_of(data: bytes) -> memoryview:
    return memoryview(data)[_LENGTH_BYTES + _header_bytes(data) :]


def _notes_of(data: bytes) -> Any:
    try:
        header = json.loads(data[_LENGTH_BYTES : _LENGTH_BYTES + _header_bytes(data)])
    except (ValueError, RecursionError):
        return None
    return header.get("__metadata__") if isinstance(header, dict) else None


def _checksum(tensors: memoryview) -> str:
    return hashlib.sha256(tensors).hexdigest()
