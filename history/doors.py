"""By which door something came in."""

from dataclasses import dataclass
from typing import Any

from accounts.models import ApiKey
from history.models import Source


@dataclass(frozen=True)
class Door:
    source: str
    api_key_name: str = ""


def api_door(request: Any) -> Door:
    """Of a request with a key, or of a page's own scripts, which have a session instead."""
    key = request.auth
    return Door(Source.API, key.name if isinstance(key, ApiKey) else "")
