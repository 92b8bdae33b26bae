"""What may be asked of a render, as the parameters of its job."""

from dataclasses import asdict, dataclass
from typing import Any, Self

from common.errors import InvalidInput
from studio.models import LONGEST_GAP_MS, RATES_HZ
from studio.outputs import FORMATS

# A book with chapters is an export.
RENDER_FORMATS = tuple(name for name in FORMATS if name != "m4b")


@dataclass(frozen=True, kw_only=True)
class RenderAsked:
    format: str = "wav"
    sample_rate_hz: int | None = None  # None: the conversation's
    gap_ms: int | None = None
    save_turn_audio: bool = True

    def __post_init__(self) -> None:
        if self.format not in RENDER_FORMATS:
            raise InvalidInput(
                f"There is no format {str(self.format)[:40]!r} here. There are: {', '.join(RENDER_FORMATS)}.",
                param="format",
                code="unknown_format",
            )
        if self.sample_rate_hz is not None and self.sample_rate_hz not in RATES_HZ:
            raise InvalidInput(
                f"The sample rate is one of {', '.join(map(str, RATES_HZ))} Hz.", param="sample_rate"
            )
        if self.gap_ms is not None and not -LONGEST_GAP_MS <= self.gap_ms <= LONGEST_GAP_MS:
            raise InvalidInput(
                f"A gap is {-LONGEST_GAP_MS:,} to {LONGEST_GAP_MS:,} milliseconds.", param="gap_ms"
            )

    @classmethod
    def of(cls, params: dict[str, Any]) -> Self:
        return cls(**{name: params[name] for name in cls.__dataclass_fields__ if name in params})

    def as_params(self) -> dict[str, Any]:
        return asdict(self)
