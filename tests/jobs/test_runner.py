"""One attempt at a job: claimed once, finished once, whatever its handler does."""

import logging
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import OperationalError
from django.utils import timezone
from django_q.exceptions import TimeoutException

from accounts.models import AuditAction, AuditEvent
from common.errors import NotFound, Unavailable
from common.request_id import current_request_id
from jobs import run as run_module
from jobs import runner, services
from jobs.errors import JobCancelled, JobFailed, JobLost
from jobs.models import Job, State
from jobs.run import JobRun
from jobs.runner import claim, run_job
from jobs.transitions import backoff_seconds
from tests.jobs.builders import make_job
from tests.jobs.conftest import reload

pytestmark = pytest.mark.django_db


def run_of(job: Job) -> JobRun:
    claimed = claim(job.id)
    assert claimed is not None
    assert claimed.run_token is not None
    return JobRun(claimed, claimed.run_token)


def steal(run: JobRun) -> None:
    """Another worker has taken the job up."""
    Job.objects.filter(id=run.job_id).update(run_token=uuid.uuid4())


def effects() -> int:
    return AuditEvent.objects.filter(detail="effect").count()


def make_effect() -> None:
    AuditEvent.objects.create(action=AuditAction.DATA_EXPORTED, detail="effect")


# Claiming --------------------------------------------------------------------------------------------
def test_of_two_deliveries_one_claims() -> None:
    job = make_job()
    assert claim(job.id) is not None
    assert claim(job.id) is None
    assert reload(job).attempts == 1


@pytest.mark.parametrize("state", [State.RUNNING, State.DONE, State.FAILED, State.CANCELLED])
def test_only_a_waiting_job_is_claimed(state: State) -> None:
    assert claim(make_job(state=state).id) is None


def test_a_job_is_not_claimed_before_its_time() -> None:
    assert claim(make_job(not_before=timezone.now() + timedelta(minutes=1)).id) is None


def test_a_delivery_of_a_job_that_is_gone_is_ignored() -> None:
    run_job(str(uuid.uuid4()))


# Finishing -------------------------------------------------------------------------------------------
def test_what_the_handler_returns_is_the_result(does: Any) -> None:
    job = make_job()
    run_job(str(job.id))
    job = reload(job)
    assert (job.state, job.result, job.progress, job.run_token) == (State.DONE, {"answer": 42}, 1.0, None)
    assert job.finished_at is not None


def test_however_often_it_is_delivered_it_is_done_once(does: Any) -> None:
    calls: list[uuid.UUID] = []
    does(lambda run: calls.append(run.job_id))
    job = make_job()
    for _ in range(5):
        run_job(str(job.id))
    assert calls == [job.id]


def test_finishing_commits_effects_and_state_together(does: Any) -> None:
    def handler(run: JobRun) -> None:
        with run.finishing() as result:
            make_effect()
            result["made"] = 1

    does(handler)
    job = make_job()
    run_job(str(job.id))
    assert (reload(job).state, reload(job).result, effects()) == (State.DONE, {"made": 1}, 1)


def test_an_error_while_finishing_leaves_no_effect(does: Any) -> None:
    def handler(run: JobRun) -> None:
        with run.finishing():
            make_effect()
            raise ValueError("halfway")

    does(handler)
    job = make_job()
    run_job(str(job.id))
    assert (reload(job).state, effects()) == (State.QUEUED, 0)


def test_who_has_lost_the_lease_can_not_finish() -> None:
    run = run_of(make_job())
    steal(run)
    with pytest.raises(JobLost), run.finishing():
        make_effect()
    assert effects() == 0


def test_a_worker_that_lost_its_job_leaves_it_alone(does: Any) -> None:
    does(steal)
    job = make_job()
    run_job(str(job.id))
    assert reload(job).state == State.RUNNING


def test_an_error_after_the_job_is_done_does_not_undo_it(does: Any) -> None:
    def handler(run: JobRun) -> None:
        with run.finishing() as result:
            result["made"] = 1
        raise ValueError("too late")

    does(handler)
    job = make_job()
    run_job(str(job.id))
    assert reload(job).state == State.DONE


# Progress and cancelling -----------------------------------------------------------------------------
def test_a_checkpoint_says_how_far_it_is() -> None:
    job = make_job()
    run_of(job).checkpoint(0.4, "Reading clip 4 of 10")
    assert (reload(job).progress, reload(job).step) == (0.4, "Reading clip 4 of 10")


def test_progress_is_kept_between_nought_and_one() -> None:
    job = make_job()
    run_of(job).checkpoint(1.7)
    assert reload(job).progress == 1.0


def test_many_checkpoints_are_few_writes(django_assert_max_num_queries: Any) -> None:
    run = run_of(make_job())
    with django_assert_max_num_queries(12):
        for number in range(2000):
            run.checkpoint(number / 2000)


def test_what_was_held_back_is_written_by_the_next_heartbeat() -> None:
    job = make_job()
    run = run_of(job)
    run.checkpoint(0.1, "first")
    run.checkpoint(0.2, "second")
    assert reload(job).step == "first"
    assert run.has_news
    run.beat()
    assert (reload(job).step, reload(job).progress) == ("second", 0.2)


def test_a_cancelled_job_stops_at_its_next_checkpoint(does: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(run_module, "CHECK_EVERY_SECONDS", 0.0)
    reached: list[str] = []

    def handler(run: JobRun) -> None:
        run.checkpoint(0.1)
        services.cancel(job=Job.objects.get(id=run.job_id))
        run.checkpoint(0.2)
        reached.append("after")

    does(handler)
    job = make_job()
    run_job(str(job.id))
    assert reload(job).state == State.CANCELLED
    assert reached == []


def test_a_handler_that_shrugs_off_errors_is_stopped_all_the_same(does: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(run_module, "CHECK_EVERY_SECONDS", 0.0)

    def handler(run: JobRun) -> None:
        services.cancel(job=Job.objects.get(id=run.job_id))
        for _ in range(3):
            try:
                run.checkpoint()
            except Exception:  # noqa: S112 - the carelessness is the point
                continue

    does(handler)
    job = make_job()
    run_job(str(job.id))
    assert reload(job).state == State.CANCELLED


def test_a_cancelled_job_can_not_finish() -> None:
    job = make_job()
    run = run_of(job)
    services.cancel(job=job)
    with pytest.raises(JobCancelled), run.finishing():
        make_effect()
    assert effects() == 0


# Failing ---------------------------------------------------------------------------------------------
def test_a_failure_for_good_is_told_in_its_own_words(does: Any) -> None:
    def handler(run: JobRun) -> None:
        raise JobFailed("The file is no ZIP archive.", code="not_a_zip")

    does(handler)
    job = make_job()
    run_job(str(job.id))
    job = reload(job)
    assert (job.state, job.error_code, job.error) == (
        State.FAILED,
        "not_a_zip",
        "The file is no ZIP archive.",
    )
    assert job.attempts == 1


def test_a_service_that_refuses_is_not_asked_again(does: Any) -> None:
    def handler(run: JobRun) -> None:
        raise NotFound("The clip is gone.")

    does(handler)
    job = make_job()
    run_job(str(job.id))
    assert (reload(job).state, reload(job).error) == (State.FAILED, "The clip is gone.")


def test_a_surprise_is_tried_again_later_and_never_shown(does: Any) -> None:
    def handler(run: JobRun) -> None:
        raise RuntimeError("/secret/path: SELECT * FROM passwords")

    does(handler)
    job = make_job(max_attempts=2)
    run_job(str(job.id))
    job = reload(job)
    assert job.state == State.QUEUED
    assert job.not_before > timezone.now()
    Job.objects.update(not_before=timezone.now())
    run_job(str(job.id))
    job = reload(job)
    assert (job.state, job.error_code, job.attempts) == (State.FAILED, "internal", 2)
    assert "secret" not in job.error
    assert job.error.endswith(".")


def test_what_is_unavailable_is_waited_for_as_long_as_it_asks(does: Any) -> None:
    def handler(run: JobRun) -> None:
        raise Unavailable("The engine is warming up.", retry_after_seconds=300)

    does(handler)
    job = make_job()
    run_job(str(job.id))
    assert reload(job).not_before > timezone.now() + timedelta(seconds=200)


def test_a_cancelled_job_is_not_tried_again(does: Any) -> None:
    def handler(run: JobRun) -> None:
        services.cancel(job=Job.objects.get(id=run.job_id))
        raise RuntimeError

    does(handler)
    job = make_job()
    run_job(str(job.id))
    assert reload(job).state == State.CANCELLED


def test_a_kind_of_another_version_fails_with_a_sentence() -> None:
    job = make_job(kind="tests.gone", max_attempts=1)
    run_job(str(job.id))
    assert reload(job).state == State.FAILED


def test_a_job_that_runs_too_long_fails_and_its_process_is_replaced(does: Any) -> None:
    def handler(run: JobRun) -> None:
        raise TimeoutException("Task exceeded maximum timeout value")

    does(handler)
    job = make_job()
    with pytest.raises(TimeoutException):
        run_job(str(job.id))
    assert (reload(job).state, reload(job).error_code) == (State.FAILED, "timeout")


def test_waits_grow_and_end_somewhere() -> None:
    assert 1.5 < backoff_seconds(1) < 2.5 < 6 < backoff_seconds(2) < 10
    assert backoff_seconds(50) <= 720
    assert len({backoff_seconds(3) for _ in range(10)}) > 1


def test_a_busy_database_is_asked_again(monkeypatch: Any) -> None:
    monkeypatch.setattr(runner, "_WAITS_SECONDS", (0.0, 0.0))
    monkeypatch.setattr(
        runner, "connection", type("Connection", (), {"in_atomic_block": False, "close": lambda: 0})
    )
    answers = iter([OperationalError("database is locked"), None])

    def busy_once() -> str:
        if error := next(answers):
            raise error
        return "written"

    assert runner._persistently(busy_once) == "written"


# Files and the surroundings --------------------------------------------------------------------------
def test_an_attached_file_is_kept_with_the_job(does: Any) -> None:
    does(lambda run: run.attach_file("tale.txt", ContentFile(b"Once")))
    job = make_job()
    run_job(str(job.id))
    job = reload(job)
    assert job.has_file
    assert job.file_name == "tale.txt"
    assert job.file.name.startswith("jobs/")
    assert "tale" not in job.file.name
    assert job.file.read() == b"Once"


@pytest.mark.parametrize("ending", ["error", "loss"])
def test_the_file_of_an_attempt_that_came_to_nothing_is_removed(does: Any, ending: str) -> None:
    names: list[str] = []

    def handler(run: JobRun) -> None:
        run.attach_file("tale.txt", ContentFile(b"Once"))
        names.append(Job.objects.get(id=run.job_id).file.name)
        if ending == "error":
            raise ValueError
        steal(run)

    does(handler)
    run_job(str(make_job().id))
    assert not default_storage.exists(names[0])


def test_the_file_that_a_killed_attempt_left_is_removed(does: Any) -> None:
    left = default_storage.save("jobs/ab/left.txt", ContentFile(b"half"))
    job = make_job(file=left, file_name="tale.txt")
    run_job(str(job.id))
    assert not default_storage.exists(left)
    assert not reload(job).has_file


def test_the_file_goes_with_its_job(does: Any, alice: Any, django_capture_on_commit_callbacks: Any) -> None:
    does(lambda run: run.attach_file("tale.txt", ContentFile(b"Once")))
    job = make_job(owner=alice)
    run_job(str(job.id))
    name = reload(job).file.name
    with django_capture_on_commit_callbacks(execute=True):
        alice.delete()
    assert not default_storage.exists(name)


def test_its_log_lines_carry_the_id_of_the_request(does: Any, caplog: Any) -> None:
    seen: list[str] = []
    does(lambda run: seen.append(current_request_id()))
    job = make_job(request_id="abcdef0123456789")
    with caplog.at_level(logging.INFO, logger="jobs.runner"):
        run_job(str(job.id))
    assert seen == ["abcdef0123456789"]
    assert [record.message.split(") ")[1].split()[0] for record in caplog.records] == ["started,", "done"]
    assert caplog.records[1].duration_seconds >= 0
