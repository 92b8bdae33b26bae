"""Reads: a person's jobs, the state of the queue, the workers."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Count, DurationField, ExpressionWrapper, F, Min, Q, Sum
from django.utils import timezone

from jobs.models import ACTIVE_STATES, Job, JobQuerySet, State, WorkerHeartbeat

TRAY_MAX_JOBS = 12
# Good news is old soon; bad news waits until it was read.
_TRAY_KEEPS = {
    State.DONE: timedelta(minutes=30),
    State.CANCELLED: timedelta(minutes=2),
    State.FAILED: timedelta(hours=24),
}


def jobs_for(
    user: Any, *, states: Iterable[str] = (), kind: str = "", is_active: bool | None = None
) -> JobQuerySet:
    jobs = Job.objects.for_user(user)
    if states:
        jobs = jobs.filter(state__in=list(states))
    if kind:
        jobs = jobs.filter(kind=kind)
    if is_active is not None:
        jobs = jobs.active() if is_active else jobs.finished()
    return jobs.order_by("-created_at")


def tray_jobs(user: Any) -> list[Job]:
    """What is under way, and what ended lately and was not dismissed; oldest first, as it was started."""
    now = timezone.now()
    recent = Q()
    for state, kept_for in _TRAY_KEEPS.items():
        recent |= Q(state=state, finished_at__gte=now - kept_for, dismissed_at=None)
    active = Q(state__in=ACTIVE_STATES)
    newest_first = Job.objects.for_user(user).filter(active | recent).order_by("-created_at")
    return list(reversed(newest_first[:TRAY_MAX_JOBS]))


def counts_by_state() -> dict[str, int]:
    counted = dict(Job.objects.order_by().values_list("state").annotate(Count("id")))
    return {state: counted.get(state, 0) for state in State.values}


def queue_wait_seconds() -> float:
    """Age of the job that has been due the longest; 0 where none waits."""
    oldest = Job.objects.due().aggregate(oldest=Min("not_before"))["oldest"]
    return max(0.0, (timezone.now() - oldest).total_seconds()) if oldest else 0.0


def finished_durations() -> dict[str, tuple[int, float]]:
    """Kind -> how many jobs of it are done and how many seconds they took together."""
    took = ExpressionWrapper(F("finished_at") - F("started_at"), output_field=DurationField())
    done = Job.objects.filter(state=State.DONE).order_by()
    rows = done.values_list("kind").annotate(count=Count("id"), seconds=Sum(took))
    return {kind: (count, total.total_seconds() if total else 0.0) for kind, count, total in rows}


def newest_worker_heartbeat() -> WorkerHeartbeat | None:
    return WorkerHeartbeat.objects.order_by("-seen_at").first()
