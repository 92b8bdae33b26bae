"""Background work of projects."""

from typing import Any

from jobs.registry import job_kind
from jobs.run import JobRun
from studio.compositions.projects.services import KIND, attach_project
from studio.models import Composition


@job_kind(KIND, title="Pack a composition")
def pack_composition(run: JobRun) -> dict[str, Any]:
    """Quiet where it was deleted meanwhile."""
    composition = Composition.objects.filter(pk=run.params["composition_id"], deleted_at=None).first()
    if composition is not None:
        attach_project(run, composition)
    return {"composition_id": run.params["composition_id"]}
