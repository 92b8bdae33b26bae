"""Entries as a table, for spreadsheets and scripts: one row each, with all of its text."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from django.db.models import F, QuerySet

from common.csv_files import BYTE_ORDER_MARK, cell_of, harmless, lines_of
from history.models import Entry
from history.queries import Wanted, pages_of

COLUMNS = (
    *("id", "created_at", "type", "state", "source", "title", "text", "engine", "model", "voice"),
    *("profile_name", "language", "format", "speed", "effects", "characters", "duration_seconds"),
    *("audio_bytes", "real_time_factor", "is_favourite", "note", "api_key_name", "take_number", "error"),
    *("fallback_from",),
)
# Where the API's name for it is not that of the row.
_FIELDS = {"type": "kind", "format": "response_format"}
# A transcript of hours has half a million characters: of these, so many are in memory at most.
ROWS_AT_ONCE = 100


def csv_of(user: Any, wanted: Wanted) -> Iterator[bytes]:
    """As it is read. The first rows are read at once: what is wrong with the question is told now."""
    pages = pages_of(user, wanted, limit=ROWS_AT_ONCE, shown=_written)
    first = next(pages)
    return _encoded(chain([first], pages))


def heading(*more: str) -> bytes:
    return (BYTE_ORDER_MARK + lines_of([[*COLUMNS, *more]])).encode()


def row_of(entry: Entry, *more: str) -> bytes:
    cells = [cell_of(getattr(entry, _FIELDS.get(name, name))) for name in COLUMNS]
    return lines_of([map(harmless, [*cells, *more])]).encode("utf-8", "replace")


def _encoded(pages: Iterator[list[Entry]]) -> Iterator[bytes]:
    yield heading()
    for entries in pages:
        yield b"".join(map(row_of, entries))


def _written(found: QuerySet[Entry]) -> QuerySet[Entry]:
    return found.annotate(asked_effects=F("settings__effects")).defer("timings", "settings", "proof")
