"""Job kinds whose effect can be counted, and one that only ends when it is told to."""

import time
from typing import Any

from accounts.models import AuditAction, AuditEvent
from jobs.registry import job_kind
from jobs.run import JobRun


@job_kind("tests.steps", title="Step by step", attempts=20)
def steps(run: JobRun) -> None:
    count = int(run.params["steps"])
    for number in range(count):
        run.checkpoint(number / count, f"Step {number + 1} of {count}")
        time.sleep(run.params["step_seconds"])
    with run.finishing() as result:
        # Committed with the job's state or not at all: what the tests count.
        AuditEvent.objects.create(action=AuditAction.DATA_EXPORTED, detail=f"effect {run.job_id}")
        result["attempt"] = run.attempt


@job_kind("tests.deaf", title="Without a checkpoint")
def deaf(run: JobRun) -> dict[str, Any]:
    time.sleep(run.params["seconds"])
    return {}
