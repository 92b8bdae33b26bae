"""Background work of samples."""

from typing import Any

from jobs.registry import job_kind
from jobs.run import JobRun
from profiles.samples.hearing import KIND, listen
from profiles.samples.measuring import measure_unmeasured


@job_kind(KIND, title="Listen to a sample")
def sample_transcript(run: JobRun) -> dict[str, Any]:
    return listen(run)


@job_kind("profiles.measure_samples", title="Measure samples of voices", every_seconds=3_600)
def measure_samples(run: JobRun) -> dict[str, Any]:
    """Where a process was killed before it could, and what was measured in another way than now."""
    return {"samples_measured": measure_unmeasured(check=run.checkpoint)}
