"""Where a model runs, and in which numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from speech.engines.errors import EngineUnavailable
from speech.engines.pool import MACHINES_OWN
from speech.providers.settings import ProviderSettings

if TYPE_CHECKING:
    import torch

RAM = MACHINES_OWN
DTYPES = ("float32", "bfloat16", "float16")


@dataclass(frozen=True)
class Place:
    device: str  # cpu, cuda:0, mps
    dtype: torch.dtype

    @property
    def memory(self) -> str:
        """Apple's graphics share the machine's own."""
        return self.device if self.is_cuda else RAM

    @property
    def is_cuda(self) -> bool:
        return self.device.startswith("cuda")


def chosen_place(settings: ProviderSettings, dtypes: Sequence[str] = DTYPES) -> Place:
    """`dtypes` are those that a kind of model keeps its voice in, the safest first."""
    device = _device(settings)
    return Place(device, _dtype(settings, device, dtypes))


def _device(settings: ProviderSettings) -> str:
    import torch

    has_cuda, has_mps = torch.cuda.is_available(), torch.backends.mps.is_available()
    wanted = settings.device
    if wanted == "auto":
        wanted = "cuda" if has_cuda else "mps" if has_mps else "cpu"
    if wanted.startswith("cuda"):
        number = int(wanted.partition(":")[2] or 0)
        if not has_cuda or number >= torch.cuda.device_count():
            raise _not_here(settings.name, wanted)
        return f"cuda:{number}"
    if wanted == "mps" and not has_mps:
        raise _not_here(settings.name, wanted)
    return wanted


def _dtype(settings: ProviderSettings, device: str, dtypes: Sequence[str]) -> torch.dtype:
    import torch

    wanted = settings.dtype
    if wanted == "auto":
        wanted = next((half for half in _halves(device) if half in dtypes), dtypes[0])
    if wanted not in dtypes:
        raise EngineUnavailable(
            settings.name,
            reason=f"a model of the kind {settings.kind} can't speak in {wanted}",
            what_to_do=f'Set dtype = "{dtypes[0]}" or "auto" in [providers.{settings.name}].',
        )
    dtype: torch.dtype = getattr(torch, wanted)
    return dtype


def _halves(device: str) -> tuple[str, ...]:
    """Processors have no quick arithmetic for halves."""
    import torch

    if not device.startswith("cuda"):
        return ()
    return ("bfloat16",) if torch.cuda.is_bf16_supported() else ("float16",)


def _not_here(name: str, device: str) -> EngineUnavailable:
    return EngineUnavailable(
        name,
        reason=f"there is no device {device} here that PyTorch can use",
        what_to_do=f'Set device = "auto" or "cpu" in [providers.{name}].',
    )
