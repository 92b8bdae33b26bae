"""Changing and removing entries, and what only they used."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from clips.models import Clip
from clips.services import clean_title, release, release_many
from common.errors import InvalidInput, NotFound
from common.undo import UNDO_WITHIN
from history.crafts import craft_of
from history.models import NOTE_MAX_CHARACTERS, UNFINISHED, Entry, Kind, Source, State
from history.queries import Wanted, discarded_of, entries_for, entries_of
from history.takes import pass_on, pass_on_where_none_is_current

# Of one transaction: others who write wait for no more than this.
AT_ONCE = 500
DELETED_AT_ONCE = 100
# Nobody goes on with these where they end.
SENT = (Source.API, Source.LIVE)
SENT_SILENT_FOR = timedelta(minutes=2)
# With these a page goes on when it is looked at next. Where nobody looks, they are told to be tried again.
ABANDONED_AFTER = timedelta(hours=1)
ABANDONED = "It was not finished: the server was stopped meanwhile. Try again."


def change(
    *, entry: Entry, title: str | None = None, is_favourite: bool | None = None, note: str | None = None
) -> None:
    changed: dict[str, Any] = {}
    if title is not None:
        changed["title"] = clean_title(title)
    if is_favourite is not None:
        changed["is_favourite"] = is_favourite
    if note is not None:
        changed["note"] = _clean_note(note)
    if not changed:
        return
    changed["updated_at"] = timezone.now()
    if not Entry.objects.filter(pk=entry.pk, deleted_at=None).update(**changed):
        raise NotFound("This is deleted already.")
    for name, value in changed.items():
        setattr(entry, name, value)


def discard(*, entry: Entry) -> None:
    """Out of sight at once; `restore` brings it back until it is purged."""
    if not _discarded(entry, at=timezone.now()):
        raise NotFound("This is deleted already.")


def discard_all(*, user: Any, wanted: Wanted) -> int:
    """In batches; how many. What is made meanwhile stays: only what is older than the call goes."""
    now = timezone.now()
    left = entries_for(user, wanted).filter(created_at__lte=now).order_by().values_list("pk", flat=True)
    count = 0
    while ids := list(left[:AT_ONCE]):
        count += Entry.objects.filter(pk__in=ids, deleted_at=None).update(deleted_at=now)
    return count


def discard_some(*, user: Any, ids: Sequence[uuid.UUID]) -> tuple[datetime, int]:
    """The moment by which they can all be restored, and how many there were."""
    now = timezone.now()
    found = list(entries_of(user).filter(pk__in=ids))
    return now, sum(_discarded(entry, at=now) for entry in found)


def restore_some(*, user: Any, moment: datetime) -> int:
    return discarded_of(user).filter(deleted_at=moment).update(deleted_at=None)


def restore(*, entry: Entry) -> None:
    if not Entry.objects.filter(pk=entry.pk).update(deleted_at=None):
        raise NotFound("This is gone for good.")


def delete_entry(*, entry: Entry) -> None:
    """For good, with its audio where nobody keeps that and nothing else uses it."""
    with transaction.atomic():
        locked = Entry.objects.select_for_update().filter(pk=entry.pk).first()
        if locked is None:
            raise NotFound("This is gone for good.")
        _delete(locked)


def mark_broken_off() -> int:
    """What a killed process was sending or speaking when it ended. Files that jobs hear are the jobs' own."""
    now = timezone.now()
    sent = Entry.objects.filter(state=State.MAKING, source__in=SENT, updated_at__lt=now - SENT_SILENT_FOR)
    count = sent.update(state=State.PARTIAL, updated_at=now)
    unfinished = Entry.objects.filter(state__in=UNFINISHED, kind=Kind.TTS)
    abandoned = unfinished.filter(updated_at__lt=now - ABANDONED_AFTER)
    return count + abandoned.update(state=State.FAILED, error=ABANDONED, updated_at=now)


def delete_locked(*, entries: list[Entry]) -> int:
    """For good and all at once, within the transaction that locked them; how many clips went with them."""
    Entry.objects.filter(pk__in=[entry.pk for entry in entries]).only("pk").delete()
    pass_on_where_none_is_current({entry.lineage for entry in entries})
    return release_many(clip_ids=[entry.clip_id for entry in entries if entry.clip_id])


def purge_discarded() -> int:
    """Deletes for good what was discarded and not brought back."""
    count = 0
    late = timezone.now() - UNDO_WITHIN
    left = Entry.objects.filter(deleted_at__lt=late).values_list("pk", flat=True)
    while ids := list(left[:DELETED_AT_ONCE]):
        with transaction.atomic():
            found = Entry.objects.select_for_update().filter(pk__in=ids).only("clip", "lineage", "deleted_at")
            # Judged here: SQLite would go by its index of deletions, and look at all of them each time.
            locked = [entry for entry in found if entry.deleted_at and entry.deleted_at < late]
            delete_locked(entries=locked)
        count += len(locked)
    return count


def _discarded(entry: Entry, *, at: datetime) -> bool:
    """False where somebody else was first."""
    with transaction.atomic():
        if not Entry.objects.filter(pk=entry.pk, deleted_at=None).update(deleted_at=at):
            return False
        pass_on(entry)
    if entry.is_unfinished:
        craft_of(entry).stop(entry)
    return True


def _clean_note(note: str) -> str:
    if "\x00" in note or any("\ud800" <= character <= "\udfff" for character in note):
        raise InvalidInput("A note is text, without NUL characters and halves of characters.", param="note")
    cleaned = note.strip()
    if len(cleaned) > NOTE_MAX_CHARACTERS:
        raise InvalidInput(
            f"A note has {NOTE_MAX_CHARACTERS:,} characters at the most; this one has {len(cleaned):,}.",
            param="note",
        )
    return cleaned


def _delete(locked: Entry) -> None:
    clip_id = locked.clip_id
    locked.delete()
    clip = Clip.objects.filter(pk=clip_id).first() if clip_id else None
    if clip is not None:
        release(clip=clip)
