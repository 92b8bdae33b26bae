"""Groups, as their teacher keeps them: made, shared with, and left by whoever is asked to."""

from typing import Any

from django.db import transaction

from common.errors import InvalidInput, NotFound
from common.owned import lock_owner
from dictation.models import NAME_MAX_CHARACTERS, ItemList, Membership, PracticeGroup, new_code
from dictation.sharing.limits import GROUPS_AT_MOST
from speech.names import clean_name


def create_group(*, owner: Any, name: Any) -> PracticeGroup:
    name = _named(name)
    with transaction.atomic():
        lock_owner(owner.pk)
        if PracticeGroup.objects.for_user(owner).count() >= GROUPS_AT_MOST:
            raise InvalidInput(
                f"A person has {GROUPS_AT_MOST} groups at most. Delete one first.", code="too_many_groups"
            )
        return PracticeGroup.objects.create(owner=owner, name=name)


def rename_group(*, group: PracticeGroup, name: Any) -> None:
    group.name = _named(name)
    group.save(update_fields=["name", "updated_at"])


def renew_code(*, group: PracticeGroup) -> None:
    """Whoever has the old one joins no more; whoever is in stays."""
    group.code = new_code()
    group.save(update_fields=["code", "updated_at"])


def delete_group(*, group: PracticeGroup) -> None:
    """For good. Its lists stay their teacher's, and its members' attempts theirs."""
    PracticeGroup.objects.filter(pk=group.pk).delete()


def share_list(*, group: PracticeGroup, item_list: ItemList) -> None:
    if item_list.owner_id != group.owner_id:
        raise NotFound("There is no such list.")
    group.lists.add(item_list)


def stop_sharing(*, group: PracticeGroup, item_list: ItemList) -> None:
    group.lists.remove(item_list)


def remove_member(*, membership: Membership) -> None:
    """Who has the code can come back: renew it, too, where that is not wanted."""
    membership.delete()


def _named(name: Any) -> str:
    return clean_name(name, of="group", most=NAME_MAX_CHARACTERS)
