"""Does one job: claims it, calls its handler, records how it ended. However often it is delivered."""

import logging
import os
import socket
import time
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.db.models import F
from django.utils import timezone
from django_q.exceptions import TimeoutException

from common.errors import AppError, Unavailable
from common.request_id import request_id
from jobs.errors import JobCancelled, JobLost, JobPaused
from jobs.heartbeat import kept_alive
from jobs.models import Job, JobQuerySet, State
from jobs.registry import get_kind
from jobs.run import JobRun
from jobs.transitions import backoff_seconds, end, hand_back, put_back

logger = logging.getLogger(__name__)
WORKER_VARIABLE = "JOBS_WORKER"
INTERNAL = (
    "Something went wrong on our side. It has been logged; try again, or tell the site's administrator."
)
TOO_LONG = "This took longer than the site allows and was stopped. Try it in smaller pieces."
_WAITS_SECONDS = (0.2, 1.0, 3.0)
T = TypeVar("T")


def run_job(job_id: str) -> None:
    """What the queue calls. Returns quietly where the job is claimed, finished or gone already."""
    job = claim(uuid.UUID(str(job_id)))
    if job is None:
        return
    with request_id(job.request_id):
        started = time.monotonic()
        logger.info("Job %s (%s) started, attempt %d", job.id, job.kind, job.attempts, extra=_fields(job))
        try:
            outcome = _attempt(job)
        except TimeoutException:
            _persistently(lambda: end(_held(job), State.FAILED, code="timeout", message=TOO_LONG))
            raise  # the queue replaces a process that was stopped in the middle of something
        seconds = round(time.monotonic() - started, 3)
        logger.info(
            "Job %s (%s) %s after %.1f s", job.id, job.kind, outcome, seconds, extra=_fields(job, seconds)
        )


def claim(job_id: uuid.UUID) -> Job | None:
    """The job, if it is this caller's to do now: the one UPDATE is what decides."""
    token, now = uuid.uuid4(), timezone.now()
    due = Job.objects.due().filter(id=job_id)
    claimed = _persistently(
        lambda: due.update(
            state=State.RUNNING,
            run_token=token,
            worker=worker_name()[:200],
            attempts=F("attempts") + 1,
            heartbeat_at=now,
            started_at=now,
            updated_at=now,
        )
    )
    if not claimed:
        return None
    return Job.objects.select_related("owner").filter(id=job_id, run_token=token).first()


def worker_name() -> str:
    return f"{os.environ.get(WORKER_VARIABLE) or socket.gethostname()}:{os.getpid()}"


def _attempt(job: Job) -> str:
    if job.run_token is None:  # claimed jobs have one
        raise ValueError("This job was not claimed.")
    run = JobRun(job, job.run_token)
    _forget_earlier_file(job)
    try:
        with kept_alive(run):
            _call_handler(job, run)
    except JobLost:
        run.discard_files()
        return "was lost to another worker"
    except JobCancelled:
        run.discard_files()
        _persistently(lambda: end(_held(job), State.CANCELLED))
        return "cancelled"
    except JobPaused:
        run.discard_files()
        _persistently(lambda: hand_back(_held(job)))
        return "paused"
    except Exception as error:  # the edge: whatever a handler raises becomes a state with a sentence
        if run.is_finished:
            logger.exception("Job %s raised after it was done", job.id)
            return "done"
        run.discard_files()
        return _settle(job, error)
    return "done"


def _call_handler(job: Job, run: JobRun) -> None:
    result = get_kind(job.kind).handler(run)
    if not run.is_finished:
        with run.finishing() as final:
            final.update(result or {})


def _settle(job: Job, error: Exception) -> str:
    code, message = "internal", INTERNAL
    wait_seconds = backoff_seconds(job.attempts)
    if isinstance(error, AppError):
        code, message = error.code, error.message
    if isinstance(error, Unavailable):
        wait_seconds = max(wait_seconds, error.retry_after_seconds)
    elif isinstance(error, AppError):
        _persistently(lambda: end(_held(job), State.FAILED, code=code, message=message))
        return "failed"
    logger.error("Job %s (%s) raised", job.id, job.kind, exc_info=error, extra=_fields(job))
    return _persistently(lambda: _try_again_or_give_up(job, code, message, wait_seconds))


def _try_again_or_give_up(job: Job, code: str, message: str, wait_seconds: float) -> str:
    held = _held(job)
    if end(held.filter(cancel_requested_at__isnull=False), State.CANCELLED):
        return "cancelled"
    if job.attempts >= job.max_attempts:
        end(held, State.FAILED, code=code, message=message)
        return "failed"
    put_back(held, after_seconds=wait_seconds)
    return f"will be tried again in {wait_seconds:.0f} s"


def _forget_earlier_file(job: Job) -> None:
    """An attempt that was killed may have left one."""
    if job.file:
        default_storage.delete(job.file.name or "")
        _held(job).update(file="", file_name="")


def _held(job: Job) -> JobQuerySet:
    return Job.objects.filter(id=job.id, run_token=job.run_token)


def _persistently(action: Callable[[], T]) -> T:
    """A database that is busy or restarting must not lose the outcome of hours of work."""
    for wait_seconds in _WAITS_SECONDS:
        try:
            return action()
        except OperationalError:
            if connection.in_atomic_block:
                raise
            logger.warning("The database was not available; trying again", exc_info=True)
            connection.close()
            time.sleep(wait_seconds)
    return action()


def _fields(job: Job, seconds: float | None = None) -> dict[str, Any]:
    fields = {"job_id": str(job.id), "job_kind": job.kind, "attempt": job.attempts}
    return fields if seconds is None else fields | {"duration_seconds": seconds}
