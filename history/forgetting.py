"""What goes of an entry while its row stays: its words, or its audio. Called with entries that are locked."""

from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from clips.services import release_many, retitle_many
from history.crafts import craft_of
from history.models import Entry, Proof
from history.privacy import neutral_title, untelling

# Of entries whose text goes, and not that text once more.
FORGETTING_NEEDS = ("owner", "kind", "created_at", "title", "settings", "clip")


def forget_texts(entries: list[Entry]) -> None:
    """Everywhere: whoever makes such entries says what else holds their words."""
    prefetch_related_objects(entries, "owner")
    for entry in entries:
        craft_of(entry).forget_text(entry)
        entry.title = neutral_title(entry)
        entry.settings = untelling(entry.settings)
    Entry.objects.bulk_update(entries, ["title", "settings"])
    retitle_many(titles={entry.clip_id: entry.title for entry in entries if entry.clip_id})
    forgotten = _rows(entries)
    forgotten.filter(proof_state=Proof.WAITING).update(proof_state=Proof.NONE)
    forgotten.update(text="", timings=[], proof={}, text_expires_at=None, updated_at=timezone.now())


def let_audio_go(entries: list[Entry]) -> int:
    """How many clips went."""
    _rows(entries).update(clip=None, updated_at=timezone.now())
    return release_many(clip_ids=[entry.clip_id for entry in entries])


def _rows(entries: list[Entry]) -> Any:
    return Entry.objects.filter(pk__in=[entry.pk for entry in entries])
