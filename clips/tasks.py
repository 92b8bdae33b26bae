"""What comes round by itself."""

from typing import Any

from clips import services, sweeping
from jobs.registry import job_kind
from jobs.run import JobRun


@job_kind("clips.sweep", title="Tidy audio files", every_seconds=86_400)
def sweep(run: JobRun) -> dict[str, Any]:
    return sweeping.sweep(
        on_step=lambda progress, step: run.checkpoint(progress=progress, step=step)
    ).as_dict()


@job_kind("clips.purge", title="Remove deleted clips for good", every_seconds=120)
def purge(run: JobRun) -> dict[str, Any]:
    return {"clips_removed": services.purge_discarded()}
