"""Looks after what nobody else does: jobs of dead workers, lost deliveries, work that comes round.

Every worker has one and they don't know of each other: each step is a conditional update or a unique key,
so that doing it twice does it once.
"""

import logging
import os
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db.models import Max
from django.utils import timezone

from jobs.delivery import deliver, waiting_deliveries
from jobs.models import Job
from jobs.registry import JobKind, periodic_kinds
from jobs.services import enqueue
from jobs.transitions import running, take_up

logger = logging.getLogger(__name__)
DELIVERY_LOST_SECONDS = 5
_DELIVERIES_AT_ONCE = 50


def tick() -> None:
    for chore in (take_up_lost, deliver_waiting, start_periodic):
        _do(chore)


def take_up_lost() -> int:
    """Jobs without a heartbeat for too long."""
    silent_since = timezone.now() - timedelta(seconds=settings.CONFIG.job_lost_seconds)
    return _noted(take_up(running().filter(heartbeat_at__lt=silent_since)), "without a heartbeat")


def take_up_dead(*, worker: str) -> int:
    """Jobs of this worker's processes that are gone: no need to wait for their heartbeat to be missed."""
    dead = [
        token
        for token, process in running(worker=worker).values_list("run_token", "worker")
        if not _is_alive(int(process.rpartition(":")[2]))
    ]
    return _noted(take_up(running().filter(run_token__in=dead)), "whose process died") if dead else 0


def deliver_waiting() -> None:
    """Jobs that are due and were never put on the queue, or whose delivery was lost with a killed process."""
    due = Job.objects.due().order_by("not_before")
    for job_id in due.filter(delivered_at=None).values_list("id", flat=True)[:_DELIVERIES_AT_ONCE]:
        deliver(job_id, seen_delivered_at=None)
    lost_before = timezone.now() - timedelta(seconds=DELIVERY_LOST_SECONDS)
    overdue = list(
        due.filter(delivered_at__lt=lost_before).values_list("id", "delivered_at")[:_DELIVERIES_AT_ONCE]
    )
    # While the queue still holds deliveries these may be among them, and more would only pile up.
    if overdue and waiting_deliveries() == 0:
        for job_id, delivered_at in overdue:
            deliver(job_id, seen_delivered_at=delivered_at)


def start_periodic() -> None:
    kinds = list(periodic_kinds())
    started = Job.objects.filter(owner=None, kind__in=[kind.name for kind in kinds]).order_by()
    last_runs = dict(started.values_list("kind").annotate(Max("created_at")))
    for kind in kinds:
        last = last_runs.get(kind.name)
        if last is None or last <= timezone.now() - timedelta(seconds=kind.every_seconds or 0):
            _start(kind)


def _start(kind: JobKind) -> None:
    # The key keeps a second worker's janitor from starting the same.
    enqueue(kind=kind.name, key=kind.name)


def _do(chore: Callable[[], object]) -> None:
    try:
        chore()
    except Exception:  # the next tick tries again; the other chores must not wait for this one
        logger.exception("The janitor could not %s", chore.__name__.replace("_", " "))


def _noted(count: int, why: str) -> int:
    if count:
        logger.warning("Took up %d jobs %s", count, why)
    return count


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # it lives, as somebody else's
    return True
