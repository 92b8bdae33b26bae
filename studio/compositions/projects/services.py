"""A project as the file of a job: for what is too large to be packed while somebody waits."""

from django.core.files import File

from common.errors import TooLarge
from common.file_names import stem_of_title
from jobs.models import Job
from jobs.run import JobRun
from jobs.services import enqueue
from speech.archives.packing import Packed
from speech.requests import shortened
from studio.compositions.projects.limits import PACKED_AT_ONCE_BYTES
from studio.compositions.projects.packing import Project
from studio.models import Composition

KIND = "studio.project"


def file_name(composition: Composition, suffix: str) -> str:
    return f"{stem_of_title(composition.name, otherwise='composition')}.{suffix}"


def packed_at_once(composition: Composition) -> Packed:
    project = Project(composition)
    if project.bytes > PACKED_AT_ONCE_BYTES:
        raise TooLarge(
            "This project is packed by a job: ask for it with POST /api/compositions/{id}/project.",
            code="needs_a_job",
        )
    return project.packed()


def start_packing(*, composition: Composition) -> Job:
    return enqueue(
        kind=KIND,
        owner=composition.owner,
        key=f"{KIND}:{composition.pk}:{composition.revision}",
        title=f"Pack “{shortened(composition.name)}”",
        params={"composition_id": str(composition.pk)},
    )


def attach_project(run: JobRun, composition: Composition) -> None:
    run.checkpoint(0.0, "Packing")
    packed = Project(composition).packed()
    with packed.file:
        run.attach_file(file_name(composition, "zip"), File(packed.file))
