"""Background work of this app and of its rooms: found here at start."""

from typing import Any

from jobs.registry import job_kind
from jobs.run import JobRun
from profiles.effects import tasks as effects_tasks  # noqa: F401 - importing registers them
from profiles.matching import tasks as matching_tasks  # noqa: F401 - importing registers them
from profiles.samples import tasks as samples_tasks  # noqa: F401 - importing registers them
from profiles.services import purge_discarded


@job_kind("profiles.purge", title="Remove deleted voice profiles for good", every_seconds=120)
def purge_profiles(run: JobRun) -> dict[str, Any]:
    return {"profiles_removed": purge_discarded()}
