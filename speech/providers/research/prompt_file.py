"""A voice prompt as bytes, and back: safetensors, so that reading one runs nothing.

The format checks its own lengths, not its content or its names, and knows nothing of whose prompt it is: both
stand in its notes. What is not exactly as it was written is nothing.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

FORMAT = "voice-prompt-2"
_LENGTH_BYTES = 8  # of the header, before it

Prompt = Mapping[str, Any]  # tensors of PyTorch, by name


def as_bytes(prompt: Prompt, *, digest: str) -> bytes:
    from safetensors.torch import save

    tensors = {name: tensor.detach().cpu().contiguous() for name, tensor in prompt.items()}
    checksum = _checksum(save(tensors))
    return save(tensors, metadata={"format": FORMAT, "digest": digest, "checksum": checksum})


def from_bytes(data: bytes, *, digest: str) -> Prompt | None:
    """None where it is cut short, damaged, or another voice's."""
    from safetensors import SafetensorError
    from safetensors.torch import load

    notes = _header_of(data).get("__metadata__")
    if notes != {"format": FORMAT, "digest": digest, "checksum": _checksum(data)}:
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


def _header_of(data: bytes) -> dict[str, Any]:
    """Empty where there is none."""
    try:
        header = json.loads(data[_LENGTH_BYTES : _LENGTH_BYTES + _header_bytes(data)])
    except (ValueError, RecursionError):
        return {}
    return header if isinstance(header, dict) else {}


def _checksum(data: bytes) -> str:
    """Of the tensors and of what each is called: a damaged name makes a prompt that no model understands."""
    named = {name: said for name, said in _header_of(data).items() if name != "__metadata__"}
    checksum = hashlib.sha256(json.dumps(named, sort_keys=True).encode())
    checksum.update(memoryview(data)[_LENGTH_BYTES + _header_bytes(data) :])
    return checksum.hexdigest()
