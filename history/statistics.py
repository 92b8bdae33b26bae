"""What a person made, in numbers: by day, by kind, by engine and by voice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce, TruncDate

from clips.queries import storage_used_bytes
from history.models import Entry, Kind
from history.queries import entries_of
from speech.provider_limits import prices

VOICES_SHOWN = 20


@dataclass(frozen=True)
class Share:
    """Of all that was made: what has this name, or was made on this day."""

    name: str
    count: int
    duration_seconds: float
    characters: int


@dataclass(frozen=True)
class Cost:
    """What one engine's speech comes to, at the price that the operator set."""

    engine: str
    characters: int
    cost: float


@dataclass(frozen=True)
class Statistics:
    since: datetime
    until: datetime
    whole: Share
    by_day: list[Share]
    by_kind: list[Share]
    by_engine: list[Share]
    by_voice: list[Share]
    costs: list[Cost]
    storage_used_bytes: int
    storage_quota_bytes: int | None

    @property
    def cost(self) -> float:
        return sum(cost.cost for cost in self.costs)


def statistics_of(user: Any, *, since: datetime, until: datetime, zone: ZoneInfo) -> Statistics:
    """Days without anything are left out. Of voices, those that spoke most."""
    found = entries_of(user).filter(created_at__gte=since, created_at__lt=until).order_by()
    day = TruncDate("created_at", tzinfo=zone)
    by_day = [_share(str(row["name"]), row) for row in _summed(found.values(name=day)).order_by("name")]
    return Statistics(
        since=since,
        until=until,
        whole=_share("", found.aggregate(**_SUMS)),
        by_day=by_day,
        by_kind=_most(found, "kind"),
        by_engine=_most(found, "engine"),
        by_voice=_most(found.exclude(voice=""), "voice")[:VOICES_SHOWN],
        costs=_costs(found.filter(kind=Kind.TTS), prices()),
        storage_used_bytes=storage_used_bytes(user),
        storage_quota_bytes=user.storage_quota_bytes,
    )


_SUMS: dict[str, Any] = {
    "count": Count("pk"),
    "seconds": Coalesce(Sum("duration_seconds"), 0.0),
    "spoken": Coalesce(Sum("characters"), 0),
}


def _most(found: QuerySet[Entry], column: str) -> list[Share]:
    rows = _summed(found.values(column)).order_by("-count", column)
    return [_share(row[column], row) for row in rows]


def _costs(spoken: QuerySet[Entry], prices: Mapping[str, float]) -> list[Cost]:
    """Passages that were remembered cost nothing and are counted all the same: this is the most it can be."""
    if not prices:
        return []
    rows = _summed(spoken.filter(engine__in=prices).values("engine")).order_by("engine")
    costs = [Cost(row["engine"], row["spoken"], _cost(row["spoken"], prices[row["engine"]])) for row in rows]
    return sorted(costs, key=lambda cost: -cost.cost)


def _cost(characters: int, per_million: float) -> float:
    return round(characters * per_million / 1_000_000, 4)


def _summed(grouped: Any) -> Any:
    return grouped.annotate(**_SUMS)


def _share(name: str, row: dict[str, Any]) -> Share:
    return Share(name, row["count"], round(row["seconds"], 3), row["spoken"])
