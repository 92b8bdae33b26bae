"""Background work of this room."""

from typing import Any

from dictation.audio.asking import KIND, TITLE
from dictation.audio.making import AudioMaking
from dictation.audio.services import settle_all, sweep_unused
from jobs.registry import job_kind
from jobs.run import JobRun


@job_kind(KIND, title=TITLE, attempts=5)
def make_audio(run: JobRun) -> None:
    """What is made is not made again, however often it begins anew."""
    AudioMaking(run).make()


@job_kind("dictation.settle_audio", title="Look for items that nobody speaks", every_seconds=120)
def settle_audio(run: JobRun) -> dict[str, Any]:
    return {"people_settled": settle_all(), "unused_removed": sweep_unused()}
