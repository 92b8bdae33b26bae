"""Takes of one thing: each is an entry of its own, of one lineage, and one of them is the current one."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from common.errors import Conflict
from history.models import Entry, State
from history.queries import entries_of

TAKES_MOST = 100


def takes_beside(user: Any, entry: Entry) -> QuerySet[Entry]:
    """All of its lineage, itself among them, the newest first."""
    return entries_of(user).filter(lineage=entry.lineage).order_by("-take_number")


def save_as_take(take: Entry, *, of: Entry) -> None:
    """As the next of its lineage. It becomes the current one once it is done: see `take_is_done`."""
    with transaction.atomic():
        numbers = list(_locked(of).values_list("take_number", flat=True))
        if len(numbers) >= TAKES_MOST:
            raise Conflict(
                f"This has {TAKES_MOST} takes, which is the most. Delete some first.", code="too_many_takes"
            )
        take.lineage, take.take_number, take.is_current = of.lineage, max(numbers, default=0) + 1, False
        take.save(force_insert=True)


def take_is_done(take: Entry) -> None:
    """The newest counts, until a person chooses another one."""
    if not take.is_current:
        choose(take=take)


def choose(*, take: Entry) -> None:
    with transaction.atomic():
        list(_locked(take).values_list("pk", flat=True))
        Entry.objects.filter(lineage=take.lineage, is_current=True).exclude(pk=take.pk).update(
            is_current=False
        )
        Entry.objects.filter(pk=take.pk).update(is_current=True, updated_at=timezone.now())
    take.is_current = True


def pass_on(take: Entry) -> None:
    """Where the current take goes, the newest that is done counts instead."""
    left = Entry.objects.filter(lineage=take.lineage, deleted_at=None, state=State.DONE).exclude(pk=take.pk)
    heir = left.order_by("-take_number").first()
    if take.is_current and heir is not None:
        choose(take=heir)


def pass_on_where_none_is_current(lineages: Collection[UUID]) -> None:
    """As `pass_on`, after many have gone."""
    beside = Entry.objects.filter(lineage=OuterRef("lineage"), deleted_at=None, is_current=True)
    left = Entry.objects.filter(lineage__in=lineages, deleted_at=None, state=State.DONE)
    oldest_first = left.exclude(Exists(beside)).only("lineage").order_by("take_number")
    for heir in {take.lineage: take for take in oldest_first}.values():
        choose(take=heir)


def _locked(entry: Entry) -> QuerySet[Entry]:
    """Two that make or choose takes of one thing at once wait for each other."""
    return Entry.objects.select_for_update().filter(lineage=entry.lineage)
