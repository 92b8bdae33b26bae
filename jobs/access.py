"""A person and an id in, that person's job or 404 out."""

import uuid
from typing import Any

from common.errors import NotFound
from jobs.models import Job


def job_for(user: Any, job_id: uuid.UUID) -> Job:
    job: Job | None = Job.objects.for_user(user).filter(id=job_id).first()
    if job is None:
        raise NotFound("There is no such job.")
    return job


def job_with_file_for(user: Any, job_id: uuid.UUID) -> Job:
    job = job_for(user, job_id)
    if not job.has_file or not job.file.storage.exists(job.file.name or ""):
        raise NotFound("This job has no file, or it has been tidied away. Start it again.")
    return job
