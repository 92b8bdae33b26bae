"""Reading entries: what was asked for, a page of it, and how many there are."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OrderBy, Q, QuerySet
from django.db.models.functions import Left

from history.cursors import Cursor
from history.models import Entry
from history.search import Search

PREVIEW_CHARACTERS = 200
# To count a list is to walk through it: beyond this it is said that there are more.
COUNTED_AT_MOST = 1_000


class Sort:
    """By which column, and in which direction; entries of the same value go by their number."""

    def __init__(self, column: str, *, is_falling: bool) -> None:
        self.column, self.is_falling = column, is_falling

    def order(self) -> tuple[OrderBy, ...]:
        return tuple(OrderBy(F(name), descending=self.is_falling) for name in (self.column, "number"))

    def after(self, cursor: Cursor) -> Q:
        way = "lt" if self.is_falling else "gt"
        # Said twice: the first is what an index can begin at.
        reached = Q(**{f"{self.column}__{way}e": cursor.value})
        return reached & (
            Q(**{f"{self.column}__{way}": cursor.value}) | Q(**{f"number__{way}": cursor.number})
        )


SORTS = {
    "newest": Sort("created_at", is_falling=True),
    "oldest": Sort("created_at", is_falling=False),
    "longest": Sort("duration_seconds", is_falling=True),
    "shortest": Sort("duration_seconds", is_falling=False),
}
NEWEST = "newest"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """Which entries, of all that a person has. Empty is all the same to it."""

    search: str = ""
    kind: str = ""
    state: str = ""
    source: str = ""
    engine: str = ""
    voice: str = ""
    language: str = ""
    profile: str = ""
    is_favourite: bool | None = None
    proof: str = ""
    since: datetime | None = None
    until: datetime | None = None
    ids: tuple[uuid.UUID, ...] = ()
    sort: str = NEWEST

    def columns(self) -> dict[str, Any]:
        """As columns are looked up."""
        named = {
            "kind": self.kind,
            "state": self.state,
            "source": self.source,
            "engine": self.engine,
            "voice": self.voice,
            "language": self.language,
            "profile_name": self.profile,
            "proof_state": self.proof,
            "created_at__gte": self.since,
            "created_at__lt": self.until,
            "pk__in": self.ids,
        }
        asked: dict[str, Any] = {name: value for name, value in named.items() if value}
        if self.is_favourite is not None:
            asked["is_favourite"] = self.is_favourite
        if self.sort in ("longest", "shortest"):
            asked["duration_seconds__isnull"] = False
        return asked

    @property
    def goes_by_index(self) -> bool:
        """The index of words hands out what it finds in the order of time."""
        return Search(self.search).is_indexed and self.sort in ("newest", "oldest")


@dataclass(frozen=True)
class Page:
    entries: list[Entry]
    next: Cursor | None


def entries_of(user: Any) -> QuerySet[Entry]:
    """All that has not been deleted, the newest first."""
    return Entry.objects.for_user(user).filter(deleted_at=None).order_by("-created_at", "-number")


def discarded_of(user: Any) -> QuerySet[Entry]:
    """What can still come back."""
    return Entry.objects.for_user(user).exclude(deleted_at=None)


def entries_for(user: Any, wanted: Wanted) -> QuerySet[Entry]:
    search, sort = Search(wanted.search), SORTS[wanted.sort]
    found = search.matching(entries_of(user).filter(**wanted.columns()), owner=user)
    if wanted.goes_by_index:
        return search.by_time(found, is_falling=sort.is_falling)
    return found.order_by(*sort.order())


def listed(found: QuerySet[Entry]) -> QuerySet[Entry]:
    """With the beginning of the text as `preview`, and not hours of it."""
    shown = found.annotate(
        preview=Left("text", PREVIEW_CHARACTERS),
        asked_effects=F("settings__effects"),
        asked_own_voice=F("settings__own_voice"),
    ).select_related("clip")
    return shown.defer("text", "timings", "settings", "proof", "clip__peaks")


def whole(found: QuerySet[Entry]) -> QuerySet[Entry]:
    """With all that was said, and when: for few at a time."""
    return found.select_related("clip").defer("proof", "clip__peaks")


def page_of(
    user: Any,
    wanted: Wanted,
    *,
    limit: int,
    after: Cursor | None = None,
    offset: int = 0,
    shown: Callable[[QuerySet[Entry]], QuerySet[Entry]] = listed,
) -> Page:
    """The next `limit` after a place in the list, wherever that is, or after so many."""
    found, sort = entries_for(user, wanted), SORTS[wanted.sort]
    if after is not None and wanted.goes_by_index:
        found = Search(wanted.search).after(found, after.number, is_falling=sort.is_falling)
    elif after is not None:
        found = found.filter(sort.after(after))
    rows = list(shown(found)[offset : offset + limit + 1])
    entries = rows[:limit]
    return Page(entries, cursor_of(entries[-1], wanted.sort) if len(rows) > limit else None)


def pages_of(
    user: Any, wanted: Wanted, *, limit: int, shown: Callable[[QuerySet[Entry]], QuerySet[Entry]] = listed
) -> Iterator[list[Entry]]:
    """All of it, never more than a page at once. What comes and goes meanwhile moves nothing else."""
    page = page_of(user, wanted, limit=limit, shown=shown)
    yield page.entries
    while page.next is not None:
        page = page_of(user, wanted, limit=limit, after=page.next, shown=shown)
        yield page.entries


def cursor_of(entry: Entry, sort: str) -> Cursor:
    return Cursor(sort, getattr(entry, SORTS[sort].column), entry.number)


def count_of(found: QuerySet[Entry]) -> tuple[int, bool]:
    """How many there are, and whether that is all of them."""
    # In the list's order and by what is in its index: else SQLite takes another one, or fetches every row.
    count = found.values("number")[: COUNTED_AT_MOST + 1].count()
    return min(count, COUNTED_AT_MOST), count <= COUNTED_AT_MOST
