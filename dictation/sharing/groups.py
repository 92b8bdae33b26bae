"""Groups, as their teacher keeps them: made, shared with, and left by whoever is asked to."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from common.errors import InvalidInput, NotFound
from common.owned import lock_owner
from dictation.models import NAME_MAX_CHARACTERS, ItemList, Membership, PracticeGroup, new_code
from dictation.sharing.limits import GROUPS_AT_MOST
from speech.names import clean_name


def create_group(*, owner: Any, name: Any) -> PracticeGroup:
    name = _named(name)
    with transaction.atomic():
        _require_room_for_one_more(owner)
        return PracticeGroup.objects.create(owner=owner, name=name)


def rename_group(*, group: PracticeGroup, name: Any) -> None:
    _change(group, name=_named(name))


def renew_code(*, group: PracticeGroup) -> None:
    """Whoever has the old one joins no more; whoever is in stays."""
    _change(group, code=new_code())


def discard_group(*, group: PracticeGroup) -> None:
    """Out of everybody's sight at once; `restore_group` brings it back, members and all, until it is purged.
    Its lists stay their teacher's, and its members' attempts theirs."""
    _change(group, deleted_at=timezone.now())


def restore_group(*, group: PracticeGroup) -> None:
    with transaction.atomic():
        _require_room_for_one_more(group.owner)
        if not PracticeGroup.objects.filter(pk=group.pk).update(deleted_at=None):
            raise NotFound("This group is gone for good.")


def share_list(*, group: PracticeGroup, item_list: ItemList) -> None:
    if item_list.owner_id != group.owner_id:
        raise NotFound("There is no such list.")
    with transaction.atomic():
        locked_group(group)
        if not ItemList.objects.select_for_update(no_key=True).there().filter(pk=item_list.pk).exists():
            raise NotFound("There is no such list.")
        group.lists.add(item_list)


def stop_sharing(*, group: PracticeGroup, item_list: ItemList) -> None:
    group.lists.remove(item_list)


def remove_member(*, membership: Membership) -> None:
    """Who has the code can come back: renew it, too, where that is not wanted."""
    membership.delete()


def locked_group(group: PracticeGroup) -> PracticeGroup:
    """As it is now: in a transaction, for what is about to point at it."""
    locked = PracticeGroup.objects.select_for_update().there().filter(pk=group.pk).first()
    if locked is None:
        raise NotFound("There is no such group. It may have been deleted.")
    return locked


def _change(group: PracticeGroup, **columns: Any) -> None:
    with transaction.atomic():
        locked = locked_group(group)
        for row in (locked, group):
            for name, value in columns.items():
                setattr(row, name, value)
        locked.save(update_fields=[*columns, "updated_at"])


def _require_room_for_one_more(owner: Any) -> None:
    lock_owner(owner.pk)
    if PracticeGroup.objects.for_user(owner).there().count() >= GROUPS_AT_MOST:
        raise InvalidInput(
            f"A person has {GROUPS_AT_MOST} groups at most. Delete one first.", code="too_many_groups"
        )


def _named(name: Any) -> str:
    return clean_name(name, of="group", most=NAME_MAX_CHARACTERS)
