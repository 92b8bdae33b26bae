"""By which door something came in."""

from dataclasses import dataclass
from typing import Any

from accounts.models import ApiKey
from history.models import Source


@dataclass(frozen=True)
class Door:
    source: str
    api_key_name: str = ""


PAGE = Door(Source.PAGE)


def api_door(request: Any) -> Door:
    """Of a request with a key, or of a page's own scripts, which have a session instead."""
    return Door(Source.API, _key_name(request))


def job_door(request: Any) -> Door:
    """What is asked for here is made in the background."""
    return Door(Source.JOB, _key_name(request))


def _key_name(request: Any) -> str:
    return request.auth.name if isinstance(request.auth, ApiKey) else ""
