"""Background work of this app."""

from typing import Any

from jobs.registry import job_kind
from jobs.run import JobRun
from transcribe.hearing import BatchHearing
from transcribe.uploads import KIND


@job_kind(KIND, title="Transcribe files", attempts=5)
def transcribe_files(run: JobRun) -> dict[str, Any]:
    """Files that are heard are not heard again, however often it begins anew."""
    return BatchHearing(run).make()
