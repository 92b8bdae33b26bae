"""The clips of a composition and of its versions: held while a document names them, let go when none does."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from clips.models import Clip
from clips.services import release_many
from studio.compositions.limits import CLIPS_HELD_FOR
from studio.compositions.timeline import Timeline, clip_ids_of, kept_timeline
from studio.models import Composition, CompositionVersion


def hold(row: Composition | CompositionVersion, timeline: Timeline) -> None:
    """What its timeline names is held from now on, as far as it is there.

    Of a composition, what is in the Library and not named any more is let go at once. What nobody keeps stays
    for a day: otherwise to take it out and to undo that would lose it.
    """
    named = clip_ids_of(timeline)
    row.clips.add(*Clip.objects.filter(owner_id=row.owner_id, pk__in=named).only("pk"))
    if isinstance(row, Composition):
        dropped = row.clips.filter(kept=True).exclude(pk__in=named)
        row.clips.remove(*dropped.only("pk"))


def known_clip_ids(composition: Composition, before: Timeline) -> set[UUID]:
    """What was in it once may be put back, whatever became of where it came from."""
    held = Q(pk__in=composition.clips.values("pk")) | Q(
        pk__in=CompositionVersion.clips.through.objects.filter(
            compositionversion__composition=composition
        ).values("clip_id")
    )
    return clip_ids_of(before) | set(Clip.objects.filter(held).values_list("pk", flat=True))


def held_ids(rows: Iterable[Composition | CompositionVersion]) -> set[Any]:
    return {pk for row in rows for pk in row.clips.values_list("pk", flat=True)}


def let_go_of_dropped(*, now: datetime | None = None) -> int:
    """What was taken out of timelines that nobody has changed for a day; how many clips went."""
    quiet = (now or timezone.now()) - CLIPS_HELD_FOR
    count = 0
    late = Composition.objects.filter(updated_at__lt=quiet, clips__kept=False).distinct()
    for pk in list(late.values_list("pk", flat=True)):
        with transaction.atomic():
            locked = Composition.objects.select_for_update().filter(pk=pk, updated_at__lt=quiet).first()
            count += _let_go(locked) if locked is not None else 0
    return count


def _let_go(composition: Composition) -> int:
    named = clip_ids_of(kept_timeline(composition.timeline, rate_hz=composition.sample_rate_hz))
    dropped = list(composition.clips.exclude(pk__in=named).only("pk"))
    if not dropped:
        return 0
    composition.clips.remove(*dropped)
    return release_many(clip_ids=[clip.pk for clip in dropped])
