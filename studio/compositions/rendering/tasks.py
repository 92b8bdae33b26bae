"""Background work of compositions."""

from typing import Any

from jobs.registry import job_kind
from jobs.run import JobRun
from studio.compositions.clips_held import let_go_of_dropped
from studio.compositions.rendering.making import CompositionMaking
from studio.compositions.rendering.services import KIND
from studio.compositions.services import purge_discarded
from studio.models import Composition


@job_kind(KIND, title="Render a composition")
def render_composition(run: JobRun) -> dict[str, Any]:
    """From its beginning however often it is begun: of a render broken off nothing is left. Quiet where the
    composition was deleted meanwhile."""
    there = Composition.objects.filter(pk=run.params["composition_id"], deleted_at=None)
    composition = there.select_related("owner").first()
    return CompositionMaking(run, composition).make() if composition is not None else {}


@job_kind("studio.purge_compositions", title="Remove deleted compositions for good", every_seconds=120)
def purge_compositions(run: JobRun) -> dict[str, Any]:
    return {"compositions_removed": purge_discarded()}


@job_kind(
    "studio.release_dropped_clips", title="Let go of clips taken out of compositions", every_seconds=6 * 3600
)
def release_dropped_clips(run: JobRun) -> dict[str, Any]:
    return {"clips_removed": let_go_of_dropped()}
