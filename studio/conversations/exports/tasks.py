"""Background work of this room."""

from typing import Any

from jobs.registry import job_kind
from jobs.run import JobRun
from studio.conversations.exports.making import ExportMaking
from studio.conversations.exports.services import KIND


@job_kind(KIND, title="Export a conversation")
def export_conversation(run: JobRun) -> dict[str, Any]:
    return ExportMaking(run).make()
