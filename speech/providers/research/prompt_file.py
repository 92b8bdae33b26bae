"""A voice prompt as bytes, and back: safetensors, so that reading one runs nothing.

The format checks its own lengths, not its content, and knows nothing of whose prompt it is: both stand in
its notes. What is not exactly as it was written is nothing.
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
    return save(tensors, metadata=_notes(tensors, digest))


def from_bytes(data: bytes, *, digest: str) -> Prompt | None:
    """None where it is cut short, damaged, or another voice's."""
    from safetensors import SafetensorError
    from safetensors.torch import load

    try:
        prompt: Prompt = load(data)
    except (SafetensorError, ValueError, KeyError):
        return None
    return prompt if _notes_of(data) == _notes(prompt, digest) else None


def size_of(prompt: Prompt) -> int:
    return sum(int(tensor.nbytes) for tensor in prompt.values())


def _notes(prompt: Prompt, digest: str) -> dict[str, str]:
    return {"format": FORMAT, "digest": digest, "checksum": _checksum(prompt)}


def _notes_of(data: bytes) -> Any:
    header_bytes = int.from_bytes(data[:_LENGTH_BYTES], "little")
    try:
        header = json.loads(data[_LENGTH_BYTES : _LENGTH_BYTES + header_bytes])
    except (ValueError, RecursionError):
        return None
    return header.get("__metadata__") if isinstance(header, dict) else None


def _checksum(prompt: Prompt) -> str:
    """Of the names, kinds and shapes as well: a damaged header makes other numbers of the same bytes."""
    from safetensors.torch import save

    return hashlib.sha256(save(dict(prompt))).hexdigest()
