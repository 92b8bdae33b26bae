"""The word notebook: what a person got wrong, the most frequent first, but for what is crossed out."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from common.errors import NotFound
from dictation.models import Miss
from dictation.paging import PageAsked
from dictation.queries import is_crossed_out_by, items_shown_to, of_locale
from dictation.statistics.asking import Span

INSTEAD_AT_MOST = 5
# They travel in an address.
ITEMS_AT_MOST = 50


@dataclass(frozen=True)
class Instead:
    """`given` is empty where the word was left out."""

    given: str
    count: int


@dataclass(frozen=True)
class MissedWord:
    locale: str
    word: str
    misses: int
    last_missed_at: datetime
    items: int
    instead: list[Instead] = field(default_factory=list)

    @property
    def query(self) -> str:
        """As an address names it."""
        return urlencode({"locale": self.locale, "word": self.word})


def missed_words(user: Any, span: Span, page: PageAsked) -> tuple[list[MissedWord], int]:
    """With how many there are on all pages. `items` counts those that can still be practised."""
    misses = _misses_of(user, span)
    words = misses.values("locale", "word")
    summed: QuerySet[Any, Any] = words.annotate(**_SUMS)
    summed = summed.order_by("-misses", "-last_missed_at", "word", "locale")
    return _told(misses, list(summed[page.rows])), words.distinct().count()


def missed_word(user: Any, *, locale: str, word: str) -> MissedWord:
    """Also one that is crossed out."""
    misses = Miss.objects.filter(owner=user, locale=locale, word=word)
    rows: list[Any] = list(misses.values("locale", "word").annotate(**_SUMS))
    if not rows:
        raise NotFound("This word is not in your notebook.")
    return _told(misses, rows)[0]


def items_with(user: Any, missed: MissedWord) -> list[UUID]:
    """In which this word was got wrong and which can still be practised, the latest first."""
    misses = Miss.objects.filter(owner=user, locale=missed.locale, word=missed.word)
    found = misses.filter(attempt__item__in=items_shown_to(user))
    latest = found.values("attempt__item").annotate(last=Max("attempt__practised_at")).order_by("-last")
    return [row["attempt__item"] for row in latest[:ITEMS_AT_MOST]]


def locales_of(user: Any) -> list[str]:
    return list(
        Miss.objects.filter(owner=user).values_list("locale", flat=True).distinct().order_by("locale")
    )


_SUMS: dict[str, Any] = {
    "misses": Count("pk"),
    "last_missed_at": Max("attempt__practised_at"),
}
_ITEMS = Count("attempt__item", distinct=True, filter=Q(attempt__item__deleted_at=None))


def _misses_of(user: Any, span: Span) -> QuerySet[Miss]:
    """Those since a word was crossed out."""
    # In a span there are few attempts: begun with all that was ever missed, it would take as long as all.
    is_bounded = span.since is not None or span.until is not None
    of_span = Q(attempt__in=span.attempts_of(user).values("pk")) if is_bounded else Q(owner=user)
    of_language = of_locale(span.locale) if span.locale else Q()
    return Miss.objects.filter(of_span, of_language, ~is_crossed_out_by(user)).order_by()


def _told(misses: QuerySet[Miss], rows: list[dict[str, Any]]) -> list[MissedWord]:
    """What is only shown is looked up for these words alone."""
    of_words = misses.filter(word__in={row["word"] for row in rows}).values("locale", "word")
    items = {(row["locale"], row["word"]): row["items"] for row in of_words.annotate(items=_ITEMS)}
    instead = _instead_of(misses, rows)
    keys = [(row["locale"], row["word"]) for row in rows]
    return [
        MissedWord(**row, items=items[key], instead=instead[key]) for row, key in zip(rows, keys, strict=True)
    ]


def _instead_of(
    misses: QuerySet[Miss], rows: Iterable[dict[str, Any]]
) -> dict[tuple[str, str], list[Instead]]:
    """Of these words what was written instead, the most frequent first."""
    found: dict[tuple[str, str], list[Instead]] = {(row["locale"], row["word"]): [] for row in rows}
    written = misses.filter(word__in={word for _, word in found}).values("locale", "word", "given")
    for row in written.annotate(count=Count("pk")).order_by("-count", "given"):
        instead = found.get((row["locale"], row["word"]), [])
        if len(instead) < INSTEAD_AT_MOST:
            instead.append(Instead(row["given"], row["count"]))
    return found
