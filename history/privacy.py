"""An entry as its person wants it kept: whole, without what was said, or not at all."""

from typing import Any

from django.utils import timezone

from history.asking import zone_of
from history.models import Entry, HistoryPreferences, Keeps, Kind
from history.preferences import PAGE_KEEPS_FOR

# What of the settings says something of what was said.
TELLING_SETTINGS = ("prompt", "keywords")
NEUTRAL = {Kind.TTS: "Speech", Kind.STT: "Transcript"}


def as_wanted(entry: Entry, preferences: HistoryPreferences, *, is_on_a_page: bool = False) -> Entry:
    """Before it is written. What a page shows is there for a while whatever is wanted."""
    if is_on_a_page:
        until = timezone.now() + PAGE_KEEPS_FOR
        entry.expires_at = until if preferences.keeps == Keeps.NOTHING else None
        entry.text_expires_at = until if preferences.keeps == Keeps.NO_TEXT else None
    elif preferences.keeps == Keeps.NO_TEXT:
        forget_what_was_said(entry)
    return entry


def forget_what_was_said(entry: Entry) -> None:
    """In memory. How long it was stays known."""
    entry.title = neutral_title(entry)
    entry.text, entry.timings, entry.proof = "", [], {}
    entry.settings = untelling(entry.settings)
    entry.text_expires_at = None


def neutral_title(entry: Entry) -> str:
    made = (entry.created_at or timezone.now()).astimezone(zone_of(entry.owner))
    return f"{NEUTRAL[Kind(entry.kind)]} of {made.day} {made:%B}"


def untelling(settings: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in settings.items() if name not in TELLING_SETTINGS}
