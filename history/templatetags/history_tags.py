"""What the History page's templates ask."""

from typing import Any

from django import template

from history.actions import actions_of
from history.crafts import craft_of
from history.models import Entry, Kind
from speech import effect_words

register = template.Library()


@register.filter
def facts(entry: Entry) -> list[str]:
    return craft_of(entry).facts(entry)


@register.filter
def is_named_by_its_text(entry: Entry) -> bool:
    """The title is the text's beginning: to show both would be to say it twice."""
    beginning = entry.title.removesuffix("\N{HORIZONTAL ELLIPSIS}").rstrip()
    return " ".join(getattr(entry, "preview", "").split()).startswith(beginning)


@register.filter
def effect_written(effect: dict[str, Any]) -> str:
    return effect_words.effect_written(effect)


@register.filter
def kind_label(name: str) -> str:
    return Kind(name).label if name in Kind.values else name


@register.filter
def called(value: str, names: dict[str, str]) -> str:
    return names.get(value, value) if names else value


@register.filter
def page_url(entry: Entry) -> str:
    return craft_of(entry).page_url(entry)


@register.filter
def other_actions(entry: Entry) -> list[dict[str, str]]:
    return [
        {"label": action.label, "icon": action.icon, "url": action.url(entry)} for action in actions_of(entry)
    ]
