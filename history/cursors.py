"""A place in a sorted list, as it travels in an address and back."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Self

from common.errors import InvalidInput
from common.moments import moment_of

CURSOR_MAX_CHARACTERS = 200


@dataclass(frozen=True)
class Cursor:
    """After the entry with this value in the sorted column, and this number."""

    sort: str
    value: datetime | float
    number: int

    def __str__(self) -> str:
        value = self.value.isoformat() if isinstance(self.value, datetime) else self.value
        return (
            base64.urlsafe_b64encode(json.dumps([self.sort, value, self.number]).encode())
            .decode()
            .rstrip("=")
        )

    @classmethod
    def of(cls, text: str, *, sort: str) -> Self:
        """Raises where it is none, or one of another order."""
        found = _read(text)
        if found is None or found[0] != sort:
            raise InvalidInput(
                "This cursor is none of this list. Begin without one, and take “next” as it comes.",
                param="cursor",
                code="unknown_cursor",
            )
        return cls(*found)


def _read(text: str) -> tuple[str, datetime | float, int] | None:
    if not text.isascii() or len(text) > CURSOR_MAX_CHARACTERS:
        return None
    try:
        sort, value, number = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (binascii.Error, ValueError, TypeError, RecursionError):
        return None
    place = _place(sort, value)
    is_number = isinstance(number, int) and not isinstance(number, bool) and abs(number) < 2**63
    return (sort, place, number) if place is not None and is_number else None


def _place(sort: object, value: object) -> datetime | float | None:
    if sort in ("newest", "oldest"):
        return moment_of(value) if isinstance(value, str) else None
    return value if isinstance(value, float) and isfinite(value) else None
