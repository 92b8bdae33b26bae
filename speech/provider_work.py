"""What staff has an engine of this process do, beside their request: weights take minutes to load."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connections

from common.errors import AppError, Conflict
from speech.refusals import as_app_error, is_refusal

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 3.0  # what is done by then is told as done
_LOCK = threading.Lock()
_WORKS: dict[str, "Work"] = {}


@dataclass
class Work:
    title: str  # such as "Loading"
    error: str = ""  # why it failed
    finished: threading.Event = field(default_factory=threading.Event)

    @property
    def is_under_way(self) -> bool:
        return not self.finished.is_set()


def work_of(name: str) -> Work | None:
    return _WORKS.get(name)


def start(name: str, title: str, do: Callable[[], object]) -> Work:
    """One at a time for each engine. Waits a moment, so that most of it is told as done."""
    with _LOCK:
        found = _WORKS.get(name)
        if found and found.is_under_way:
            raise Conflict(f"{found.title} is under way already.", code="provider_busy")
        work = _WORKS[name] = Work(title)
    _hand_over(lambda: _carry_out(work, do), name)
    work.finished.wait(PATIENCE_SECONDS)
    return work


def _hand_over(do: Callable[[], None], name: str) -> None:
    threading.Thread(target=do, name=f"provider-{name}", daemon=True).start()


def _carry_out(work: Work, do: Callable[[], object]) -> None:
    try:
        do()
    except AppError as error:
        work.error = error.message
    except Exception as error:
        if not is_refusal(error):
            logger.exception("%s failed", work.title)
        work.error = as_app_error(error).message if is_refusal(error) else "It failed. The log says why."
    finally:
        work.finished.set()
        connections.close_all()
