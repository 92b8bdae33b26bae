"""What a person wants kept of their work."""

from datetime import timedelta
from typing import Any

from history.models import HistoryPreferences, Keeps

# What a page made is there to be heard and read for so long, also where nothing is to be kept.
PAGE_KEEPS_FOR = timedelta(hours=1)
FIELDS = ("keeps", "keeps_audio", "most_entries", "most_mib", "most_days", "proof_listens")


def preferences_of(user: Any) -> HistoryPreferences:
    """Those of somebody who never changed any are the usual ones, and in no table."""
    return HistoryPreferences.objects.filter(owner=user).first() or HistoryPreferences(owner=user)


def change_preferences(*, user: Any, **changed: Any) -> HistoryPreferences:
    """For what is made from now on; limits hold for what is there, too, when it is tidied next."""
    unknown = set(changed) - set(FIELDS)
    if unknown:
        raise TypeError(f"There is no preference {', '.join(sorted(unknown))}.")
    preferences, _ = HistoryPreferences.objects.update_or_create(owner=user, defaults=changed)
    return preferences


def keeps_text(preferences: HistoryPreferences) -> bool:
    return preferences.keeps == Keeps.EVERYTHING
