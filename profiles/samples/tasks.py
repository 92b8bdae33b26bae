"""Background work of samples."""

from typing import Any

from jobs.registry import job_kind
from jobs.run import JobRun
from profiles.samples.hearing import KIND, listen


@job_kind(KIND, title="Listen to a sample")
def sample_transcript(run: JobRun) -> dict[str, Any]:
    return listen(run)
