"""What lost what belongs to it: rows without files, files without rows, rows that nobody has."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from clips import sweeping
from clips.models import FOLDER, Clip
from clips.referrers import unreferred
from clips.services import release_many
from common.stored_files import strays
from history.models import Entry
from history.services import DELETED_AT_ONCE
from jobs.leftovers import leftovers, remove_leftovers

# A file lies there before its row is written, and a clip before what uses it.
SPARE_YOUNGER_THAN = sweeping.SPARE_YOUNGER_THAN


def lost(*, spare_younger_than: timedelta = SPARE_YOUNGER_THAN) -> Iterator[tuple[str, str]]:
    """What is wrong, and with what. A clip that is marked as missing is told of already, and no news."""
    for pk, name in Clip.objects.filter(missing_at=None).values_list("pk", "file").iterator():
        # Asked again: it may have gone with its file while this looked.
        if not default_storage.exists(name) and Clip.objects.filter(pk=pk).exists():
            yield "clip without a file", f"{pk} ({name})"
    for name in strays(folder=FOLDER, rows=Clip.objects.all(), older_than=spare_younger_than):
        yield "file without a clip", name
    for pk in _unused_clips(spare_younger_than).values_list("pk", flat=True):
        yield "clip that nothing uses and nobody keeps", str(pk)
    for rows in _without_entry():
        for pk in rows.values_list("pk", flat=True):
            yield f"{rows.model._meta.verbose_name} without an entry", str(pk)
    for path in leftovers(older_than=spare_younger_than):
        yield "temporary file", str(path)


def repair() -> None:
    """By what tidies such things anyway, now instead of some time."""
    while ids := list(_unused_clips(SPARE_YOUNGER_THAN).values_list("pk", flat=True)[:DELETED_AT_ONCE]):
        release_many(clip_ids=ids)
    for rows in _without_entry():
        rows.delete()
    sweeping.sweep()
    remove_leftovers(older_than=SPARE_YOUNGER_THAN)


def _unused_clips(spare_younger_than: timedelta) -> QuerySet[Clip]:
    """Deleted ones are on their way out."""
    begun = timezone.now() - spare_younger_than
    return unreferred(Clip.objects.filter(kept=False, deleted_at=None, created_at__lte=begun))


def _without_entry() -> Iterator[QuerySet[Any]]:
    """Rows of any app, transcripts above all."""
    for relation in Entry._meta.related_objects:
        name = relation.field.attname
        entry = Entry.objects.filter(pk=OuterRef(name))
        yield relation.related_model._base_manager.exclude(**{name: None}).exclude(Exists(entry))
