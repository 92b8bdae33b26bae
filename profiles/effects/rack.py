"""A chain of effects as a page shows it: cards with controls, even where the chain is not a good one."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from speech.effect_words import effect_labels
from speech.effects import EFFECTS, Effect, EffectSpec, Parameter, as_json

GROUP_LABELS = {
    "level": "Level",
    "tone": "Tone",
    "space": "Space",
    "voice": "Voice",
    "clean": "Clean up",
}
NO_PROBLEMS: Mapping[str, str] = {}


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    fixes: str  # JSON: the other parameters that this choice brings with it


@dataclass(frozen=True)
class Control:
    """One parameter of one card, with what is set: a value of the right kind, or what somebody sent."""

    parameter: Parameter
    value: Any
    choices: tuple[Choice, ...] = ()
    is_fixed: bool = False
    problem: str = ""

    @property
    def shown(self) -> str:
        """As a number field takes it."""
        if isinstance(self.value, str):
            return self.value.encode(errors="replace").decode()  # JSON can spell half of a character
        try:
            return f"{self.value:.10g}" if isinstance(self.value, int | float) else json.dumps(self.value)
        except OverflowError:  # a whole number beyond any float
            return str(self.value)


@dataclass(frozen=True)
class Card:
    spec: EffectSpec | None  # None: an effect that this site does not know
    is_on: bool = True
    controls: tuple[Control, ...] = ()
    problem: str = ""
    kept: str = ""  # JSON: what can't be shown, and stays until it is removed

    @property
    def label(self) -> str:
        return self.spec.label if self.spec else "Unknown effect"


@dataclass(frozen=True)
class Group:
    label: str
    cards: tuple[Card, ...]


def cards_of(chain: Any, problems: Mapping[str, str] = NO_PROBLEMS, *, at: str = "effects") -> list[Card]:
    """`problems`: sentences by the place in the chain that each is about."""
    if not isinstance(chain, list):
        return []
    return [_card(each, problems, f"{at}[{number}]") for number, each in enumerate(chain)]


def plain_chain(value: Any) -> Any:
    """What a field holds, as JSON has it: a text, a list of plain objects or a tuple of effects."""
    if isinstance(value, str):
        try:
            return json.loads(value) if value.strip() else []
        except (ValueError, RecursionError):
            return None
    if not isinstance(value, list | tuple | None):
        return None
    effects = list(value or ())
    return as_json(effects) if all(isinstance(each, Effect) for each in effects) else effects


def text_of(value: Any) -> str:
    """What the field is sent as. A text stays as it was typed."""
    if isinstance(value, str):
        return value.strip() or "[]"
    return json.dumps(plain_chain(value), ensure_ascii=False)


def groups() -> list[Group]:
    """Every effect as a new card has it, for the menu they are added from."""
    return [
        Group(label, tuple(new_card(spec) for spec in EFFECTS.values() if spec.group == name))
        for name, label in GROUP_LABELS.items()
    ]


def new_card(spec: EffectSpec) -> Card:
    return _card({"type": spec.type}, NO_PROBLEMS, "")


def summary_of(value: Any) -> str:
    """`Reverb, Pitch`; also of what is no chain at all."""
    chain = plain_chain(value)
    effects = [each for each in chain if isinstance(each, dict)] if isinstance(chain, list) else []
    return effect_labels(effects) or "None"


def fixed_by(spec: EffectSpec, name: str, value: str) -> dict[str, Any]:
    """The other parameters that one choice sets, whatever they are set to."""
    low, high = (spec.settled({**_extreme(spec.parameters, end), name: value}) for end in ("least", "most"))
    return {other: low[other] for other in low if other != name and low[other] == high[other]}


def _extreme(parameters: Iterable[Parameter], end: str) -> dict[str, Any]:
    ends = {"truth": end == "most"}
    return {
        each.name: getattr(each, end)
        if each.kind == "number"
        else ends.get(each.kind, each.choices[0 if end == "least" else -1][0] if each.choices else "")
        for each in parameters
    }


def _card(given: Any, problems: Mapping[str, str], at: str) -> Card:
    name = given.get("type") if isinstance(given, dict) else None
    spec = EFFECTS.get(name) if isinstance(name, str) else None
    if spec is None:
        why = problems.get(at, "") or problems.get(f"{at}.type", "")
        return Card(None, problem=why, kept=json.dumps(given))
    controls = tuple(
        _control(spec, each, given, problems.get(f"{at}.{each.name}", "")) for each in spec.parameters
    )
    return Card(spec, given.get("enabled") is not False, controls, _of_no_control(spec, problems, at))


def _of_no_control(spec: EffectSpec, problems: Mapping[str, str], at: str) -> str:
    """What is wrong with the effect as a whole, and with parameters that it has not."""
    known = {f"{at}.{each.name}" for each in spec.parameters}
    told = (place for place in problems if place == at or place.startswith(f"{at}."))
    return " ".join(problems[place] for place in told if place not in known)


def _control(spec: EffectSpec, parameter: Parameter, given: Mapping[str, Any], problem: str) -> Control:
    fixed = _fixed(spec, given)
    value = fixed.get(parameter.name, given.get(parameter.name, parameter.default))
    choices = tuple(
        Choice(value, label, json.dumps(fixed_by(spec, parameter.name, value)))
        for value, label in parameter.choices
    )
    return Control(parameter, value, choices, parameter.name in fixed, problem)


def _fixed(spec: EffectSpec, given: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for parameter in spec.parameters:
        chosen = given.get(parameter.name, parameter.default)
        is_known = isinstance(chosen, str) and chosen in dict(parameter.choices)
        if parameter.kind == "choice" and is_known:
            found |= fixed_by(spec, parameter.name, chosen)
    return found
