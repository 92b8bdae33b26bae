"""Starting, cancelling, retrying and removing jobs."""

import threading
import time
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django_q.models import OrmQ

from common.errors import Conflict
from common.request_id import request_id
from jobs import services
from jobs.errors import UnknownKind
from jobs.models import Job, State
from jobs.services import enqueue, wait_for
from tests.jobs.builders import make_job
from tests.jobs.conftest import KIND, reload

pytestmark = pytest.mark.django_db


def test_it_is_delivered_when_the_transaction_commits(does: Any, alice: Any) -> None:
    with pytest.MonkeyPatch.context() as patch:
        delivered: list[Any] = []
        patch.setattr("jobs.services.deliver", delivered.append)
        hooks: list[Any] = []
        patch.setattr(transaction, "on_commit", hooks.append)
        job = enqueue(kind=KIND, owner=alice, params={"clip": 1})
        assert delivered == []
        hooks[0]()
        assert delivered == [job.id]


def test_what_is_rolled_back_is_never_delivered(does: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True) as hooks, transaction.atomic():
        enqueue(kind=KIND)
        transaction.set_rollback(True)
    assert hooks == []
    assert not Job.objects.filter(kind=KIND).exists()


def test_a_delivery_is_a_row_of_the_queue(does: Any, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue(kind=KIND)
    assert OrmQ.objects.get().task["args"] == (str(job.id),)
    assert reload(job).delivered_at is not None


def test_a_broken_queue_does_not_lose_the_job(
    does: Any, monkeypatch: Any, django_capture_on_commit_callbacks: Any
) -> None:
    def unreachable(*_: Any) -> None:
        raise ConnectionError("no broker")

    monkeypatch.setattr("jobs.delivery.async_task", unreachable)
    with django_capture_on_commit_callbacks(execute=True):
        job = enqueue(kind=KIND)
    assert reload(job).state == State.QUEUED


def test_it_takes_the_title_of_its_kind_unless_given_one(does: Any) -> None:
    assert enqueue(kind=KIND).title == "A test's job"
    assert enqueue(kind=KIND, title="Export of Tale").title == "Export of Tale"


def test_an_unknown_kind_is_refused_at_once() -> None:
    with pytest.raises(UnknownKind):
        enqueue(kind="tests.misspelt")


def test_it_carries_the_id_of_the_request_that_started_it(does: Any) -> None:
    with request_id("abcdef0123456789"):
        assert enqueue(kind=KIND).request_id == "abcdef0123456789"


def test_a_key_gives_the_active_job_of_the_same_person(does: Any, alice: Any, bob: Any) -> None:
    first = enqueue(kind=KIND, owner=alice, key="export")
    assert enqueue(kind=KIND, owner=alice, key="export") == first
    assert enqueue(kind=KIND, owner=bob, key="export") != first
    assert enqueue(kind=KIND, key="export").owner is None
    Job.objects.filter(id=first.id).update(state=State.CANCELLED)
    assert enqueue(kind=KIND, owner=alice, key="export") != first


@pytest.mark.parametrize("is_owned", [True, False])
def test_the_database_itself_refuses_a_second_active_job_of_a_key(alice: Any, is_owned: bool) -> None:
    owner = alice if is_owned else None
    make_job(owner=owner, key="export")
    make_job(owner=owner, key="")
    make_job(owner=owner, key="")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_job(owner=owner, key="export")


@pytest.mark.parametrize(
    "fields", [{"progress": 1.5}, {"progress": -0.1}, {"state": "running", "run_token": None}]
)
def test_the_database_refuses_a_row_that_makes_no_sense(fields: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_job(**fields)


def test_a_waiting_job_is_cancelled_at_once() -> None:
    job = services.cancel(job=make_job())
    assert job.state == State.CANCELLED
    assert job.finished_at is not None


def test_a_running_job_is_asked_to_stop() -> None:
    job = services.cancel(job=make_job(state=State.RUNNING))
    assert job.state == State.RUNNING
    assert job.is_cancelling
    assert not job.can_cancel


def test_cancelling_what_is_done_changes_nothing() -> None:
    assert services.cancel(job=make_job(state=State.DONE)).state == State.DONE


def test_a_failed_job_begins_anew() -> None:
    job = services.retry(job=make_job(state=State.FAILED, attempts=3, progress=0.5))
    assert (job.state, job.attempts, job.progress, job.error) == (State.QUEUED, 0, 0.0, "")


@pytest.mark.parametrize("state", [State.QUEUED, State.RUNNING, State.DONE])
def test_only_a_failed_or_cancelled_job_can_be_retried(state: State) -> None:
    with pytest.raises(Conflict):
        services.retry(job=make_job(state=state))


def test_a_retry_is_refused_while_the_same_work_is_under_way(alice: Any) -> None:
    failed = make_job(owner=alice, key="export", state=State.FAILED)
    make_job(owner=alice, key="export")
    with pytest.raises(Conflict):
        services.retry(job=failed)
    assert reload(failed).state == State.FAILED


def test_an_active_job_can_not_be_removed() -> None:
    with pytest.raises(Conflict):
        services.remove(job=make_job(state=State.RUNNING))
    assert Job.objects.count() == 1


def test_waiting_ends_when_the_time_is_up() -> None:
    started = time.monotonic()
    assert wait_for(make_job(), 0.3).state == State.QUEUED
    assert 0.3 <= time.monotonic() - started < 2


@pytest.mark.django_db(transaction=True)
def test_waiting_ends_when_the_job_does() -> None:
    job = make_job()

    def finish() -> None:
        time.sleep(0.3)
        Job.objects.filter(id=job.id).update(state=State.DONE)
        connection.close()

    thread = threading.Thread(target=finish)
    thread.start()
    started = time.monotonic()
    assert wait_for(job, 20).state == State.DONE
    assert time.monotonic() - started < 5
    thread.join()
