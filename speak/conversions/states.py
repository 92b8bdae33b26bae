"""The states of a conversion, and what a job left unfinished when it ended."""

from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from jobs.models import FINISHED_STATES, Job
from jobs.models import State as JobState
from speak.models import Conversion


class Status(models.TextChoices):
    QUEUED = "queued", "Waiting"
    PROCESSING = "processing", "Under way"
    COMPLETED = "completed", "Done"
    FAILED = "failed", "Failed"


UNFINISHED = (Status.QUEUED, Status.PROCESSING)
CANCELLED = "It was cancelled. Convert the text again."
NOT_DONE = "It was not done. Convert the text again."


def settle(found: QuerySet[Conversion]) -> int:
    """Those of them that no job makes any more: asked for before anything is looked at. How many."""
    left = found.filter(Q(job=None) | Q(job__state__in=FINISHED_STATES), state__in=UNFINISHED)
    return sum(_given_up(conversion) for conversion in left.select_related("job"))


def fail(found: QuerySet[Conversion], why: str) -> int:
    """Where they are not finished meanwhile."""
    now = timezone.now()
    changed: dict[str, Any] = {"state": Status.FAILED, "error": why[:500], "failed_at": now}
    return found.filter(state__in=UNFINISHED).update(**changed, updated_at=now)


def _given_up(conversion: Conversion) -> int:
    # Of that job: it may have been asked for again in this moment.
    rows = Conversion.objects.filter(pk=conversion.pk, job=conversion.job)
    return fail(rows, _reason(conversion.job))


def _reason(job: Job | None) -> str:
    if job is None:
        return NOT_DONE
    if job.state == JobState.CANCELLED:
        return CANCELLED
    return job.error or NOT_DONE
