"""Background work of this app and of its rooms: found here at start."""

from typing import Any

from jobs.registry import job_kind
from jobs.run import JobRun
from studio.compositions.preview import tasks as preview_tasks  # noqa: F401 - importing registers them
from studio.compositions.projects import tasks as project_tasks  # noqa: F401
from studio.compositions.rendering import tasks as mixing_tasks  # noqa: F401
from studio.conversations.exports import tasks as export_tasks  # noqa: F401
from studio.conversations.rendering import tasks as rendering_tasks  # noqa: F401
from studio.conversations.services import purge_discarded


@job_kind("studio.purge_conversations", title="Remove deleted conversations for good", every_seconds=120)
def purge_conversations(run: JobRun) -> dict[str, Any]:
    return {"conversations_removed": purge_discarded()}
