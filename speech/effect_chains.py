"""Chains of effects as this site takes them: one reader for every door, and the switch for all of them."""

import json
import math
from collections.abc import Iterable, Sequence

from django.conf import settings

from common.errors import InvalidInput
from speech.effects import Effect, EffectRefused, read_chain

DISABLED = "Effects are turned off on this site. Ask for it without “effects”."


def effects_enabled() -> bool:
    """`VOICESITE_EFFECTS_ENABLED`."""
    return bool(settings.CONFIG.effects_enabled)


def chain_of(value: object, *, at: str = "effects") -> tuple[Effect, ...]:
    """What somebody asks for, as JSON gives it. Nothing, null and `[]` are no effects.

    `at` is what whoever asks calls it: errors name the place, such as `effects[1].mix`.
    """
    if isinstance(value, list) and value:
        require_effects_enabled(value, at=at)
    return kept_chain(value, at=at)


def chain_in(text: str, *, at: str = "effects") -> tuple[Effect, ...]:
    """The same out of a text: a field of a form, an argument of a command. Empty is no effects."""
    return chain_of(value_in(text, at=at), at=at)


def value_in(text: str, *, at: str = "effects") -> object:
    if not text.strip():
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # also a number of thousands of digits
        raise InvalidInput(
            'Send effects as JSON, such as [{"type": "reverb", "mix": 0.2}].', param=at, code="invalid_effect"
        ) from None


def kept_chain(value: object, *, at: str = "effects") -> tuple[Effect, ...]:
    """What was asked for before and is kept, whether or not effects are turned on by now."""
    try:
        return read_chain(value, at=at)
    except EffectRefused as error:
        raise InvalidInput(error.message, param=error.param, code=error.code) from error


def require_effects_enabled(chain: Sequence[object], *, at: str = "effects") -> None:
    if chain and not effects_enabled():
        raise InvalidInput(DISABLED, param=at, code="effects_disabled")


def times_as_long(chain: Iterable[Effect]) -> float:
    """How much longer it makes what passes through, tails aside: for guesses at how much room that takes."""
    return math.prod(
        1 / float(each.values["factor"]) for each in chain if each.is_on and each.type == "speed"
    )
