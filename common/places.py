"""Rows with a place in a list: 1, 2, 3 … without a hole."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet


def put_in_places(rows: QuerySet[Any], ids: Sequence[uuid.UUID]) -> None:
    """`ids` are those of all the rows, in their order. To be called where nobody else moves them.

    Through places that none of them has: each row's place is checked as it is written.
    """
    places = dict(rows.values_list("pk", "position"))
    moved = [rows.model(pk=pk, position=place) for place, pk in enumerate(ids, 1) if places[pk] != place]
    if not moved:
        return
    beyond = max(*places.values(), len(ids))
    rows.filter(pk__in=[row.pk for row in moved]).update(position=F("position") + beyond)
    rows.bulk_update(moved, ["position"])
