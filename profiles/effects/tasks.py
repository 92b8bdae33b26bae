"""Background work of presets."""

from typing import Any

from jobs.registry import job_kind
from jobs.run import JobRun
from profiles.effects.services import purge_discarded


@job_kind("effect-presets.purge", title="Remove deleted effect presets for good", every_seconds=120)
def purge_presets(run: JobRun) -> dict[str, Any]:
    return {"presets_removed": purge_discarded()}
