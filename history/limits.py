"""How much of a person's work is kept: what they want or what the site allows, whichever is less."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings

from history.models import HistoryPreferences
from history.preferences import preferences_of

ENTRIES_MOST = 10_000_000
MIB_MOST = 10_485_760
DAYS_MOST = 36_500


@dataclass(frozen=True)
class Limits:
    """None: no limit."""

    most_entries: int | None = None
    most_mib: int | None = None
    most_days: int | None = None
    keeps_audio: bool = True

    @property
    def is_limited(self) -> bool:
        return self != Limits()


def limits_of(user: Any) -> Limits:
    return limits_within(preferences_of(user), site_limits())


def site_limits() -> Limits:
    config = settings.CONFIG
    return Limits(
        most_entries=config.history_max_entries or None,
        most_mib=config.history_max_mib or None,
        most_days=config.history_max_days or None,
        keeps_audio=config.history_keep_audio,
    )


def limits_within(preferences: HistoryPreferences, site: Limits) -> Limits:
    return Limits(
        most_entries=_smaller(preferences.most_entries, site.most_entries),
        most_mib=_smaller(preferences.most_mib, site.most_mib),
        most_days=_smaller(preferences.most_days, site.most_days),
        keeps_audio=preferences.keeps_audio and site.keeps_audio,
    )


def _smaller(*limits: int | None) -> int | None:
    return min((limit for limit in limits if limit is not None), default=None)
