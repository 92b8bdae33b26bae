"""What a teacher sees of a group: of members who agreed, and of the lists shared with it alone."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Avg, Count, Max, QuerySet

from dictation.models import Attempt, ItemList, Membership, PracticeGroup
from dictation.sharing.queries import lists_in, members_of


@dataclass(frozen=True)
class Score:
    """Of one member for one list."""

    item_list: ItemList
    attempts: int = 0
    items_practised: int = 0
    average: float | None = None
    best: int | None = None
    last_practised_at: datetime | None = None


@dataclass(frozen=True)
class MemberScores:
    membership: Membership
    scores: Sequence[Score]


@dataclass(frozen=True)
class Board:
    lists: Sequence[ItemList]
    rows: Sequence[MemberScores]


def board_of(group: PracticeGroup) -> Board:
    """In three queries, however many there are of each."""
    lists = list(lists_in(group))
    agreed = list(members_of(group).filter(shows_scores=True))
    found = _found(group, [membership.member_id for membership in agreed])
    return Board(
        lists=lists,
        rows=[
            MemberScores(
                membership,
                [_score(found.get((membership.member_id, each.pk)), each) for each in lists],
            )
            for membership in agreed
        ],
    )


def _found(group: PracticeGroup, member_ids: Sequence[Any]) -> dict[tuple[Any, uuid.UUID], dict[str, Any]]:
    attempts: QuerySet[Attempt] = Attempt.objects.filter(
        owner_id__in=member_ids, item__deleted_at=None, item__listed__item_list__groups=group
    )
    summed: QuerySet[Any, Any] = attempts.values("owner_id", "item__listed__item_list_id").annotate(
        attempts=Count("id"),
        items_practised=Count("item_id", distinct=True),
        average=Avg("percentage"),
        best=Max("percentage"),
        last_practised_at=Max("practised_at"),
    )
    return {(row.pop("owner_id"), row.pop("item__listed__item_list_id")): row for row in summed.order_by()}


def _score(found: dict[str, Any] | None, item_list: ItemList) -> Score:
    return Score(item_list=item_list, **(found or {}))
