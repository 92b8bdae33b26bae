"""Real workers, stopped: nothing stays behind, and what was under way is somebody else's at once."""

import signal
import time
from datetime import datetime

import pytest

from tests.jobs.observing import begun, effects_of, wait_until_done
from tests.processes import Site, WorkerProcess, alive, wait_until

pytestmark = pytest.mark.processes


def test_a_killed_worker_leaves_nothing_running_and_its_job_to_the_next(site: Site) -> None:
    with WorkerProcess(site) as first:
        [job] = site.enqueue("tests.steps", steps=12, step_seconds=0.25)
        begun(site)
        family = first.family()
        assert len(family) >= 6
        first.send(signal.SIGKILL)
        first.wait(5)
        wait_until(lambda: not alive(family), seconds=5, why="the end of the whole family")
    with WorkerProcess(site):
        wait_until_done(site, [job])


def test_ctrl_c_leaves_nothing_running_and_hands_the_jobs_back(site: Site) -> None:
    with WorkerProcess(site) as worker:
        steady, deaf = (
            site.enqueue("tests.steps", steps=40, step_seconds=0.25),
            site.enqueue("tests.deaf", seconds=60),
        )
        begun(site)
        wait_until(lambda: site.running("tests.deaf"), seconds=20, why="the second job under way")
        family = worker.family()
        started = time.monotonic()
        worker.send(signal.SIGINT)
        assert worker.wait(10) == 0
        assert time.monotonic() - started < 5
        assert alive(family) == []
    for job in (*steady, *deaf):
        row = site.job(job)
        assert (row["state"], row["attempts"], row["run_token"]) == ("queued", 0, None)
    assert site.rows("select * from jobs_workerheartbeat where pid = ?", worker.pid) == []
    site.python("from jobs.models import Job; Job.objects.active().delete()")


def test_a_cancel_takes_effect_within_a_second_of_a_checkpoint(site: Site, worker: WorkerProcess) -> None:
    [job] = site.enqueue("tests.steps", steps=400, step_seconds=0.2)
    begun(site)
    site.python(
        "from jobs.models import Job; from jobs.services import cancel; "
        f"cancel(job=Job.objects.get(id={job!r}))"
    )
    wait_until(lambda: site.job(job)["state"] == "cancelled", seconds=10, why="the cancelled job's end")
    row = site.job(job)
    asked, ended = (datetime.fromisoformat(row[name]) for name in ("cancel_requested_at", "finished_at"))
    assert (ended - asked).total_seconds() < 1.2  # one step, and a second
    assert effects_of(site, job) == 0
