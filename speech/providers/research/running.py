"""PyTorch's code, and that of models: it may raise anything, and run out of memory at any time."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from speech.engines.base import Block
from speech.engines.errors import EngineError
from speech.providers.research import memory

if TYPE_CHECKING:
    import torch

logger = logging.getLogger(__name__)

T = TypeVar("T")


class Failure(Enum):
    NO_MEMORY = auto()
    BROKEN = auto()


@dataclass(frozen=True)
class Done(Generic[T]):
    result: T


def attempted(do: Callable[[], T], *, complaint: str) -> Done[T] | Failure:
    """What it came to. Nothing is raised but what an engine says itself: an error would hold on to all that
    its frames did, and so to the very memory that was too little.
    """
    try:
        return Done(do())
    except EngineError:
        raise
    except Exception as error:
        failure = Failure.NO_MEMORY if memory.is_out_of_memory(error) else Failure.BROKEN
        if failure is Failure.BROKEN:
            logger.exception(complaint)
    return failure


def next_block(spoken: Iterator[torch.Tensor | Block]) -> Block | None:
    made = next(spoken, None)
    if made is None:
        return None
    samples = made if isinstance(made, np.ndarray) else made.detach().float().cpu().numpy()
    block = np.asarray(samples, np.float32).reshape(-1)
    if not np.isfinite(block).all():
        raise ValueError("the model gave numbers that are none")
    return block
