"""CSV as spreadsheets read it: RFC 4180, after a byte order mark."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

# Without it Excel takes UTF-8 for the letters of an old code page.
BYTE_ORDER_MARK = "\ufeff"
# As wide as those of Chinese and Japanese keyboards, too.
_BEGIN_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def lines_of(rows: Iterable[Iterable[Any]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def harmless(cell: Any) -> Any:
    """A text that a spreadsheet would carry out as a formula, behind an apostrophe: then it is shown."""
    if isinstance(cell, str) and cell.lstrip(" ").startswith(_BEGIN_FORMULAS):
        return f"'{cell}"
    return cell


def cell_of(value: Any) -> Any:
    """As programs write it: a moment in UTC, a list as JSON, nothing as nothing."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return json.dumps(value, ensure_ascii=False) if value else ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value


def guarded(cell: str) -> str:
    """As `harmless`, of what is read in again: `unguarded` gives it back as it was."""
    return f"'{cell}" if harmless(cell.lstrip("'")) != cell.lstrip("'") else cell


def unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith("'") and guarded(cell) != cell else cell
