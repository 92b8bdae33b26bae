"""`{% effects_rack field=form.effects %}`: a chain of effects as a field of a form."""

import json
import re
from functools import cache
from typing import Any

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from profiles.effects import rack
from profiles.effects.forms import problems_of
from profiles.effects.queries import all_presets_of, clips_to_hear
from speech.effect_chains import effects_enabled
from speech.effects import MOST_EFFECTS

register = template.Library()

SPACES = re.compile(r"\s+")


@register.inclusion_tag("effects/_rack.html", takes_context=True)
def effects_rack(
    context: template.Context,
    name: str = "effects",
    value: Any = None,
    field: BoundField | None = None,
    saves: bool = True,
) -> dict[str, Any]:
    """Of a form's field with its errors, or of any chain under a name. With scripts it is cards with
    controls; without, a text that can be changed. `saves` offers to keep the chain as a preset.
    """
    problems: dict[str, str] = {}
    if field is not None:
        name, value, problems = field.html_name, field.value(), problems_of(field)
    chain, user = rack.plain_chain(value), context["request"].user
    cards = rack.cards_of(chain, problems)
    return {
        "name": name,
        "text": rack.text_of(value),
        "cards": cards,
        "groups": rack.groups(),
        "problem": _told_nowhere_else(problems, cards),
        "is_readable": isinstance(chain, list),
        "is_enabled": effects_enabled(),
        "most": MOST_EFFECTS,
        "new_cards": _new_cards(),
        "saves": saves,
        "presets": all_presets_of(user),
        "clips": clips_to_hear(user),
    }


@register.simple_tag
def effects_are_on() -> bool:
    return effects_enabled()


@register.filter
def as_chain(effects: list[dict[str, Any]]) -> str:
    """For an attribute that a script reads."""
    return json.dumps(effects)


@register.filter
def effects_summary(value: Any) -> str:
    return rack.summary_of(value)


@cache
def _new_cards() -> str:
    """Made once: they never change. Their own indentation would be half of them."""
    html = render_to_string("effects/_new_cards.html", {"groups": rack.groups()})
    return mark_safe(SPACES.sub(" ", html))  # noqa: S308 - a template's, with our own table in it


def _told_nowhere_else(problems: dict[str, str], cards: list[rack.Card]) -> str:
    """Of the chain as a whole, and of places that no card is for."""
    shown = len(cards)
    places = tuple(f"effects[{number}]" for number in range(shown))
    return " ".join(text for place, text in problems.items() if not place.startswith(places))
