"""What a person wants kept of their work."""

from datetime import timedelta
from typing import Any

from django.db import transaction

from history.models import HistoryPreferences, Keeps
from jobs.services import enqueue

# What a page made is there to be heard and read for so long, also where nothing is to be kept.
PAGE_KEEPS_FOR = timedelta(hours=1)
RETAIN_KIND = "history.retain"
LIMITS = ("keeps_audio", "most_entries", "most_mib", "most_days")
FIELDS = ("keeps", *LIMITS, "proof_listens")


def preferences_of(user: Any) -> HistoryPreferences:
    """Those of somebody who never changed any are the usual ones, and in no table."""
    return HistoryPreferences.objects.filter(owner=user).first() or HistoryPreferences(owner=user)


def change_preferences(*, user: Any, **changed: Any) -> HistoryPreferences:
    """For what is made from now on; limits hold for what is there, too: it is tidied soon."""
    unknown = set(changed) - set(FIELDS)
    if unknown:
        raise TypeError(f"There is no preference {', '.join(sorted(unknown))}.")
    before = preferences_of(user)
    with transaction.atomic():
        preferences, _ = HistoryPreferences.objects.update_or_create(owner=user, defaults=changed)
        if any(getattr(before, name) != getattr(preferences, name) for name in LIMITS):
            enqueue(kind=RETAIN_KIND, owner=user, key=RETAIN_KIND)
    return preferences


def keeps_text(preferences: HistoryPreferences) -> bool:
    return preferences.keeps == Keeps.EVERYTHING
