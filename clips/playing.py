"""When a clip was listened to last, about: what tidies up leaves alone what is being played."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from django.db import OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from clips.models import Clip

logger = logging.getLogger(__name__)

# A player asks for a file in many parts: one of them a minute is written down.
NOTED_EVERY = timedelta(minutes=1)
# Nobody waits for sound because somebody else writes: the next part will be noted.
WAITS_AT_MOST_MS = 50


def note_played(clip: Clip) -> None:
    now = timezone.now()
    long_ago = now - NOTED_EVERY
    if clip.played_at is not None and clip.played_at > long_ago:
        return
    unnoted = Clip.objects.filter(Q(played_at=None) | Q(played_at__lte=long_ago), pk=clip.pk)
    try:
        with _hardly_waiting():
            unnoted.update(played_at=now)
    except OperationalError:
        logger.info("It was not noted that the clip %s is played: the database is busy", clip.pk)


@contextmanager
def _hardly_waiting() -> Iterator[None]:
    if connection.vendor == "postgresql":
        with transaction.atomic():
            _execute(f"SET LOCAL lock_timeout = {WAITS_AT_MOST_MS}")
            yield
        return
    usual_seconds = connection.settings_dict["OPTIONS"].get("timeout", 5)
    _execute(f"PRAGMA busy_timeout = {WAITS_AT_MOST_MS}")
    try:
        yield
    finally:
        _execute(f"PRAGMA busy_timeout = {int(1000 * usual_seconds)}")


def _execute(statement: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
