"""Real workers, killed in every way there is: no job is lost, none is done twice."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import psutil
import pytest

from tests.jobs.observing import PROMISE_SECONDS, begun, effects_of, process_of, wait_until_done
from tests.processes import PATIENCE_SECONDS, Site, WorkerProcess, alive, wait_until

pytestmark = pytest.mark.processes
KILLS = 10
# In turn: the process that does the job, the queue's main process, the worker above both.
VICTIMS: list[Callable[[WorkerProcess, dict[str, Any]], psutil.Process]] = [
    lambda worker, job: psutil.Process(process_of(job)),
    lambda worker, job: psutil.Process(worker.pid).children()[0],
    lambda worker, job: psutil.Process(worker.pid),
]


def test_ten_kills_at_every_level_lose_no_job_and_do_none_twice(site: Site) -> None:
    jobs = site.enqueue("tests.steps", 6, steps=20, step_seconds=0.25)
    interrupted: set[tuple[str, int]] = set()
    with ExitStack() as started:
        worker = started.enter_context(WorkerProcess(site))
        for number in range(KILLS):
            job = begun_anew(site, worker, interrupted)
            interrupted.add((job["id"], job["attempts"]))
            family = worker.family()
            victim = VICTIMS[number % len(VICTIMS)](worker, job)
            victim.kill()
            if victim.pid == worker.pid:
                worker.wait(PATIENCE_SECONDS)
                wait_until(
                    lambda family=family: not alive(family),
                    seconds=PATIENCE_SECONDS,
                    why="the end of the family",
                )
                worker = started.enter_context(WorkerProcess(site))
        wait_until_done(site, jobs)
    assert sum(site.job(job)["attempts"] for job in jobs) >= len(jobs) + KILLS


def begun_anew(site: Site, worker: WorkerProcess, interrupted: set[tuple[str, int]]) -> dict[str, Any]:
    """An attempt in the middle of its work that has not been interrupted yet."""

    def find() -> dict[str, Any] | None:
        living = {process.pid for process in worker.family()}
        under_way = [job for job in site.running("tests.steps") if job["progress"] > 0]
        anew = [job for job in under_way if (job["id"], job["attempts"]) not in interrupted]
        return next((job for job in anew if process_of(job) in living), None)

    return wait_until(find, seconds=PROMISE_SECONDS, why="a job under way")


def test_a_process_that_freezes_and_wakes_up_makes_nothing_twice(site: Site, worker: WorkerProcess) -> None:
    [job] = site.enqueue("tests.steps", steps=24, step_seconds=0.25)
    frozen = psutil.Process(process_of(begun(site)))
    frozen.suspend()
    try:
        wait_until_done(site, [job])
    finally:
        frozen.resume()
    time.sleep(8)  # longer than what it had left to do
    assert effects_of(site, job) == 1
    assert site.job(job)["attempts"] == 2


@pytest.mark.parametrize("level", ["main", "sentinel", "idle workers"])
def test_the_queue_is_started_again_when_a_part_of_it_is_killed(
    site: Site, worker: WorkerProcess, level: str
) -> None:
    main = wait_until(
        lambda: psutil.Process(worker.pid).children(), seconds=PATIENCE_SECONDS, why="the queue's process"
    )[0]
    [sentinel] = wait_until(main.children, seconds=PATIENCE_SECONDS, why="the queue's sentinel")
    before = wait_until(
        lambda: len(sentinel.children()) == 4 and sentinel.children(),
        seconds=PATIENCE_SECONDS,
        why="the queue's workers",
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
