"""What comes round by itself, and what takes longer than an answer may."""

from typing import Any

from history import services
from history.asking import zone_of
from history.export_making import ExportMaking
from history.exports import KIND
from jobs.registry import job_kind
from jobs.run import JobRun


@job_kind("history.purge", title="Tidy the history", every_seconds=120)
def purge(run: JobRun) -> dict[str, Any]:
    return {
        "entries_removed": services.purge_discarded(),
        "entries_broken_off": services.mark_broken_off(),
    }


@job_kind(KIND, title="Export the history", attempts=3)
def export(run: JobRun) -> dict[str, Any]:
    return ExportMaking(run, zone=zone_of(run.owner)).make()
