"""Keeps a history within its limits, a batch at a time: others who write wait for one batch at the most."""

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from common.sizes import MIB
from history import surplus
from history.cursors import Cursor
from history.forgetting import FORGETTING_NEEDS, forget_texts, let_audio_go
from history.limits import Limits, limits_of
from history.models import Entry
from history.queries import SORTS
from history.services import DELETED_AT_ONCE as AT_ONCE
from history.services import delete_locked

# Whoever listens asks for the next part of the file before that.
PLAYED_LATELY = timedelta(minutes=10)
# After a write, a history as short as this is looked at each time where it is near a limit.
SHORT = 500
FAR_LOOKED_AT_EACH = 20
LONG_LOOKED_AT_EACH = 100
# SQLite's writers take their turn by luck: most of the time is theirs.
RESTS_PER_BATCH = 2
REST_MOST_SECONDS = 0.5

_oldest = SORTS["oldest"]
# Of each person: how many writes there may be before the next look.
_unlooked: dict[Any, int] = {}


@dataclass
class Tidied:
    entries_removed: int = 0
    clips_removed: int = 0
    texts_forgotten: int = 0
    batches: int = 0
    longest_batch_ms: int = 0

    def as_dict(self) -> dict[str, int]:
        return asdict(self)

    def note_batch(self, seconds: float) -> None:
        self.batches += 1
        self.longest_batch_ms = max(self.longest_batch_ms, round(1000 * seconds))

    def add(self, other: "Tidied") -> None:
        longest = max(self.longest_batch_ms, other.longest_batch_ms)
        for name, value in other.as_dict().items():
            setattr(self, name, getattr(self, name) + value)
        self.longest_batch_ms = longest


@dataclass(frozen=True)
class Chore:
    """Something to do with some of the entries, and what has to be known of each for it."""

    found: QuerySet[Entry]
    act: Callable[[list[Entry], Tidied], None]
    fields: tuple[str, ...] = ("clip", "lineage")


OnBatch = Callable[[Tidied], None]


def tidy(user: Any, *, on_batch: OnBatch = lambda tidied: None, most_batches: int | None = None) -> Tidied:
    """`on_batch` may raise to stop it: each batch stands by itself."""
    tidied = Tidied()
    for chore in _chores(user, limits_of(user)):
        for seconds in _done_in_batches(chore, tidied):
            tidied.note_batch(seconds)
            on_batch(tidied)
            if tidied.batches == most_batches:
                return tidied
            time.sleep(min(RESTS_PER_BATCH * seconds, REST_MOST_SECONDS))
    return tidied


def tidy_on_write(user: Any) -> None:
    """Once this is committed. Removes a batch at the most; what comes round by itself removes the rest.

    Whatever goes wrong is logged, and not the writer's trouble.
    """
    transaction.on_commit(lambda: _look_after_write(user), robust=True)


def _chores(user: Any, limits: Limits) -> Iterator[Chore]:
    """One by one: what the first removes does not count for the second."""
    yield Chore(surplus.with_text_expired(user), _forget, fields=FORGETTING_NEEDS)
    yield _removal(surplus.expired(user))
    if limits.most_days is not None:
        yield _removal(surplus.too_old(user, most_days=limits.most_days))
    if limits.most_entries is not None:
        yield _removal(surplus.too_many(user, most_entries=limits.most_entries))
    if not limits.keeps_audio:
        yield Chore(_unplayed(surplus.with_audio_unwanted(user)), _silence)
    if limits.most_mib is not None:
        yield _removal(surplus.too_large(user, most_bytes=limits.most_mib * MIB))


def _removal(found: QuerySet[Entry]) -> Chore:
    return Chore(_unplayed(found), _remove)


def _unplayed(found: QuerySet[Entry]) -> QuerySet[Entry]:
    """What is being played goes the next time; nothing newer goes in its place."""
    return found.exclude(clip__played_at__gt=timezone.now() - PLAYED_LATELY)


def _done_in_batches(chore: Chore, tidied: Tidied) -> Iterator[float]:
    """The oldest first. Gives for how many seconds each kept others from writing."""
    found = left = chore.found.order_by(*_oldest.order())
    while places := list(left.values_list("pk", "created_at", "number")[:AT_ONCE]):
        with transaction.atomic():
            began = time.monotonic()
            if entries := _locked(chore, places):
                chore.act(entries, tidied)
        yield time.monotonic() - began
        _, created_at, number = places[-1]
        left = found.filter(_oldest.after(Cursor("oldest", created_at, number)))


def _locked(chore: Chore, places: list[Any]) -> list[Entry]:
    """Those of them that are to go still: somebody may have made one a favourite meanwhile."""
    # By time, too: SQLite goes by its index of time, and would look at all that the person has.
    times = (places[0][1], places[-1][1])
    still = chore.found.filter(created_at__range=times, pk__in=[pk for pk, _, _ in places])
    return list(still.order_by("pk").select_for_update(of=("self",)).only(*chore.fields))


def _remove(entries: list[Entry], tidied: Tidied) -> None:
    tidied.clips_removed += delete_locked(entries=entries)
    tidied.entries_removed += len(entries)


def _silence(entries: list[Entry], tidied: Tidied) -> None:
    tidied.clips_removed += let_audio_go(entries)


def _forget(entries: list[Entry], tidied: Tidied) -> None:
    forget_texts(entries)
    tidied.texts_forgotten += len(entries)


def _look_after_write(user: Any) -> None:
    if unlooked := _unlooked.get(user.pk, 0):
        _unlooked[user.pk] = unlooked - 1
        return
    limits = limits_of(user)
    if not limits.is_limited:
        return
    if _is_beyond(user, limits):
        tidy(user, most_batches=1)
    else:
        _unlooked[user.pk] = _writes_until_next_look(user, limits) - 1


def _writes_until_next_look(user: Any, limits: Limits) -> int:
    if surplus.has_more_than(user, SHORT):
        return LONG_LOOKED_AT_EACH
    most_entries, most_mib = limits.most_entries, limits.most_mib
    spare = FAR_LOOKED_AT_EACH if most_entries is None else min(most_entries // 5, FAR_LOOKED_AT_EACH)
    is_near = (most_entries is not None and surplus.has_more_than(user, most_entries - spare)) or (
        most_mib is not None and surplus.audio_bytes_of(user) > most_mib * MIB / 2
    )
    return 1 if is_near else max(spare, 1)


def _is_beyond(user: Any, limits: Limits) -> bool:
    most_entries, most_days, most_mib = limits.most_entries, limits.most_days, limits.most_mib
    return (
        (most_entries is not None and surplus.has_more_than(user, most_entries))
        or (most_days is not None and surplus.too_old(user, most_days=most_days).exists())
        or (most_mib is not None and surplus.audio_bytes_of(user) > most_mib * MIB)
    )
