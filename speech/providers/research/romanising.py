"""Any script in Latin letters, by uroman: what some models were taught to read."""

from __future__ import annotations

import threading
from functools import cache
from importlib.util import find_spec
from typing import Any

_lock = threading.Lock()


def can_romanise() -> bool:
    return find_spec("uroman") is not None


def romanised(text: str, *, language: str | None) -> str:
    """`language` by its three letters (ISO 639-3): the same sign is read otherwise elsewhere."""
    with _lock:
        return str(_uroman().romanize_string(text, lcode=language))


@cache
def _uroman() -> Any:
    """Its tables take seconds to read, and 60 MB."""
    import uroman

    return uroman.Uroman()
