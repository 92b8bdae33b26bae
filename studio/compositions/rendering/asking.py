"""What may be asked of a composition's render, as the parameters of its job."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self

from common.errors import InvalidInput
from studio.compositions.timeline import read_master
from studio.compositions.timeline.writing import master_as_json
from studio.models import RATES_HZ
from studio.outputs import FORMATS

# A book with chapters is no mix.
MIX_FORMATS = tuple(name for name in FORMATS if name != "m4b")


@dataclass(frozen=True, kw_only=True)
class MixAsked:
    format: str = "wav"
    sample_rate_hz: int | None = None  # None: the composition's
    stems: bool = False
    master: dict[str, Any] | None = None  # None: the composition's

    @classmethod
    def of(cls, params: Mapping[str, Any]) -> Self:
        return cls(**{name: params[name] for name in cls.__dataclass_fields__ if name in params})

    @classmethod
    def read(cls, given: Mapping[str, Any]) -> Self:
        """What somebody sends; what is left out or null is as it usually is."""
        sent = {name: value for name, value in given.items() if value is not None}
        for name in sent:
            if name not in cls.__dataclass_fields__:
                raise InvalidInput(
                    f"There is no parameter {name[:80]!r}.", param=name[:80], code="unknown_parameter"
                )
        return cls(**{name: _READ[name](value) for name, value in sent.items()})

    def as_params(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(json.dumps(self.as_params(), sort_keys=True).encode()).hexdigest()[:16]


def _format(value: Any) -> str:
    if not isinstance(value, str) or value not in MIX_FORMATS:
        raise InvalidInput(
            f"There is no such format here. There are: {', '.join(MIX_FORMATS)}.",
            param="format",
            code="unknown_format",
        )
    return value


def _sample_rate(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value not in RATES_HZ:
        raise InvalidInput(f"Send one of {', '.join(map(str, RATES_HZ))}.", param="sample_rate_hz")
    return value


def _stems(value: Any) -> bool:
    if not isinstance(value, bool):
        raise InvalidInput("Send true or false.", param="stems")
    return value


def _master(value: Any) -> dict[str, Any]:
    return master_as_json(read_master(value))


_READ: Mapping[str, Callable[[Any], Any]] = {
    "format": _format,
    "sample_rate_hz": _sample_rate,
    "stems": _stems,
    "master": _master,
}
