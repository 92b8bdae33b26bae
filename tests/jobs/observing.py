"""What the tests with real workers look at."""

from typing import Any

from tests.processes import Site, wait_until

PROMISE_SECONDS = 120


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


def begun(site: Site) -> dict[str, Any]:
    """A job in the middle of its work."""

    def find() -> dict[str, Any] | None:
        jobs = [job for job in site.running("tests.steps") if job["progress"] > 0]
        return next(iter(jobs), None)

    return wait_until(find, seconds=PROMISE_SECONDS, why="a job under way")
