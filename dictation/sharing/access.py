"""A person and an id in, the list or group that person may have, see or leave, or 404 out."""

import uuid
from typing import Any

from common.errors import NotFound
from dictation.models import ItemList, Membership, PracticeGroup
from dictation.sharing.queries import (
    groups_seen_by,
    groups_taught_by,
    lists_of,
    lists_seen_by,
    members_of,
)


def list_for(user: Any, list_id: uuid.UUID) -> ItemList:
    """Their own, to be changed."""
    return _found(lists_of(user).filter(pk=list_id).first(), "There is no such list.")


def seen_list_for(user: Any, list_id: uuid.UUID) -> ItemList:
    """Their own, or one shared with a group they are in: to be read."""
    return _found(lists_seen_by(user).filter(pk=list_id).first(), "There is no such list.")


def group_for(user: Any, group_id: uuid.UUID) -> PracticeGroup:
    """That they teach."""
    return _found(groups_taught_by(user).filter(pk=group_id).first(), "There is no such group.")


def seen_group_for(user: Any, group_id: uuid.UUID) -> PracticeGroup:
    """That they teach or are a member of."""
    return _found(groups_seen_by(user).filter(pk=group_id).first(), "There is no such group.")


def membership_for(user: Any, group_id: uuid.UUID) -> Membership:
    """Their own, of that group."""
    memberships = Membership.objects.select_related("group__owner", "member")
    own = memberships.filter(group_id=group_id, group__deleted_at=None, member=user)
    return _found(own.first(), "There is no such group.")


def discarded_list_for(user: Any, list_id: uuid.UUID) -> ItemList:
    found = ItemList.objects.for_user(user).filter(pk=list_id).exclude(deleted_at=None)
    return _found(found.first(), "This list is gone for good, or was never deleted.")


def discarded_group_for(user: Any, group_id: uuid.UUID) -> PracticeGroup:
    found = PracticeGroup.objects.for_user(user).filter(pk=group_id).exclude(deleted_at=None)
    return _found(found.first(), "This group is gone for good, or was never deleted.")


def member_for(group: PracticeGroup, membership_id: uuid.UUID) -> Membership:
    return _found(members_of(group).filter(pk=membership_id).first(), "There is no such member.")


def _found(row: Any, otherwise: str) -> Any:
    if row is None:
        raise NotFound(otherwise)
    return row
