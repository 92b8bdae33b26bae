"""Background work of items."""

from typing import Any

from dictation.items.services import purge_discarded
from jobs.registry import job_kind
from jobs.run import JobRun


@job_kind("dictation.purge_items", title="Remove deleted dictation items for good", every_seconds=120)
def purge_items(run: JobRun) -> dict[str, Any]:
    return {"items_removed": purge_discarded()}
