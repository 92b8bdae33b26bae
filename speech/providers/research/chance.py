"""What a model leaves to chance, drawn from one passage's own generator.

PyTorch's usual generator is shared by all threads: to set it for one passage would take it from another.
Models seldom let themselves be given one. So each function that draws is given it on its way, in this
thread alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

_DRAW = frozenset(
    {
        torch.bernoulli,
        torch.multinomial,
        torch.normal,
        torch.poisson,
        torch.rand,
        torch.rand_like,
        torch.randint,
        torch.randint_like,
        torch.randn,
        torch.randn_like,
        torch.randperm,
        torch.Tensor.bernoulli,
        torch.Tensor.bernoulli_,
        torch.Tensor.cauchy_,
        torch.Tensor.exponential_,
        torch.Tensor.geometric_,
        torch.Tensor.log_normal_,
        torch.Tensor.multinomial,
        torch.Tensor.normal_,
        torch.Tensor.random_,
        torch.Tensor.uniform_,
    }
)


class Chance(TorchFunctionMode):
    """Of one passage: the same seed draws the same again. Without one, nobody knows what comes."""

    def __init__(self, seed: int | None) -> None:
        super().__init__()
        self._seed = torch.Generator().seed() if seed is None else seed
        self._generators: dict[str, torch.Generator] = {}

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: tuple[Any, ...] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        given = dict(kwargs or {})
        if func in _DRAW and given.get("generator") is None:
            given["generator"] = self._generator(_device_of(args, given))
        return func(*args, **given)

    def _generator(self, device: str) -> torch.Generator:
        """A generator belongs to one device."""
        if device not in self._generators:
            self._generators[device] = torch.Generator(device).manual_seed(self._seed)
        return self._generators[device]


def _device_of(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    if (wanted := kwargs.get("device")) is not None:
        return str(torch.device(wanted))
    tensors = (value for value in (*args, *kwargs.values()) if isinstance(value, torch.Tensor))
    found = next(tensors, None)
    return str(found.device) if found is not None else str(torch.get_default_device())
