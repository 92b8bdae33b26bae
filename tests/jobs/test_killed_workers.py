"""Real workers, killed in every way there is: no job is lost, none is done twice."""

import signal
import time

import psutil
import pytest

from tests.jobs.observing import begun, effects_of, process_of, wait_until_done
from tests.processes import Site, WorkerProcess, alive, wait_until

pytestmark = pytest.mark.processes
KILLS = 10


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
    # Of idle workers one holds the lock of the queue while it waits: then nobody can get at it.
    victims = {"main": [main], "sentinel": [sentinel], "idle workers": before[:2]}
    for victim in victims[level]:
        victim.kill()
    [job] = site.enqueue("tests.steps", steps=2, step_seconds=0.1)
    wait_until_done(site, [job])
    if level != "idle workers":
        assert alive([sentinel, *before]) == []


def test_the_log_shows_no_locked_database(site: Site) -> None:
    log = site.folder / "worker.log"
    assert "database is locked" not in log.read_text(errors="replace")
