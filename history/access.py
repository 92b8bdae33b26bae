"""A person and an id in, that person's entry or 404 out."""

import uuid
from typing import Any

from common.errors import NotFound
from history.models import Entry
from history.queries import discarded_of, entries_of


def entry_for(user: Any, entry_id: uuid.UUID) -> Entry:
    found = entries_of(user).select_related("clip").defer("timings", "clip__peaks")
    entry = found.filter(id=entry_id).first()
    if entry is None:
        raise NotFound("There is no such entry. It may have been deleted.")
    return entry


def discarded_entry_for(user: Any, entry_id: uuid.UUID) -> Entry:
    entry = discarded_of(user).filter(id=entry_id).first()
    if entry is None:
        raise NotFound("This is gone for good, or was never deleted.")
    return entry
