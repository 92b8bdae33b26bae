"""Background work of this app."""

from typing import Any

from jobs.registry import job_kind
from jobs.run import JobRun
from speech.lexicons.services import purge_discarded
from speech.own_voices import tasks as own_voices_tasks  # noqa: F401 - importing registers them
from speech.packs import PackError
from speech.services import PULL_KIND, VERIFY_KIND, as_app_error, pack_store


@job_kind(PULL_KIND, title="Get a model pack", attempts=3)
def pull(run: JobRun) -> dict[str, Any]:
    """Downloads go on where they stopped, so a second attempt costs only what is missing."""
    name = run.params["name"]
    store = pack_store()

    def on_progress(step: str, done_bytes: int, total_bytes: int) -> None:
        run.checkpoint(progress=done_bytes / max(1, total_bytes), step=step)

    try:
        store.pull(name, on_progress)
    except PackError as error:
        raise as_app_error(error) from error
    return {"name": name, "size_bytes": store.installed_bytes(name)}


@job_kind(VERIFY_KIND, title="Check a model pack", attempts=2)
def verify(run: JobRun) -> dict[str, Any]:
    name = run.params["name"]
    run.checkpoint(step="Reading every byte")
    try:
        pack_store().verify(name)
    except PackError as error:
        raise as_app_error(error) from error
    return {"name": name}


@job_kind("lexicons.purge", title="Remove deleted lexicons for good", every_seconds=120)
def purge_lexicons(run: JobRun) -> dict[str, Any]:
    return {"lexicons_removed": purge_discarded()}
