"""Rows with a place in a list: 1, 2, 3 … without a hole."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet

# One row that moves leaves the others one place on: few distances, however many rows.
DISTANCES_AT_ONCE = 8


def put_in_places(rows: QuerySet[Any], ids: Sequence[Any]) -> None:
    """`ids` are those of all the rows, in their order. To be called where nobody else moves them.

    Through places that none of them has: each row's place is checked as it is written.
    """
    places = dict(rows.values_list("pk", "position"))
    moved = {pk: place for place, pk in enumerate(ids, 1) if places[pk] != place}
    if not moved:
        return
    beyond = max(*places.values(), len(ids))
    rows.filter(pk__in=list(moved)).update(position=F("position") + beyond)
    by_distance: dict[int, list[Any]] = defaultdict(list)
    for pk, place in moved.items():
        by_distance[place - places[pk]].append(pk)
    if len(by_distance) > DISTANCES_AT_ONCE:
        rows.bulk_update([rows.model(pk=pk, position=place) for pk, place in moved.items()], ["position"])
        return
    for distance, together in by_distance.items():
        rows.filter(pk__in=together).update(position=F("position") + distance - beyond)
