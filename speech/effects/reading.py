"""A chain of effects out of JSON, and back: the one validator of every door.

`[{"type": "pitch", "semitones": 2}, {"type": "reverb", "room": "small", "enabled": false}]`
"""

from collections.abc import Iterable, Mapping

from speech.effects.refused import EffectRefused
from speech.effects.refused_values import kind, printable, shown
from speech.effects.spec import Effect, EffectSpec, Parameter, Value
from speech.effects.speed import SPEED
from speech.effects.table import EFFECTS

MOST_EFFECTS = 16
MOST_TIMES_SLOWER = 4.0

TYPE, ENABLED = "type", "enabled"


def read_chain(value: object, *, at: str = "effects") -> tuple[Effect, ...]:
    """`at` is what the caller knows the chain by; it begins the `param` of what is refused."""
    if value is None:
        return ()
    if not isinstance(value, list | tuple):
        raise EffectRefused(f"The effects must be a list, not {kind(value)}.", param=at)
    if len(value) > MOST_EFFECTS:
        raise EffectRefused(
            f"These are {len(value):,} effects; {MOST_EFFECTS} are the most for one chain.",
            param=at,
            code="too_many_effects",
        )
    chain = tuple(_effect(each, f"{at}[{number}]") for number, each in enumerate(value))
    _require_bounded(chain, at)
    return chain


def _require_bounded(chain: Iterable[Effect], at: str) -> None:
    """Each that slows multiplies what those before it gave: seven of them make a day of a word, in memory."""
    times = 1.0
    for number, effect in enumerate(chain):
        if effect.is_on and effect.type == SPEED.type:
            times /= float(effect.values["factor"])
        if times > MOST_TIMES_SLOWER:
            raise EffectRefused(
                f"All in all this is more than {MOST_TIMES_SLOWER:g} times as slow, the most for one chain.",
                param=f"{at}[{number}].factor",
                code="too_slow",
            )


def as_json(chain: Iterable[Effect]) -> list[dict[str, Value]]:
    """Everything written out, in one order: equal chains have equal JSON."""
    return [_written(effect) for effect in chain]


def _written(effect: Effect) -> dict[str, Value]:
    written: dict[str, Value] = {TYPE: effect.type}
    written |= {each.name: _plain(effect.values[each.name]) for each in EFFECTS[effect.type].parameters}
    return written if effect.is_on else written | {ENABLED: False}


def _plain(value: Value) -> Value:
    """2 rather than 2.0, as a person would write it."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _effect(value: object, at: str) -> Effect:
    if not isinstance(value, Mapping):
        raise EffectRefused(
            f'An effect must be an object such as {{"type": "reverb"}}, not {kind(value)}.', param=at
        )
    spec = _spec(value.get(TYPE), f"{at}.{TYPE}")
    for name in value:
        if name not in (TYPE, ENABLED) and (not isinstance(name, str) or spec.parameter(name) is None):
            raise _unknown_parameter(spec, name, at)
    given = {each.name: _read(each, value[each.name], at) for each in spec.parameters if each.name in value}
    is_on = value.get(ENABLED, True)
    if not isinstance(is_on, bool):
        raise EffectRefused(f"“enabled” must be true or false, not {kind(is_on)}.", param=f"{at}.{ENABLED}")
    return Effect(spec.type, dict(spec.settled(spec.defaults | given)), is_on)


def _spec(name: object, at: str) -> EffectSpec:
    if isinstance(name, str) and name in EFFECTS:
        return EFFECTS[name]
    what = f"There is no effect {shown(name)}" if isinstance(name, str) else "An effect must say its type"
    raise EffectRefused(f"{what}. Allowed are {', '.join(EFFECTS)}.", param=at, code="unknown_effect")


def _unknown_parameter(spec: EffectSpec, name: object, at: str) -> EffectRefused:
    names = ", ".join(each.name for each in spec.parameters)
    return EffectRefused(
        f"The effect {spec.type} has no parameter {shown(name)}. Allowed are {names}.",
        param=f"{at}.{printable(str(name))}",
        code="unknown_parameter",
    )


def _read(parameter: Parameter, value: object, at: str) -> Value:
    read = {"number": _number, "choice": _choice, "truth": _truth}[parameter.kind](parameter, value)
    if read is None:
        raise EffectRefused(
            f"{parameter.name} must be {allowed(parameter)}, not {shown(value)}.",
            param=f"{at}.{parameter.name}",
        )
    return read


def _number(parameter: Parameter, value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # NaN is in no range; whole numbers are compared before they are made floats, which huge ones can't be.
    return float(value) + 0.0 if parameter.least <= value <= parameter.most else None


def _choice(parameter: Parameter, value: object) -> str | None:
    return value if isinstance(value, str) and value in dict(parameter.choices) else None


def _truth(_: Parameter, value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def allowed(parameter: Parameter) -> str:
    """What a value may be, for the end of a sentence that begins “must be”."""
    if parameter.kind == "truth":
        return "true or false"
    if parameter.kind == "choice":
        return f"one of {', '.join(value for value, _ in parameter.choices)}"
    unit = f" {parameter.unit}" if parameter.unit else ""
    return f"a number from {parameter.least:g} to {parameter.most:g}{unit}"
