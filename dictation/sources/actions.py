"""What this room puts into the menu of an entry of the history."""

from django.urls import reverse

from history.actions import Action
from history.models import Entry


def _url(entry: Entry) -> str:
    return reverse("item-sources:entry", args=[entry.pk])


def _applies(entry: Entry) -> bool:
    """A list's rows have the beginning of the text alone."""
    text = entry.preview if hasattr(entry, "preview") else entry.text
    return not entry.is_unfinished and bool(text)


MAKE_ITEMS = Action("Make dictation items", "practice", url=_url, applies=_applies)
