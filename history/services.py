"""Removing entries, and what only they used."""

from django.db import transaction
from django.utils import timezone

from clips.models import Clip
from clips.services import release
from common.errors import NotFound
from common.undo import UNDO_WITHIN
from history.models import Entry


def discard(*, entry: Entry) -> None:
    """Out of sight at once; `restore` brings it back until it is purged."""
    if not Entry.objects.filter(pk=entry.pk, deleted_at=None).update(deleted_at=timezone.now()):
        raise NotFound("This is deleted already.")


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


def purge_discarded() -> int:
    """Deletes for good what was discarded and not brought back."""
    count = 0
    late = timezone.now() - UNDO_WITHIN
    for pk in Entry.objects.filter(deleted_at__lt=late).values_list("pk", flat=True):
        with transaction.atomic():
            locked = Entry.objects.select_for_update().filter(pk=pk, deleted_at__lt=late).first()
            if locked is not None:
                _delete(locked)
                count += 1
    return count


def _delete(locked: Entry) -> None:
    clip_id = locked.clip_id
    locked.delete()
    clip = Clip.objects.filter(pk=clip_id).first() if clip_id else None
    if clip is not None:
        release(clip=clip)
