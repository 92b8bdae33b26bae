"""Histories to be tidied: entries of some age, with audio of some size."""

from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone

from clips.models import Clip
from history.models import Entry
from history.queries import entries_of
from tests.clips.builders import make_byproduct
from tests.history.builders import make_entry


def ago(**age: float) -> Any:
    return timezone.now() - timedelta(**age)


def make_past(owner: Any, count: int = 1, *, hours_apart: float = 1.0, **fields: Any) -> list[Entry]:
    """The oldest first, the newest an hour old; each is called by its number."""
    moments = [ago(hours=1 + hours_apart * back) for back in reversed(range(count))]
    return [
        make_entry(owner, f"Number {number}", created_at=moment, **fields)
        for number, moment in enumerate(moments, start=1)
    ]


def make_heard(owner: Any, count: int = 1, *, audio_bytes: int = 0, **fields: Any) -> list[Entry]:
    """With audio of that size, as its row tells it."""
    entries = make_past(owner, count, **fields)
    for entry in entries:
        give_audio(entry, audio_bytes=audio_bytes)
    return entries


def give_audio(entry: Entry, *, audio_bytes: int = 0, **fields: Any) -> Clip:
    clip = make_byproduct(entry.owner, entry.title)
    if audio_bytes:
        fields["bytes"] = audio_bytes
    if fields:
        Clip.objects.filter(pk=clip.pk).update(**fields)
        clip.refresh_from_db()
    Entry.objects.filter(pk=entry.pk).update(clip=clip, updated_at=entry.created_at)
    entry.clip = clip
    return clip


def titles_of(owner: Any) -> list[str]:
    """The oldest first, by their numbers alone."""
    titles = entries_of(owner).order_by("created_at", "number").values_list("title", flat=True)
    return [title.removeprefix("Number ") for title in titles]


def has_file(clip: Clip) -> bool:
    return default_storage.exists(clip.file_name)
