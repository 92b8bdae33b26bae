"""What comes round by itself."""

from typing import Any

from history import services
from jobs.registry import job_kind
from jobs.run import JobRun


@job_kind("history.purge", title="Tidy the history", every_seconds=120)
def purge(run: JobRun) -> dict[str, Any]:
    return {
        "entries_removed": services.purge_discarded(),
        "entries_broken_off": services.mark_broken_off(),
    }
