"""What the site writes at its busiest: jobs begun, moved on and finished, clips stored, the audit log.

To be imported once Django is set up.
"""

import uuid
from collections.abc import Callable

from accounts.models import AuditAction, AuditEvent, User
from clips.models import Clip
from jobs import registry
from jobs.models import Job
from jobs.run import JobRun
from jobs.runner import claim
from jobs.services import enqueue

KIND = "benchmarks.write"
registry.job_kind(KIND, title="Benchmark")(lambda run: None)


class BusySite:
    """One writer's round. Each starts at another place of it: what needs an earlier step passes without."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._writer = User.objects.get(username="writer")
        self._enqueued: list[uuid.UUID] = []
        self._runs: list[JobRun] = []

    def writes(self) -> dict[str, Callable[[], object]]:
        return {
            "begin job": self.begin_job,
            "claim job": self.claim_job,
            "report progress": self.report_progress,
            "store clip": self.store_clip,
            "finish job": self.finish_job,
            "audit": self.audit,
        }

    def begin_job(self) -> None:
        job = enqueue(kind=KIND, owner=self._writer, params={"writer": self._number})
        self._enqueued.append(job.id)

    def claim_job(self) -> None:
        job = claim(self._enqueued.pop()) if self._enqueued else None
        if job and job.run_token:
            self._runs.append(JobRun(job, job.run_token))

    def report_progress(self) -> None:
        if self._runs:
            self._runs[-1].checkpoint(0.5, "Half-way")

    def store_clip(self) -> None:
        name = uuid.uuid4().hex
        audio = {"duration_seconds": 1.0, "sample_rate_hz": 24_000, "channels": 1, "peaks": bytes(800)}
        form = {
            "mime": "audio/wav",
            "container": "wav",
            "codec": "pcm_s16le",
            "bytes": 44,
            "sha256": name * 2,
        }
        Clip.objects.create(owner=self._writer, title="Clip", file=f"clips/{name}.wav", **form, **audio)

    def finish_job(self) -> None:
        if self._runs:
            with self._runs.pop().finishing() as result:
                AuditEvent.objects.create(action=AuditAction.DATA_EXPORTED, username="writer", detail="done")
                result["total"] = Job.objects.filter(owner=self._writer).count()

    def audit(self) -> None:
        AuditEvent.objects.create(action=AuditAction.SIGNED_IN, user=self._writer, username="writer")
