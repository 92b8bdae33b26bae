"""Reading items: one's own, those that one may practise, and with what a page shows of them."""

from typing import Any

from django.db.models import Q, QuerySet

from dictation.models import Item, ListedItem


def items_of(user: Any) -> QuerySet[Item]:
    """Their own, the newest first."""
    return _with_sound(Item.objects.for_user(user))


def items_shown_to(user: Any) -> QuerySet[Item]:
    """Their own, and those of lists that are shared with a group which they are in, or lead."""
    if not user.is_authenticated:
        return Item.objects.none()
    group = Q(item_list__groups__memberships__member=user) | Q(item_list__groups__owner=user)
    return _with_sound(
        Item.objects.filter(Q(owner=user) | Q(pk__in=ListedItem.objects.filter(group).values("item")))
    )


def discarded_items_of(user: Any) -> QuerySet[Item]:
    """What can still come back."""
    return Item.objects.for_user(user).exclude(deleted_at=None)


def _with_sound(items: QuerySet[Item]) -> QuerySet[Item]:
    shown = items.filter(deleted_at=None).select_related("audio__clip").defer("audio__clip__peaks")
    return shown.order_by("-created_at", "id")
