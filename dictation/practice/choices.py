"""What the filters of the page offer: only what would find something."""

from collections.abc import Mapping
from typing import Any

from dictation.models import EASIEST, HARDEST
from dictation.practice.queue import WHICH
from dictation.queries import items_shown_to, lists_shown_to
from speech.voice_choices import language_name

_ASKED = ("locale", "list", "tags", "difficulty", "which")


def asked_of(params: Mapping[str, str]) -> dict[str, str]:
    return {name: params.get(name, "") for name in _ASKED}


def choices_for(user: Any) -> dict[str, list[tuple[str, str]]]:
    items = items_shown_to(user).order_by()
    lists = lists_shown_to(user).filter(listed__item__deleted_at=None, listed__isnull=False).distinct()
    tags = items.filter(tags__isnull=False).values_list("tags__name", flat=True).distinct()
    return {
        "locales": _of_several(_languages(items)),
        "lists": [(str(pk), name) for pk, name in lists.values_list("pk", "name")],
        "tags": [(name, name) for name in sorted(set(tags), key=str.casefold)],
        "levels": _of_several(_levels(items)),
        "which": [(value, label) for value, (label, _) in WHICH.items()],
    }


def _languages(items: Any) -> list[tuple[str, str]]:
    locales = items.values_list("locale", flat=True).distinct()
    named = [(locale, language_name(locale)) for locale in locales]
    return sorted(named, key=lambda choice: choice[1].casefold())


def _levels(items: Any) -> list[tuple[str, str]]:
    found = set(items.values_list("difficulty", flat=True).distinct())
    return [(str(level), f"Level {level}") for level in range(EASIEST, HARDEST + 1) if level in found]


def _of_several(choices: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """One alone is no choice."""
    return choices if len(choices) > 1 else []
