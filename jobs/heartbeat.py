"""A thread that keeps the lease while the handler is busy with something that has no checkpoints."""

import contextvars
import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, connection

from jobs.run import JobRun

logger = logging.getLogger(__name__)
BEAT_EVERY_SECONDS = 4.0
_LOOK_EVERY_SECONDS = 1.0


@contextmanager
def kept_alive(run: JobRun) -> Iterator[None]:
    if connection.in_atomic_block:
        # Another connection can't see the rows of an open transaction, and on SQLite would wait for its end.
        yield
        return
    stop = threading.Event()
    # Its log lines carry the id of the request that started the job, too.
    context = contextvars.copy_context()
    thread = threading.Thread(
        target=context.run, args=(_beat_until, stop, run), name="heartbeat", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def _beat_until(stop: threading.Event, run: JobRun) -> None:
    last = time.monotonic()
    try:
        while not stop.wait(_LOOK_EVERY_SECONDS):
            if run.has_news or time.monotonic() - last >= BEAT_EVERY_SECONDS:
                _beat(run)
                last = time.monotonic()
    finally:
        connection.close()


def _beat(run: JobRun) -> None:
    try:
        run.beat()
    except DatabaseError:
        # The next one may succeed; without any for long enough the job is taken up by another worker.
        logger.warning("The heartbeat of job %s could not be written", run.job_id, exc_info=True)
        connection.close()
