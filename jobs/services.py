"""Start, cancel, retry and remove jobs."""

import time
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.errors import Conflict, NotFound
from common.request_id import current_request_id
from jobs.delivery import deliver
from jobs.models import Job, JobQuerySet, State
from jobs.registry import get_kind
from jobs.transitions import end, fresh_start

WAIT_MAX_SECONDS = 30.0
_POLL_SECONDS = 0.15
_KEY_RACES_MAX = 5
STILL_UNDER_WAY = "This job is still under way. Cancel it first."
STOPPED_BY_ADMIN = "An administrator stopped this."


def enqueue(
    *, kind: str, owner: Any = None, params: dict[str, Any] | None = None, title: str = "", key: str = ""
) -> Job:
    """A new job, handed to a worker once the transaction commits.

    With a `key`, the owner's active job of that key is returned where there is one.
    """
    registered = get_kind(kind)
    fields = {
        "kind": kind,
        "owner": owner,
        "params": params or {},
        "title": (title or registered.title)[:200],
        "key": key,
        "max_attempts": registered.attempts,
        "request_id": current_request_id(),
    }
    job, is_new = _active_or_new(fields) if key else (Job.objects.create(**fields), True)
    if is_new:
        transaction.on_commit(lambda: deliver(job.id))
    return job


def _active_or_new(fields: dict[str, Any]) -> tuple[Job, bool]:
    same = Job.objects.active().filter(owner=fields["owner"], key=fields["key"])
    for _ in range(_KEY_RACES_MAX):
        if existing := same.first():
            return existing, False
        try:
            with transaction.atomic():
                return Job.objects.create(**fields), True
        except IntegrityError as error:
            # Somebody else's came first, and may be finished by now: look again.
            refusal = error
    raise refusal


def cancel(*, job: Job) -> Job:
    """At once while it waits; a running one stops at its next checkpoint."""
    now = timezone.now()
    waiting = Job.objects.filter(id=job.id, state=State.QUEUED).update(
        state=State.CANCELLED, cancel_requested_at=now, finished_at=now, updated_at=now
    )
    if not waiting:
        Job.objects.filter(id=job.id, state=State.RUNNING, cancel_requested_at=None).update(
            cancel_requested_at=now, updated_at=now
        )
    return _as_it_is_now(job)


def retry(*, job: Job) -> Job:
    """A failed or cancelled job from its beginning."""
    try:
        with transaction.atomic():
            changed = Job.objects.filter(id=job.id, state__in=(State.FAILED, State.CANCELLED)).update(
                **fresh_start(), attempts=0, request_id=current_request_id()
            )
    except IntegrityError:
        raise Conflict("The same work is under way already.") from None
    if not changed:
        raise Conflict("Only a failed or cancelled job can be tried again.")
    transaction.on_commit(lambda: deliver(job.id))
    return _as_it_is_now(job)


def stop_by_admin(*, jobs: JobQuerySet) -> int:
    """Running ones are failed at once; what their workers still make is not taken. How many there were."""
    return end(jobs, State.FAILED, code="stopped", message=STOPPED_BY_ADMIN)


def remove(*, job: Job) -> None:
    """A finished job and its file."""
    removed, _ = Job.objects.finished().filter(id=job.id).delete()
    if not removed:
        raise Conflict(STILL_UNDER_WAY)


def dismiss(*, job: Job) -> None:
    """Off the tray; it stays in the list."""
    Job.objects.finished().filter(id=job.id, dismissed_at=None).update(dismissed_at=timezone.now())


def _as_it_is_now(job: Job) -> Job:
    try:
        job.refresh_from_db()
    except Job.DoesNotExist:
        raise NotFound("This job has just been removed.") from None
    return job


def wait_for(job: Job, seconds: float) -> Job:
    """Return when the job is finished or the time is up, whichever is first."""
    deadline = time.monotonic() + min(max(seconds, 0.0), WAIT_MAX_SECONDS)
    while time.monotonic() < deadline:
        if Job.objects.finished().filter(id=job.id).exists():
            break
        time.sleep(_POLL_SECONDS)
    return _as_it_is_now(job)
