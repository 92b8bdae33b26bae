"""Groups, as their members see them: joined by a code, agreed with or not, left."""

import re
from typing import Any

from django.db import transaction

from common.errors import Conflict, InvalidInput, NotFound
from dictation.models import Membership, PracticeGroup
from dictation.sharing.groups import locked_group
from dictation.sharing.limits import GROUPS_JOINED_AT_MOST, MEMBERS_AT_MOST

CODE_MAX_CHARACTERS = 24
# In a link; a code has none of these.
_BEFORE_CODE = re.compile(r"[/=]")


def group_of_code(code: Any) -> PracticeGroup:
    """Of a code, or of the link that ends with it."""
    if not isinstance(code, str):
        raise InvalidInput("Send the code as a string.", param="code")
    last = _BEFORE_CODE.split(code.strip())[-1]
    if not last:
        raise InvalidInput("Write the code that your teacher gave you.", param="code")
    is_possible = len(last) <= CODE_MAX_CHARACTERS and last.isascii() and last.isprintable()
    groups = PracticeGroup.objects.there().select_related("owner")
    group = groups.filter(code=last).first() if is_possible else None
    if group is None:
        raise NotFound("No group has this code. Ask your teacher whether it was changed.", param="code")
    return group


def join(*, user: Any, code: Any, shows_scores: bool) -> Membership:
    """Who is in already only says anew whether their scores may be seen."""
    with transaction.atomic():
        group = locked_group(group_of_code(code))
        if group.owner_id == user.pk:
            raise Conflict("You teach this group: what you share with it you can practise anyway.")
        _require_room(group, user)
        membership, _ = Membership.objects.update_or_create(
            group=group, member=user, defaults={"shows_scores": shows_scores}
        )
    return membership


def agree(*, membership: Membership, shows_scores: bool) -> None:
    """Or not any more: from then on the teacher sees none of them, old ones neither."""
    if not Membership.objects.filter(pk=membership.pk).update(shows_scores=shows_scores):
        raise NotFound("You are not in this group any more.")
    membership.shows_scores = shows_scores


def leave(*, membership: Membership) -> None:
    membership.delete()


def _require_room(group: PracticeGroup, user: Any) -> None:
    members = Membership.objects.filter(group=group)
    if members.filter(member=user).exists():
        return
    if members.count() >= MEMBERS_AT_MOST:
        raise InvalidInput(f"A group has {MEMBERS_AT_MOST} members at most.", code="too_many_members")
    if Membership.objects.filter(member=user).count() >= GROUPS_JOINED_AT_MOST:
        raise InvalidInput(
            f"A person is in {GROUPS_JOINED_AT_MOST} groups at most. Leave one first.", code="too_many_groups"
        )
