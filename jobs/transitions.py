"""From running to whatever comes next. Each is one conditional UPDATE: of two that try one succeeds."""

import random
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils import timezone

from jobs.models import Job, JobQuerySet, State

WORKER_STOPPED = "The worker stopped while doing this, more than once. Try again later."
_BACKOFF_FIRST_SECONDS = 2.0
_BACKOFF_MAX_SECONDS = 600.0


def backoff_seconds(attempt: int) -> float:
    """2, 8, 32 … seconds after each attempt; spread, so that jobs don't return together."""
    spread = random.uniform(0.8, 1.2)  # noqa: S311 - no secret
    return float(min(_BACKOFF_FIRST_SECONDS * 4 ** (attempt - 1), _BACKOFF_MAX_SECONDS) * spread)


def running(*, worker: str = "") -> JobQuerySet:
    jobs = Job.objects.filter(state=State.RUNNING)
    # The part after the colon is the process of that worker.
    return jobs.filter(worker__startswith=f"{worker}:") if worker else jobs


def end(jobs: JobQuerySet, state: State, *, code: str = "", message: str = "") -> int:
    now = timezone.now()
    return jobs.filter(state=State.RUNNING).update(
        state=state,
        run_token=None,
        step="",
        error_code=code,
        error=message,
        finished_at=now,
        updated_at=now,
    )


def fresh_start() -> dict[str, Any]:
    """The fields of a job that waits for a worker, whatever happened to it before."""
    now = timezone.now()
    return {
        "state": State.QUEUED,
        "run_token": None,
        "worker": "",
        "heartbeat_at": None,
        "not_before": now,
        "delivered_at": None,
        "progress": 0.0,
        "step": "",
        "started_at": None,
        "finished_at": None,
        "cancel_requested_at": None,
        "dismissed_at": None,
        "error": "",
        "error_code": "",
        "updated_at": now,
    }


def put_back(jobs: JobQuerySet, *, after_seconds: float = 0.0, counted: bool = True) -> int:
    """To the queue, to be begun again; an attempt that was nobody's fault is not counted."""
    changes = fresh_start()
    changes["not_before"] += timedelta(seconds=after_seconds)
    if not counted:
        changes["attempts"] = F("attempts") - 1
    return jobs.filter(state=State.RUNNING).update(**changes)


def take_up(jobs: JobQuerySet) -> int:
    """Jobs whose worker is no more: begun again, or given up with a reason."""
    cancelled = end(jobs.filter(cancel_requested_at__isnull=False), State.CANCELLED)
    failed = end(
        jobs.filter(attempts__gte=F("max_attempts")),
        State.FAILED,
        code="worker_stopped",
        message=WORKER_STOPPED,
    )
    return cancelled + failed + put_back(jobs)


def hand_back(jobs: JobQuerySet) -> int:
    """Jobs of a worker that is asked to stop: another one begins them again, as if for the first time."""
    return end(jobs.filter(cancel_requested_at__isnull=False), State.CANCELLED) + put_back(
        jobs, counted=False
    )
