"""Reading items: one's own, those that one may practise, and with what a page shows of them."""

import re
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from dictation.filters import ItemFilters, filters_of
from dictation.models import (
    Attempt,
    AudioState,
    Item,
    ItemList,
    LearntWord,
    ListedItem,
    Miss,
    Repetition,
    Tag,
)
from speech.names import folded

__all__ = [
    "ItemFilters",
    "discarded_items_of",
    "filters_of",
    "is_crossed_out_by",
    "items_for",
    "items_of",
    "items_shown_to",
    "lists_shown_to",
    "of_locale",
    "own_lists_of",
    "page_of",
    "practised_by",
]

_LAST = {"nulls_last": True}
_ORDERS: dict[str, tuple[Any, ...]] = {
    "newest": ("-created_at", "id"),
    "oldest": ("created_at", "id"),
    "text": ("text", "id"),
    "easiest": ("difficulty", "-created_at", "id"),
    "hardest": ("-difficulty", "-created_at", "id"),
    "due": ("turn", "due_at", "-created_at", "id"),
    "practised": (F("last_practised_at").desc(**_LAST), "-created_at", "id"),
    "worst": (F("best_percentage").asc(**_LAST), "-created_at", "id"),
}


def items_of(user: Any) -> QuerySet[Item]:
    """Their own, the newest first."""
    return _with_sound(Item.objects.for_user(user))


def items_shown_to(user: Any) -> QuerySet[Item]:
    """Their own, and those of lists that are shared with a group which they are in, or lead."""
    if not user.is_authenticated:
        return Item.objects.none()
    listed = ListedItem.objects.filter(item_list__in=_shared_lists(user))
    return _with_sound(Item.objects.filter(Q(owner=user) | Q(pk__in=listed.values("item"))))


def own_lists_of(user: Any) -> QuerySet[ItemList]:
    return ItemList.objects.for_user(user).there()


def lists_shown_to(user: Any) -> QuerySet[ItemList]:
    """Their own, and those that are shared with a group which they are in, or lead."""
    if not user.is_authenticated:
        return ItemList.objects.none()
    return ItemList.objects.there().filter(Q(owner=user) | Q(pk__in=_shared_lists(user)))


def discarded_items_of(user: Any) -> QuerySet[Item]:
    """What can still come back."""
    return Item.objects.for_user(user).exclude(deleted_at=None)


def items_for(user: Any, filters: ItemFilters, *, practisable: bool = False) -> QuerySet[Item]:
    """Those that are asked for, in the order that is, each with its tags and what this person made of it:
    `attempts_count`, `last_practised_at`, `best_percentage`, `due_at`.

    `practisable`: also what is shared with them.
    """
    items = items_shown_to(user) if practisable else items_of(user)
    if filters.list_id is not None:
        lists = lists_shown_to(user) if practisable else own_lists_of(user)
        items = items.filter(listed__item_list__in=lists.filter(pk=filters.list_id))
    items = _with_practice(items, user).filter(
        _asked(filters), *_worn(user, filters, practisable), *_missed(user, filters)
    )
    if filters.sort == "due":
        items = items.annotate(turn=_turn())
    return items.order_by(*_ORDERS[filters.sort]).prefetch_related("tags")


def page_of(found: QuerySet[Item], part: slice) -> list[Item]:
    """Of `items_for`, by two questions: to sort thousands, SQLite would else look up for every one of them
    all that is shown of a few."""
    pks = list(found.values_list("pk", flat=True)[part])
    rows = found.order_by().in_bulk(pks)
    return [rows[pk] for pk in pks if pk in rows]


def practised_by(user: Any, items: QuerySet[Item]) -> QuerySet[Item]:
    """With what this person made of each, as in a list."""
    return _with_practice(items, user).prefetch_related("tags")


def is_crossed_out_by(user: Any) -> Exists:
    """Of a miss: whether its word was learnt since."""
    learnt = LearntWord.objects.filter(
        owner=user,
        locale=OuterRef("locale"),
        word=OuterRef("word"),
        learnt_at__gte=OuterRef("attempt__practised_at"),
    )
    return Exists(learnt)


def of_locale(locale: str) -> Q:
    """A language alone is all of its regions."""
    same = Q(locale=locale)
    return same if "-" in locale else same | Q(locale__startswith=f"{locale}-")


def _shared_lists(user: Any) -> QuerySet[ItemList]:
    is_in_group = Q(groups__memberships__member=user) | Q(groups__owner=user)
    return ItemList.objects.there().filter(is_in_group, groups__deleted_at=None)


def _with_sound(items: QuerySet[Item]) -> QuerySet[Item]:
    shown = items.filter(deleted_at=None).select_related("audio__clip").defer("audio__clip__peaks")
    return shown.order_by("-created_at", "id")


def _with_practice(items: QuerySet[Item], user: Any) -> QuerySet[Item]:
    attempts = Attempt.objects.filter(owner=user, item_ref=OuterRef("pk")).order_by().values("item_ref")
    due = Repetition.objects.filter(owner=user, item=OuterRef("pk")).values("due_at")
    count = Subquery(attempts.annotate(count=Count("pk")).values("count"), output_field=IntegerField())
    return items.annotate(
        attempts_count=Coalesce(count, Value(0)),
        last_practised_at=Subquery(attempts.annotate(last=Max("practised_at")).values("last")),
        best_percentage=Subquery(attempts.annotate(best=Max("percentage")).values("best")),
        due_at=Subquery(due[:1]),
    )


def _turn() -> Case:
    """What waits to be repeated, then what is new, then what can wait."""
    return Case(
        When(due_at__lte=timezone.now(), then=Value(0)), When(due_at=None, then=Value(1)), default=Value(2)
    )


def _asked(filters: ItemFilters) -> Q:
    asked = Q(pk__in=filters.ids) if filters.ids else Q()
    if filters.locale:
        asked &= of_locale(filters.locale)
    if filters.difficulty is not None:
        asked &= Q(difficulty__range=filters.difficulty)
    if filters.search:
        # Not `icontains`, for which SQLite knows the case of ASCII alone.
        asked &= Q(text__iregex=re.escape(filters.search))
    if filters.state:
        asked &= _in_state(filters.state)
    if filters.is_practised is not None:
        asked &= Q(last_practised_at__isnull=not filters.is_practised)
    if filters.is_due is not None:
        is_due = Q(due_at__lte=timezone.now())
        asked &= is_due if filters.is_due else Q(due_at=None) | ~is_due
    return asked


def _in_state(state: str) -> Q:
    """As it is told: one that is ready has its file."""
    is_there = Q(audio__clip__deleted_at=None, audio__clip__missing_at=None) & ~Q(audio__clip=None)
    is_ready = Q(audio__state=AudioState.READY) & is_there
    is_failed = Q(audio__state=AudioState.FAILED)
    if state == AudioState.PENDING:
        return Q(audio=None) | ~(is_ready | is_failed)
    return is_ready if state == AudioState.READY else is_failed


def _missed(user: Any, filters: ItemFilters) -> list[Q]:
    if not filters.is_missed:
        return []
    misses = Miss.objects.filter(~is_crossed_out_by(user), owner=user)
    return [Q(pk__in=misses.values("attempt__item"))]


def _worn(user: Any, filters: ItemFilters, practisable: bool) -> list[Q]:
    """One condition for each tag that is asked for. Teachers' tags are theirs, by the same name.

    By the items of a tag, which are few: to ask of each item whether it wears it takes ten times as long.
    """
    if not filters.tags:
        return []
    owned = Q(owner=user)
    if practisable:
        owned |= Q(owner__in=_shared_lists(user).values("owner"))
    known = list(Tag.objects.filter(owned).order_by().values_list("pk", "name"))
    through = Item.tags.through.objects
    return [
        Q(
            pk__in=through.filter(
                tag__in=[pk for pk, name in known if folded(name) == folded(wanted)]
            ).values("item")
        )
        for wanted in filters.tags
    ]
