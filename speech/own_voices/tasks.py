"""Background work of own voices."""

from typing import Any

from jobs.registry import job_kind
from jobs.run import JobRun
from speech.own_voices.hearing import listen
from speech.own_voices.queries import KIND
from speech.own_voices.services import purge_discarded


@job_kind(KIND, title="Listen to a voice")
def own_voice_transcript(run: JobRun) -> dict[str, Any]:
    return listen(run)


@job_kind("own_voices.purge", title="Remove deleted own voices for good", every_seconds=120)
def purge_own_voices(run: JobRun) -> dict[str, Any]:
    return {"voices_removed": purge_discarded()}
