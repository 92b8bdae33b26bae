"""Which of a person's entries are too many, too old or too large: the oldest go first.

Favourites stay, and what is still being made. A limit is a place in the list, not a number of rows: whoever
asks again, or at the same time, is told of the same entries and not of further ones.
"""

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from clips.referrers import used_elsewhere
from history.models import UNFINISHED, Entry
from history.preferences import PAGE_KEEPS_FOR
from history.queries import NEWEST, SORTS, cursor_of, entries_of

_STAYS = Q(is_favourite=True) | Q(state__in=UNFINISHED)


def expired(user: Any) -> QuerySet[Entry]:
    return _removable(user).filter(expires_at__lte=timezone.now())


def too_old(user: Any, *, most_days: int) -> QuerySet[Entry]:
    return _removable(user).filter(created_at__lt=timezone.now() - timedelta(days=most_days))


def too_many(user: Any, *, most_entries: int) -> QuerySet[Entry]:
    if not has_more_than(user, most_entries):
        return Entry.objects.none()
    room = most_entries - entries_of(user).filter(_STAYS).count()
    found = _removable(user)
    if room <= 0:
        return found
    last = found.only("created_at", "number")[room - 1 : room].first()
    return _older_than(last, found) if last else Entry.objects.none()


def too_large(user: Any, *, most_bytes: int) -> QuerySet[Entry]:
    """Counted, and removed, is audio that only its entry uses: without others the entry frees nothing."""
    if audio_bytes_of(user) <= most_bytes:
        return Entry.objects.none()
    found = _with_audio_of_its_own(_removable(user))
    room = most_bytes - _bytes_of(_with_audio_of_its_own(entries_of(user).filter(_STAYS)))
    last = None
    for entry in found.only("created_at", "number", "clip__bytes").select_related("clip").iterator():
        room -= entry.clip.bytes if entry.clip else 0
        if room < 0:
            return _older_than(last, found) if last else found
        last = entry
    return Entry.objects.none()


def with_text_expired(user: Any) -> QuerySet[Entry]:
    """Favourites, too: to be loved is to be kept, not to be written down."""
    return entries_of(user).filter(text_expires_at__lte=timezone.now()).exclude(state__in=UNFINISHED)


def with_audio_unwanted(user: Any) -> QuerySet[Entry]:
    """What was made just now is there to be heard."""
    heard_by_now = timezone.now() - PAGE_KEEPS_FOR
    return _with_audio_of_its_own(_removable(user)).filter(updated_at__lt=heard_by_now)


def has_more_than(user: Any, most_entries: int) -> bool:
    return entries_of(user)[most_entries : most_entries + 1].exists()


def audio_bytes_of(user: Any) -> int:
    """Of the whole history, what is kept in the Library aside."""
    return _bytes_of(_with_audio(entries_of(user)))


def _removable(user: Any) -> QuerySet[Entry]:
    return entries_of(user).exclude(_STAYS)


def _older_than(last_kept: Entry, found: QuerySet[Entry]) -> QuerySet[Entry]:
    return found.filter(SORTS[NEWEST].after(cursor_of(last_kept, NEWEST)))


def _with_audio(found: QuerySet[Entry]) -> QuerySet[Entry]:
    return found.filter(clip__kept=False)


def _with_audio_of_its_own(found: QuerySet[Entry]) -> QuerySet[Entry]:
    return _with_audio(found).exclude(used_elsewhere(Entry, "clip"))


def _bytes_of(found: QuerySet[Entry]) -> int:
    return found.order_by().aggregate(total=Sum("clip__bytes"))["total"] or 0
