"""Background work of the search for a voice."""

from typing import Any

from jobs.registry import job_kind
from jobs.run import JobRun
from profiles.matching.making import make
from profiles.matching.services import KIND


@job_kind(KIND, title="Find a voice like the samples")
def match(run: JobRun) -> dict[str, Any]:
    return make(run)
