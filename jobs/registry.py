"""What kinds of job there are. Each app's `tasks.py` registers its own; they are found at start."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jobs.errors import UnknownKind

if TYPE_CHECKING:
    from jobs.run import JobRun

Handler = Callable[["JobRun"], "dict[str, Any] | None"]


@dataclass(frozen=True)
class JobKind:
    name: str
    title: str
    handler: Handler
    attempts: int
    every_seconds: int | None


_kinds: dict[str, JobKind] = {}


def job_kind(
    name: str, *, title: str, attempts: int = 3, every_seconds: int | None = None
) -> Callable[[Handler], Handler]:
    """Register a handler. With `every_seconds` it also runs by itself, for nobody in particular."""

    def register(handler: Handler) -> Handler:
        known = _kinds.get(name)
        if known and _origin(known.handler) != _origin(handler):
            raise ValueError(f"Two handlers are registered as {name!r}.")
        _kinds[name] = JobKind(name, title, handler, attempts, every_seconds)
        return handler

    return register


def get_kind(name: str) -> JobKind:
    try:
        return _kinds[name]
    except KeyError:
        raise UnknownKind(name) from None


def periodic_kinds() -> Iterator[JobKind]:
    return (kind for kind in list(_kinds.values()) if kind.every_seconds)


def _origin(handler: Handler) -> tuple[str, str]:
    return handler.__module__, handler.__qualname__
