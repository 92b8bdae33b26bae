"""Reading takes: what was spoken on the Speak page."""

from typing import Any

from django.db.models import QuerySet

from history.models import Entry, Kind, Source
from history.queries import entries_of


def takes_of(user: Any) -> QuerySet[Entry]:
    """The newest first. The clips' outlines stay in the database: a player asks for them."""
    spoken = entries_of(user).filter(kind=Kind.TTS, source=Source.PAGE)
    return spoken.select_related("clip").defer("clip__peaks")


def listed_takes_of(user: Any) -> QuerySet[Entry]:
    return takes_of(user).defer("timings")
