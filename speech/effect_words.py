"""A chain of effects in words, out of the JSON that is kept of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from speech.effects import EFFECTS, Effect, Parameter, streams


def effect_labels(kept: Iterable[Any]) -> str:
    """“Pitch, Reverb”: those that are heard, each once. Also of what is no effect here any more."""
    heard = (each for each in kept if each.get("enabled") is not False)
    labels = (_label(str(each.get("type", ""))) for each in heard)
    return ", ".join(filter(None, dict.fromkeys(labels)))


def effect_written(kept: Mapping[str, Any]) -> str:
    """One of them with its values: “Reverb: Room small, Mix 20 %”."""
    name = str(kept.get("type", ""))
    values = ", ".join(
        f"{each.label} {_value_written(each, kept[each.name])}"
        for each in (EFFECTS[name].parameters if name in EFFECTS else ())
        if each.name in kept
    )
    off = "" if kept.get("enabled", True) else " (off)"
    return f"{_label(name)}{off}: {values}" if values else f"{_label(name)}{off}"


def _label(name: str) -> str:
    return EFFECTS[name].label if name in EFFECTS else name


def _value_written(parameter: Parameter, value: Any) -> str:
    if parameter.kind == "truth":
        return "on" if value else "off"
    if parameter.kind == "choice":
        return str(dict(parameter.choices).get(value, value))
    if not isinstance(value, int | float):  # as an earlier version of the site kept it
        return str(value)
    return f"{value:g} {parameter.unit}".rstrip()


def unstreamed_labels(chain: Iterable[Effect]) -> str:
    """Those for which all of the sound must wait."""
    return ", ".join(_label(each.type) for each in chain if not streams((each,)))
