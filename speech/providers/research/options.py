"""What only one kind of provider knows, from its `options`: checked when it is opened."""

from __future__ import annotations

import math
from collections.abc import Sequence

from speech.engines.errors import EngineUnavailable
from speech.providers.settings import ProviderSettings


def number_option(
    settings: ProviderSettings, option: str, *, usual: float, least: float, most: float
) -> float:
    value = settings.options.get(option, usual)
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not (is_number and least <= value <= most):
        raise _wrong(settings, option, value, f"a number from {least} to {most}")
    return float(value)


def text_option(
    settings: ProviderSettings, option: str, *, usual: str = "", allowed: Sequence[str] = ()
) -> str:
    value = settings.options.get(option, usual)
    if not isinstance(value, str) or (allowed and value not in allowed):
        raise _wrong(settings, option, value, f"one of {', '.join(allowed)}" if allowed else "a text")
    return value


def require_known_options(settings: ProviderSettings, known: Sequence[str]) -> None:
    """A mistyped one would be without effect, and nobody would see why."""
    if unknown := sorted(set(settings.options) - set(known)):
        raise EngineUnavailable(
            settings.name,
            reason=f"there is no option {unknown[0]!r}",
            what_to_do=f"Take it out of options in [providers.{settings.name}]. There are: "
            f"{', '.join(known) or 'none'}.",
        )


def _wrong(settings: ProviderSettings, option: str, value: object, allowed: str) -> EngineUnavailable:
    return EngineUnavailable(
        settings.name,
        reason=f"its option {option} can't be {str(value)[:60]!r}",
        what_to_do=f"Write {allowed} in [providers.{settings.name}.options].",
    )
