"""What an effect is: a spec that feeds the slider, the form, the serializer and the error message, and a
processor that takes blocks and gives blocks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Block = NDArray[np.float32]  # (frames, channels) between processors, nominal [-1, 1]
Value = float | str | bool
Values = Mapping[str, Value]
Kind = Literal["number", "choice", "truth"]
Group = Literal["level", "tone", "space", "voice", "clean"]


@dataclass(frozen=True)
class Parameter:
    """One thing to set. `least`, `most` and `step` are of numbers, `choices` of choices."""

    name: str
    label: str
    kind: Kind
    default: Value
    unit: str = ""
    least: float = 0.0
    most: float = 1.0
    step: float = 0.01  # what a slider moves by; any number in between is allowed
    choices: tuple[tuple[str, str], ...] = ()
    description: str = ""
    is_logarithmic: bool = False


def number(
    name: str,
    label: str,
    least: float,
    most: float,
    *,
    default: float,
    step: float,
    unit: str = "",
    description: str = "",
    is_logarithmic: bool = False,
) -> Parameter:
    return Parameter(
        name,
        label,
        "number",
        float(default),
        unit,
        float(least),
        float(most),
        float(step),
        description=description,
        is_logarithmic=is_logarithmic,
    )


def share(name: str, label: str, *, default: float, description: str = "") -> Parameter:
    """How much of something: from nothing, 0, to all of it, 1."""
    return number(name, label, 0, 1, default=default, step=0.01, description=description)


def frequency(name: str, label: str, least: float, most: float, *, default: float) -> Parameter:
    return number(name, label, least, most, default=default, step=1, unit="Hz", is_logarithmic=True)


def choice(
    name: str, label: str, choices: Mapping[str, str], *, default: str, description: str = ""
) -> Parameter:
    return Parameter(name, label, "choice", default, choices=tuple(choices.items()), description=description)


def truth(name: str, label: str, *, default: bool, description: str = "") -> Parameter:
    return Parameter(name, label, "truth", default, description=description)


@dataclass(frozen=True)
class Sound:
    """What a processor is made for."""

    rate_hz: int
    channels: int

    def frames(self, seconds: float) -> int:
        return round(seconds * self.rate_hz)

    def silence(self, frames: int = 0) -> Block:
        return np.zeros((frames, self.channels), np.float32)

    def clamped_hz(self, frequency_hz: float) -> float:
        """A little below half the rate: no filter can be set any higher."""
        return min(frequency_hz, 0.49 * self.rate_hz)


class Processor(Protocol):
    """One effect at work on one sound. Results do not depend on how the sound is cut into blocks."""

    def process(self, block: Block) -> Block:
        """As many frames as are ready: perhaps none, perhaps more than came in."""

    def flush(self) -> Block:
        """What is left, and the tail. Nothing is processed after it."""

    def at(self, seconds: float) -> float:
        """Where a moment of what came in is in what goes out."""


def _as_they_are(values: Values) -> Values:
    return values


@dataclass(frozen=True)
class EffectSpec:
    type: str
    label: str
    description: str
    group: Group
    parameters: tuple[Parameter, ...]
    streams: bool  # runs block by block, a bounded time behind; others hold the whole sound until flush
    make: Callable[[Values, Sound], Processor] = field(repr=False, compare=False)
    # Values that hang on others are brought in line, so that one sound has one way to be written.
    settled: Callable[[Values], Values] = field(default=_as_they_are, repr=False, compare=False)

    def parameter(self, name: str) -> Parameter | None:
        return next((each for each in self.parameters if each.name == name), None)

    @property
    def defaults(self) -> dict[str, Value]:
        return {each.name: each.default for each in self.parameters}


@dataclass(frozen=True)
class Effect:
    """One effect of a chain, all its parameters filled in."""

    type: str
    values: Values
    is_on: bool = True
