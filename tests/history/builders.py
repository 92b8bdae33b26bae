"""Entries without the work of making them."""

from typing import Any

from history.models import Entry, Kind, State

USUAL = {
    "kind": Kind.TTS,
    "state": State.DONE,
    "engine": "kokoro",
    "model": "tts-1",
    "voice": "af_heart",
    "language": "en-us",
    "response_format": "mp3",
    "duration_seconds": 2.0,
}


def make_entry(owner: Any, text: str = "The quick brown fox.", **fields: Any) -> Entry:
    """`created_at` may be given."""
    created_at = fields.pop("created_at", None)
    given = {"title": text[:60] or "Nothing", "characters": len(text), **USUAL, **fields}
    entry = Entry.objects.create(owner=owner, text=text, **given)
    if created_at is not None:
        Entry.objects.filter(pk=entry.pk).update(created_at=created_at)
        entry.refresh_from_db()
    return entry
