"""Within which bounds an operator lets a provider be asked: what is beyond is refused before it is asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings

from common.errors import InvalidInput
from speech.audio.formats import FORMATS
from speech.engines.languages import covers
from speech.text.passages import FASTEST, SLOWEST


class Asked(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def response_format(self) -> str: ...
    @property
    def speed(self) -> float: ...


@dataclass(frozen=True)
class ProviderLimits:
    """Of one provider, beside what it can do. Empty and 0: none."""

    max_text_characters: int = 0
    formats: tuple[str, ...] = tuple(FORMATS)
    speeds: tuple[float, float] = (SLOWEST, FASTEST)
    languages: tuple[str, ...] = ()


def limits_of(engine: str) -> ProviderLimits:
    config = settings.CONFIG.providers.get(engine)
    if config is None:
        return ProviderLimits()
    return ProviderLimits(
        max_text_characters=config.max_text_characters,
        formats=tuple(config.formats) or tuple(FORMATS),
        speeds=(config.slowest, config.fastest),
        languages=tuple(config.languages),
    )


def prices() -> dict[str, float]:
    """Of a million characters, by engine, in whatever money the operator thinks; of those that cost any."""
    providers = settings.CONFIG.providers.items()
    named = {name: float(config.price_per_million_characters) for name, config in providers}
    return {name: price for name, price in named.items() if price}


def require_within_limits(asked: Asked, *, engine: str, language: str) -> None:
    limits = limits_of(engine)
    _require_length(len(asked.text), limits, engine)
    if asked.response_format not in limits.formats:
        raise _beyond(engine, "response_format", asked.response_format, limits.formats)
    slowest, fastest = limits.speeds
    if not slowest <= asked.speed <= fastest:
        raise _beyond(engine, "speed", asked.speed, [f"{slowest:g} to {fastest:g}"])
    if limits.languages and not any(covers(meant, language) for meant in limits.languages):
        raise _beyond(engine, "language", language, limits.languages)


def is_within_limits(asked: Asked, *, engine: str, language: str) -> bool:
    try:
        require_within_limits(asked, engine=engine, language=language)
    except InvalidInput:
        return False
    return True


def _require_length(characters: int, limits: ProviderLimits, engine: str) -> None:
    most = limits.max_text_characters
    if most and characters > most:
        raise InvalidInput(
            f"The text has {characters:,} characters; the model {engine!r} is given {most:,} at the most. "
            "Send it in parts, or choose another model.",
            param="input",
            code="text_too_long",
        )


def _beyond(engine: str, option: str, value: object, allowed: Iterable[str]) -> InvalidInput:
    return InvalidInput(
        f"{option} can't be {str(value)[:60]!r} with the model {engine!r}. Allowed: {', '.join(allowed)}.",
        param=option,
        code="unsupported_option",
    )
