"""What is summed up of any attempts, and how exactly it is told."""

from typing import Any

from django.db.models import Avg, Count, Max, Min, Sum
from django.db.models.functions import Coalesce

SCORES: dict[str, Any] = {
    "average_score": Avg("percentage"),
    "best_score": Max("percentage"),
    "worst_score": Min("percentage"),
}
SECONDS: Any = Coalesce(Sum("practice_seconds"), 0.0)
UNIQUE_ITEMS: Any = Count("item_ref", distinct=True)
_PLACES = {"average_score": 2, "average_wer": 4, "practice_seconds": 3}


def rounded(row: dict[str, Any]) -> dict[str, Any]:
    """As it is shown: two places are more than a score needs."""
    return {
        name: round(float(value), _PLACES[name]) if name in _PLACES and value is not None else value
        for name, value in row.items()
    }
