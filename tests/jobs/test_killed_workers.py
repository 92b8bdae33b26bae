"""Real workers, killed in every way there is: no job is lost, none is done twice."""

import signal
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.processes import Site, WorkerProcess, alive, wait_until

pytestmark = pytest.mark.processes
KILLS = 10
PROMISE_SECONDS = 60


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    site = Site(tmp_path_factory.mktemp("site"), job_lost_seconds=10, workers=2)
    site.manage("migrate", "--verbosity", "0")
    return site


@pytest.fixture
def worker(site: Site) -> Iterator[WorkerProcess]:
    with WorkerProcess(site) as worker:
        wait_until(
            lambda: site.rows("select 1 from jobs_workerheartbeat where pid = ?", worker.pid),
            seconds=20,
            why="a sign of life from the worker",
        )
        yield worker


def effects_of(site: Site, job_id: str) -> int:
    detail = f"effect {job_id[:8]}-{job_id[8:12]}-{job_id[12:16]}-{job_id[16:20]}-{job_id[20:]}"
    return len(site.rows("select 1 from accounts_auditevent where detail = ?", detail))


def states(site: Site, jobs: list[str]) -> dict[str, int]:
    found = [site.job(job)["state"] for job in jobs]
    return {state: found.count(state) for state in set(found)}


def wait_until_done(site: Site, jobs: list[str], *, seconds: float = PROMISE_SECONDS) -> None:
    wait_until(
        lambda: states(site, jobs) == {"done": len(jobs)}, seconds=seconds, why=f"{len(jobs)} jobs done"
    )
    assert [effects_of(site, job) for job in jobs] == [1] * len(jobs)


def process_of(job: dict[str, Any]) -> int:
    return int(job["worker"].rpartition(":")[2])


def begun(site: Site, *, by_other_than: set[int] = frozenset()) -> dict[str, Any]:
    """A job in the middle of its work."""

    def find() -> dict[str, Any] | None:
        jobs = [job for job in site.running("tests.steps") if job["progress"] > 0]
        return next((job for job in jobs if process_of(job) not in by_other_than), None)

    return wait_until(find, seconds=PROMISE_SECONDS, why="a job under way")


def test_ten_killed_processes_lose_no_job_and_do_none_twice(site: Site, worker: WorkerProcess) -> None:
    jobs = site.enqueue("tests.steps", 6, steps=10, step_seconds=0.25)
    killed: set[int] = set()
    while len(killed) < KILLS:
        process = process_of(begun(site, by_other_than=killed))
        psutil.Process(process).send_signal(signal.SIGKILL)
        killed.add(process)
    wait_until_done(site, jobs)
    assert sum(site.job(job)["attempts"] for job in jobs) >= len(jobs) + KILLS


def test_a_process_that_freezes_and_wakes_up_makes_nothing_twice(site: Site, worker: WorkerProcess) -> None:
    [job] = site.enqueue("tests.steps", steps=8, step_seconds=0.25)
    frozen = psutil.Process(process_of(begun(site)))
    frozen.suspend()
    try:
        wait_until_done(site, [job])
    finally:
        frozen.resume()
    time.sleep(3)  # longer than what it had left to do
    assert effects_of(site, job) == 1
    assert site.job(job)["attempts"] == 2


@pytest.mark.parametrize("level", ["main", "sentinel", "idle workers"])
def test_the_queue_is_started_again_when_a_part_of_it_is_killed(
    site: Site, worker: WorkerProcess, level: str
) -> None:
    main = wait_until(lambda: psutil.Process(worker.pid).children(), seconds=10, why="the queue's process")[0]
    [sentinel] = wait_until(main.children, seconds=20, why="the queue's sentinel")
    before = wait_until(
        lambda: len(sentinel.children()) == 4 and sentinel.children(), seconds=20, why="the queue's workers"
    )
    if level == "idle workers":
        # One of them holds the lock of the queue while it waits: now nobody can get at it.
        victims = before[:2]
    else:
        victims = [main if level == "main" else sentinel]
    for victim in victims:
        victim.kill()
    [job] = site.enqueue("tests.steps", steps=2, step_seconds=0.1)
    wait_until_done(site, [job])
    if level != "idle workers":
        assert alive([sentinel, *before]) == []


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


def test_the_log_shows_no_locked_database(site: Site) -> None:
    log: Path = site.folder / "worker.log"
    assert "database is locked" not in log.read_text(errors="replace")
