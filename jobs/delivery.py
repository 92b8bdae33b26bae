"""From the Job row to the queue. The row is the truth: a delivery only says what may be claimed."""

import logging
import uuid
from datetime import datetime
from typing import Any

from django.utils import timezone
from django_q.brokers import get_broker
from django_q.tasks import async_task

from jobs.models import Job, State

logger = logging.getLogger(__name__)
RUNNER = "jobs.runner.run_job"


def deliver(job_id: uuid.UUID, *, seen_delivered_at: datetime | None = None) -> None:
    """Put it on the queue, unless somebody has done so since `seen_delivered_at` (None: never).

    A delivery that fails or is lost is repeated by the janitor; one too many finds nothing to claim.
    """
    waiting = Job.objects.filter(id=job_id, state=State.QUEUED, delivered_at=seen_delivered_at)
    if not waiting.update(delivered_at=timezone.now()):
        return
    try:
        async_task(RUNNER, str(job_id))
    except Exception:  # the broker may be any program, with any error
        logger.exception("Job %s could not be put on the queue; it will be tried again", job_id)


def waiting_deliveries() -> int:
    """How many the queue holds that no worker has fetched."""
    broker: Any = get_broker()
    return int(broker.queue_size())
