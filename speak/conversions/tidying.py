"""What goes by itself: conversions without a sound, those that failed long ago, those not to be kept."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from clips.models import Clip
from clips.services import release_many
from history.models import Entry
from history.preferences import PAGE_KEEPS_FOR
from speak.conversions.states import Status, settle
from speak.models import Conversion

FAILED_STAY_FOR = timedelta(days=7)
AT_ONCE = 200


def tidy_conversions() -> dict[str, int]:
    settled = settle(Conversion.objects.all())
    return {"settled": settled, "removed": sum(_remove_in_batches(found) for found in _done_with())}


def forget_text_of(entry: Entry) -> None:
    """Its person wants no text kept, or not any more."""
    own = Conversion.objects.filter(owner_id=entry.owner_id, entry_id=entry.pk)
    own.update(text="", updated_at=timezone.now())


def _done_with() -> list[QuerySet[Conversion]]:
    now = timezone.now()
    completed = Conversion.objects.filter(state=Status.COMPLETED, completed_at__lt=now - PAGE_KEEPS_FOR)
    heard = Exists(Clip.objects.filter(pk=OuterRef("clip_id"), deleted_at=None))
    return [
        # Without an entry its person wants nothing kept: as what a page made, it was there for a while.
        completed.filter(Q(entry_id=None) | ~heard),
        Conversion.objects.filter(state=Status.FAILED, failed_at__lt=now - FAILED_STAY_FOR),
    ]


def _remove_in_batches(found: QuerySet[Conversion]) -> int:
    count = 0
    while batch := list(found.values_list("pk", "clip_id")[:AT_ONCE]):
        with transaction.atomic():
            found.filter(pk__in=[pk for pk, _ in batch]).delete()
            release_many(clip_ids=[clip_id for _, clip_id in batch if clip_id])
        count += len(batch)
    return count
