"""Reading lists and groups: one's own, and those of others that one takes part in."""

from typing import Any

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from dictation.models import Item, ItemList, ListedItem, Membership, PracticeGroup
from dictation.queries import items_shown_to, lists_shown_to, own_lists_of, practised_by

# Those a person deleted wait in their lists for the minute in which they can come back.
_THERE = Q(listed__item__deleted_at=None, listed__isnull=False)


def lists_of(user: Any) -> QuerySet[ItemList]:
    """By name, each with its `item_count` and the groups it is shared with."""
    groups = Prefetch("groups", PracticeGroup.objects.there())
    return _counted(own_lists_of(user)).prefetch_related(groups)


def shared_lists_of(user: Any) -> QuerySet[ItemList]:
    """Of others, shared with a group this person is in."""
    return _counted(lists_shown_to(user).exclude(owner=user))


def lists_seen_by(user: Any) -> QuerySet[ItemList]:
    return _counted(lists_shown_to(user))


def groups_taught_by(user: Any) -> QuerySet[PracticeGroup]:
    """By name, each with its `member_count` and `list_count`."""
    return _peopled(PracticeGroup.objects.for_user(user).there())


def groups_joined_by(user: Any) -> QuerySet[PracticeGroup]:
    joined = Membership.objects.filter(member=user)
    return _peopled(PracticeGroup.objects.there().filter(pk__in=joined.values("group_id")))


def groups_seen_by(user: Any) -> QuerySet[PracticeGroup]:
    joined = Membership.objects.filter(member=user)
    seen = PracticeGroup.objects.there().filter(Q(owner=user) | Q(pk__in=joined.values("group_id")))
    return _peopled(seen)


def members_of(group: PracticeGroup) -> QuerySet[Membership]:
    return group.memberships.select_related("member").order_by("member__username")


def lists_in(group: PracticeGroup) -> QuerySet[ItemList]:
    """That the group's people may practise, by name."""
    return _counted(ItemList.objects.there().filter(groups=group))


def item_ids_in(item_list: ItemList) -> list[Any]:
    """Of those that are there, in their order."""
    return list(listed_in(item_list).values_list("item_id", flat=True))


def listed_in(item_list: ItemList) -> QuerySet[ListedItem]:
    listed = ListedItem.objects.filter(item_list=item_list, item__deleted_at=None)
    return listed.order_by("position", "pk")


def items_in(item_list: ItemList) -> QuerySet[Item]:
    """In their order, as they are given away: with their tags."""
    items = Item.objects.filter(listed__item_list=item_list, deleted_at=None)
    return items.order_by("listed__position", "listed__pk").prefetch_related("tags")


def shown_items_in(item_list: ItemList, user: Any) -> QuerySet[Item]:
    """In their order, with what this person has made of them."""
    place = listed_in(item_list).filter(item=OuterRef("pk")).values("position")
    there = items_shown_to(user).filter(pk__in=listed_in(item_list).values("item_id"))
    return practised_by(user, there).annotate(place=Subquery(place[:1])).order_by("place", "pk")


def _counted(lists: QuerySet[ItemList]) -> QuerySet[ItemList]:
    counted = lists.select_related("owner").annotate(item_count=Count("listed", filter=_THERE))
    return counted.order_by(*(ItemList._meta.ordering or ()))


def _peopled(groups: QuerySet[PracticeGroup]) -> QuerySet[PracticeGroup]:
    counts = {
        "member_count": Count("memberships", distinct=True),
        "list_count": Count("lists", distinct=True, filter=Q(lists__deleted_at=None)),
    }
    return groups.select_related("owner").annotate(**counts).order_by(*(PracticeGroup._meta.ordering or ()))
