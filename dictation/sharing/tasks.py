"""Background work of lists and groups."""

from typing import Any

from dictation.sharing.purging import purge_discarded
from jobs.registry import job_kind
from jobs.run import JobRun


@job_kind("dictation.purge_lists", title="Remove deleted lists and groups for good", every_seconds=120)
def purge_lists(run: JobRun) -> dict[str, Any]:
    return {"removed": purge_discarded()}
