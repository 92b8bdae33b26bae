"""What effects there are, as a program reads it: the specs that also feed sliders and error messages."""

from typing import Any

from profiles.effects.rack import GROUP_LABELS
from speech.effect_chains import effects_enabled
from speech.effects import EFFECTS, MOST_EFFECTS, EffectSpec, Parameter


def catalogue() -> dict[str, Any]:
    return {
        "enabled": effects_enabled(),
        "most_effects": MOST_EFFECTS,
        "effects": [_told(spec) for spec in EFFECTS.values()],
    }


def _told(spec: EffectSpec) -> dict[str, Any]:
    return {
        "type": spec.type,
        "label": spec.label,
        "description": spec.description,
        "group": spec.group,
        "group_label": GROUP_LABELS[spec.group],
        "streams": spec.streams,
        "parameters": [_parameter(each) for each in spec.parameters],
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    is_number = parameter.kind == "number"
    return {
        "name": parameter.name,
        "label": parameter.label,
        "description": parameter.description,
        "kind": parameter.kind,
        "unit": parameter.unit,
        "least": parameter.least if is_number else None,
        "most": parameter.most if is_number else None,
        "step": parameter.step if is_number else None,
        "is_logarithmic": parameter.is_logarithmic,
        "default": parameter.default,
        "choices": [{"value": value, "label": label} for value, label in parameter.choices],
    }
