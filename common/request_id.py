"""The id that ties a request, its log lines and the jobs it started together."""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_current: ContextVar[str] = ContextVar("request_id", default="")
_ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,64}")


def current_request_id() -> str:
    return _current.get()


def accept_or_make(given: str | None) -> str:
    """A caller's id is kept where it can't break a log line; otherwise a new one is made."""
    return given if given and _ACCEPTED.fullmatch(given) else uuid.uuid4().hex


@contextmanager
def request_id(value: str) -> Iterator[None]:
    token = _current.set(value)
    try:
        yield
    finally:
        _current.reset(token)
