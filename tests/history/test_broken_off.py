"""What a killed process leaves behind is told, once it has been silent for long enough."""

from datetime import timedelta

import pytest
from django.utils import timezone

from history.models import Entry, Kind, State
from history.services import mark_broken_off
from tests.history.builders import make_entry


def silent(owner, minutes: float, **fields) -> Entry:
    entry = make_entry(owner, **{"state": State.MAKING, "duration_seconds": None, **fields})
    Entry.objects.filter(pk=entry.pk).update(updated_at=timezone.now() - timedelta(minutes=minutes))
    return entry


@pytest.mark.parametrize(
    ("minutes", "fields", "state"),
    [
        (3, {"source": "api"}, "partial"),
        (3, {"source": "live", "kind": Kind.STT}, "partial"),
        (1, {"source": "api"}, "making"),
        (50, {"source": "page"}, "making"),
        (70, {"source": "page"}, "failed"),
        (70, {"source": "job", "state": State.NEW}, "failed"),
        (70, {"source": "job", "kind": Kind.STT}, "making"),
        (900, {"source": "api", "state": State.DONE}, "done"),
    ],
)
def test_what_is_silent_for_long_is_told_as_what_it_is(alice, minutes, fields, state):
    entry = silent(alice, minutes, **fields)
    mark_broken_off()
    entry.refresh_from_db()
    assert entry.state == state
    assert bool(entry.error) == (state == "failed")
