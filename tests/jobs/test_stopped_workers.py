"""Real workers, stopped: nothing stays behind, and what was under way is somebody else's at once."""

import signal

import pytest

from tests.jobs.observing import begun, effects_of, wait_until_done
from tests.processes import PATIENCE_SECONDS, Site, WorkerProcess, alive, wait_until

pytestmark = pytest.mark.processes


def test_a_killed_worker_leaves_nothing_running_and_its_job_to_the_next(site: Site) -> None:
    with WorkerProcess(site) as first:
        [job] = site.enqueue("tests.steps", steps=60, step_seconds=0.25)
        begun(site)
        family = first.family()
        assert len(family) >= 6
        first.send(signal.SIGKILL)
        first.wait(PATIENCE_SECONDS)
        wait_until(lambda: not alive(family), seconds=PATIENCE_SECONDS, why="the end of the whole family")
    with WorkerProcess(site):
        wait_until_done(site, [job])


def test_ctrl_c_leaves_nothing_running_and_hands_the_jobs_back(site: Site) -> None:
    with WorkerProcess(site) as worker:
        steady, deaf = (
            site.enqueue("tests.steps", steps=400, step_seconds=0.25),
            site.enqueue("tests.deaf", seconds=120),
        )
        begun(site)
        wait_until(
            lambda: site.running("tests.deaf"), seconds=PATIENCE_SECONDS, why="the second job under way"
        )
        family = worker.family()
        worker.send(signal.SIGINT)
        # Well before the jobs would have ended by themselves.
        assert worker.wait(30) == 0
        assert alive(family) == []
    for job in (*steady, *deaf):
        row = site.job(job)
        assert (row["state"], row["attempts"], row["run_token"]) == ("queued", 0, None)
    assert site.rows("select * from jobs_workerheartbeat where pid = ?", worker.pid) == []
    site.python("from jobs.models import Job; Job.objects.active().delete()")


def test_a_cancel_takes_effect_at_a_checkpoint_long_before_the_work_would_end(
    site: Site, worker: WorkerProcess
) -> None:
    [job] = site.enqueue("tests.steps", steps=400, step_seconds=0.2)
    begun(site)
    site.python(
        "from jobs.models import Job; from jobs.services import cancel; "
        f"cancel(job=Job.objects.get(id={job!r}))"
    )
    wait_until(
        lambda: site.job(job)["state"] == "cancelled", seconds=PATIENCE_SECONDS, why="the cancelled job's end"
    )
    assert site.job(job)["progress"] < 1
    assert effects_of(site, job) == 0
