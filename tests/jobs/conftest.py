"""Job kinds that exist for one test, and real workers."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from jobs import registry
from jobs.models import Job
from jobs.run import JobRun
from tests.new_site import new_site
from tests.processes import PATIENCE_SECONDS, Site, WorkerProcess, wait_until

KIND = "tests.kind"
Handler = Callable[[JobRun], dict[str, Any] | None]


@pytest.fixture
def does() -> Iterator[Callable[..., str]]:
    """`does(handler)` makes it what jobs of kind `tests.kind` do."""
    before = dict(registry._kinds)

    def register(handler: Handler, name: str = KIND, **options: Any) -> str:
        registry._kinds.pop(name, None)
        registry.job_kind(name, title="A test's job", **options)(handler)
        return name

    register(lambda run: {"answer": 42})
    yield register
    registry._kinds.clear()
    registry._kinds.update(before)


def reload(job: Job) -> Job:
    return Job.objects.get(id=job.id)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with new_site(tmp_path_factory.mktemp("site"), job_lost_seconds=10, workers=2) as site:
        yield site


@pytest.fixture
def worker(site: Site) -> Iterator[WorkerProcess]:
    with WorkerProcess(site) as worker:
        wait_until(
            lambda: site.rows("select 1 from jobs_workerheartbeat where pid = ?", worker.pid),
            seconds=PATIENCE_SECONDS,
            why="a sign of life from the worker",
        )
        yield worker
