"""Job kinds that exist for one test."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from jobs import registry
from jobs.models import Job
from jobs.run import JobRun

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
