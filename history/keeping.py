"""What is kept after an answer's last byte: no answer waits for it, and none fails by it."""

import contextvars
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connections

logger = logging.getLogger(__name__)

Work = Callable[[], object]

# One thread: measuring audio takes a processor, and speech wants it more.
_threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix="history")
# Each that waits holds a file open. Beyond, whoever brings one more does it.
_room = threading.BoundedSemaphore(32)


def later(work: Work) -> None:
    """In the order it was handed over. Before the process ends, all of it is done."""
    _hand_over(work)


def _hand_over(work: Work) -> None:
    if _room.acquire(blocking=False):
        context = contextvars.copy_context()  # log lines go on carrying the request's id
        _threads.submit(context.run, _on_the_thread, work)
    else:
        _done(work)


def _on_the_thread(work: Work) -> None:
    try:
        _done(work)
    finally:
        _room.release()


def _done(work: Work) -> None:
    try:
        work()
    except Exception:
        logger.exception("Something could not be kept in the history")
    finally:
        connections.close_all()
