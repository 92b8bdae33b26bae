"""What is told of sounds while they are made, and of those that nobody makes any more."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from common.errors import AppError
from dictation.audio.asking import KIND, in_use
from dictation.models import AudioState, ItemAudio
from jobs.models import Job, State

CANCELLED_TOLD = "This was cancelled. Have its audio made again."
STOPPED = "worker_stopped"
STOPPED_TOLD = "The worker stopped each time it made this. Change the text, or have its audio made again."
BROKE = "Something broke on our side while this was spoken. Have its audio made again."
# Begins the code of what ended with its whole job: who has the job tried again means all of that.
WITH_ITS_JOB = "job_"


def pending(owner: Any) -> QuerySet[ItemAudio]:
    """Those that somebody waits for, in the order in which they were asked for."""
    found = ItemAudio.objects.for_user(owner).filter(in_use(), state=AudioState.PENDING)
    return found.order_by("created_at", "id")


def lost() -> QuerySet[ItemAudio]:
    """Said to be ready, and without a sound: its clip was deleted, or its file is gone."""
    gone = Q(clip=None) | Q(clip__missing_at__isnull=False) | Q(clip__deleted_at__isnull=False)
    return ItemAudio.objects.filter(in_use(), gone, state=AudioState.READY)


def fail(audios: QuerySet[ItemAudio], *, code: str, message: str) -> int:
    """Only what is still to be made."""
    return audios.filter(state=AudioState.PENDING).update(
        state=AudioState.FAILED, error_code=code[:64], error=message[:500], updated_at=timezone.now()
    )


def fail_one(audio: ItemAudio, error: AppError) -> None:
    """Unless something else is wanted of it meanwhile."""
    as_it_was = ItemAudio.objects.filter(pk=audio.pk, updated_at=audio.updated_at)
    fail(as_it_was, code=error.code, message=error.message)


def fail_all(owner: Any, *, code: str, message: str) -> int:
    return fail(ItemAudio.objects.for_user(owner), code=f"{WITH_ITS_JOB}{code}", message=message)


def put_off(audios: QuerySet[ItemAudio]) -> int:
    """To be made, whatever became of them before."""
    return audios.update(state=AudioState.PENDING, error="", error_code="", updated_at=timezone.now())


def put_off_failed_with(job: Job) -> int:
    """It is tried again, and so is what failed because it did."""
    failed = ItemAudio.objects.filter(
        owner=job.owner, state=AudioState.FAILED, error_code__startswith=WITH_ITS_JOB
    )
    return put_off(failed.filter(updated_at__gt=job.created_at))


def fail_abandoned(owner: Any) -> int:
    """What waited for a job that ended without making it. What was asked for since then still waits."""
    job = Job.objects.filter(owner=owner, kind=KIND).order_by("-created_at").first()
    if job is None or job.state not in (State.FAILED, State.CANCELLED):
        return 0
    is_cancelled = job.state == State.CANCELLED
    ended_at = job.cancel_requested_at or job.finished_at if is_cancelled else job.finished_at
    waited = ItemAudio.objects.for_user(owner).filter(updated_at__lte=ended_at)
    code, message = ("cancelled", CANCELLED_TOLD) if is_cancelled else (job.error_code, job.error)
    return fail(waited, code=f"{WITH_ITS_JOB}{code}", message=message or BROKE)
