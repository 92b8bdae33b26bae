"""What dead workers, lost deliveries and the passing of time leave behind."""

import os
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from django_q.models import OrmQ
from django_q.tasks import async_task

from jobs import janitor
from jobs.delivery import RUNNER
from jobs.models import Job, State, WorkerHeartbeat
from jobs.runner import run_job
from jobs.services import enqueue
from jobs.transitions import hand_back, running
from tests.jobs.builders import ago, make_done_with_file, make_job
from tests.jobs.conftest import KIND, reload

pytestmark = pytest.mark.django_db


def deliveries() -> list[str]:
    return [row.task["args"][0] for row in OrmQ.objects.order_by("id")]


# Lost workers ----------------------------------------------------------------------------------------
def test_a_job_without_a_heartbeat_is_begun_again() -> None:
    job = make_job(state=State.RUNNING, heartbeat_at=ago(seconds=60), progress=0.7)
    janitor.tick()
    job = reload(job)
    assert (job.state, job.run_token, job.progress, job.attempts) == (State.QUEUED, None, 0.0, 1)
    assert deliveries() == [str(job.id)]


def test_a_job_with_a_heartbeat_is_left_alone() -> None:
    job = make_job(state=State.RUNNING, started_at=ago(hours=3), heartbeat_at=ago(seconds=5))
    janitor.tick()
    assert reload(job).state == State.RUNNING


def test_a_job_that_takes_every_worker_down_is_given_up_with_a_reason() -> None:
    job = make_job(state=State.RUNNING, heartbeat_at=ago(seconds=60), attempts=3, max_attempts=3)
    janitor.tick()
    job = reload(job)
    assert (job.state, job.error_code) == (State.FAILED, "worker_stopped")
    assert job.error.startswith("The worker stopped while doing this")


def test_a_lost_job_that_was_to_be_cancelled_is() -> None:
    job = make_job(state=State.RUNNING, heartbeat_at=ago(seconds=60), cancel_requested_at=ago(seconds=70))
    janitor.tick()
    assert reload(job).state == State.CANCELLED


def test_two_janitors_take_a_job_up_once() -> None:
    make_job(state=State.RUNNING, heartbeat_at=ago(seconds=60))
    assert [janitor.take_up_lost(), janitor.take_up_lost()] == [1, 0]


def test_jobs_of_dead_processes_of_this_worker_are_taken_up_at_once() -> None:
    dead = make_job(state=State.RUNNING, worker="here-1:999999999")
    living = make_job(state=State.RUNNING, worker=f"here-1:{os.getpid()}")
    elsewhere = make_job(state=State.RUNNING, worker="there-2:999999999")
    janitor.take_up_dead(worker="here-1")
    assert [reload(job).state for job in (dead, living, elsewhere)] == ["queued", "running", "running"]


def test_a_worker_that_stops_hands_its_jobs_back_uncounted() -> None:
    mine = make_job(state=State.RUNNING, worker="here-1:5", attempts=2)
    other = make_job(state=State.RUNNING, worker="here-10:5")
    hand_back(running(worker="here-1"))
    assert (reload(mine).state, reload(mine).attempts) == (State.QUEUED, 1)
    assert reload(other).state == State.RUNNING


# Deliveries ------------------------------------------------------------------------------------------
def test_a_job_that_was_never_delivered_is() -> None:
    job = make_job()
    janitor.tick()
    assert deliveries() == [str(job.id)]


def test_a_job_that_waits_for_its_next_attempt_is_delivered_when_it_is_due() -> None:
    job = make_job(not_before=timezone.now() + timedelta(seconds=30))
    janitor.deliver_waiting()
    assert deliveries() == []
    Job.objects.update(not_before=timezone.now())
    janitor.deliver_waiting()
    assert deliveries() == [str(job.id)]


def test_a_lost_delivery_is_repeated_once_the_queue_is_empty() -> None:
    job = make_job(delivered_at=ago(seconds=30))
    janitor.deliver_waiting()
    assert deliveries() == [str(job.id)]


def test_deliveries_do_not_pile_up_while_workers_are_busy() -> None:
    for _ in range(5):
        make_job()
    for _ in range(3):
        janitor.deliver_waiting()
        Job.objects.update(delivered_at=ago(seconds=30))
    assert len(deliveries()) == 5


def test_a_delivery_just_made_is_given_time() -> None:
    make_job(delivered_at=timezone.now())
    janitor.deliver_waiting()
    assert deliveries() == []


# What comes round ------------------------------------------------------------------------------------
def test_periodic_work_is_started_for_the_site_and_only_when_due(does: Any) -> None:
    does(lambda run: None, name="tests.round", every_seconds=3600)
    rounds = Job.objects.filter(kind="tests.round")
    janitor.start_periodic()
    janitor.start_periodic()
    assert rounds.get().owner is None
    run_job(str(rounds.get().id))
    janitor.start_periodic()
    assert rounds.count() == 1
    rounds.update(created_at=ago(seconds=3601))
    janitor.start_periodic()
    assert rounds.count() == 2


def test_a_round_that_still_runs_is_not_started_again(does: Any) -> None:
    does(lambda run: None, name="tests.round", every_seconds=60)
    make_job(kind="tests.round", key="tests.round", state=State.RUNNING)
    Job.objects.update(created_at=ago(hours=1))
    janitor.start_periodic()
    assert Job.objects.filter(kind="tests.round").count() == 1


def test_one_chore_that_fails_does_not_stop_the_others(monkeypatch: Any) -> None:
    def broken() -> None:
        raise RuntimeError("the broker is away")

    monkeypatch.setattr(janitor, "waiting_deliveries", broken)
    make_job(delivered_at=ago(seconds=30))
    janitor.tick()
    assert Job.objects.filter(kind="jobs.tidy").exists()


# Tidying ---------------------------------------------------------------------------------------------
def tidy(capture: Any) -> dict[str, Any]:
    with capture(execute=True):
        job = enqueue(kind="jobs.tidy")
        run_job(str(job.id))
    assert reload(job).state == State.DONE
    return reload(job).result


def test_old_jobs_are_forgotten_with_their_files(
    alice: Any, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    days = settings.CONFIG.job_keep_days
    old = make_done_with_file(owner=alice, finished_at=ago(days=days + 1))
    young = make_done_with_file(owner=alice, finished_at=ago(hours=2))
    waiting = make_job(owner=alice)
    Job.objects.filter(id=waiting.id).update(created_at=ago(days=days + 1))
    tidy(django_capture_on_commit_callbacks)
    assert set(Job.objects.for_user(alice)) == {young, waiting}
    assert not default_storage.exists(old.file.name)
    assert default_storage.exists(young.file.name)


def test_result_files_are_kept_for_a_day(alice: Any, django_capture_on_commit_callbacks: Any) -> None:
    job = make_done_with_file(owner=alice, finished_at=ago(hours=25))
    tidy(django_capture_on_commit_callbacks)
    assert not default_storage.exists(job.file.name)
    assert reload(job).state == State.DONE
    assert not reload(job).has_file


def test_the_last_round_is_remembered(does: Any, django_capture_on_commit_callbacks: Any) -> None:
    does(lambda run: None, name="tests.round", every_seconds=86_400 * 365)
    rounds = [make_job(kind="tests.round", state=State.DONE, finished_at=ago(days=30 + n)) for n in range(2)]
    for n, job in enumerate(rounds):
        Job.objects.filter(id=job.id).update(created_at=ago(days=30 + n))
    tidy(django_capture_on_commit_callbacks)
    assert list(Job.objects.filter(kind="tests.round")) == [rounds[0]]


def test_files_without_a_job_are_removed_after_a_day(django_capture_on_commit_callbacks: Any) -> None:
    old, new = (
        default_storage.save(f"jobs/ab/cd/{name}", ContentFile(b"x")) for name in ("old.txt", "new.txt")
    )
    two_days_ago = ago(days=2).timestamp()
    os.utime(default_storage.path(old), (two_days_ago, two_days_ago))
    assert tidy(django_capture_on_commit_callbacks)["stray_files"] == 1
    assert (default_storage.exists(old), default_storage.exists(new)) == (False, True)


def test_what_killed_processes_left_goes_after_a_day(
    settings: Any, tmp_path: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.DATA_DIR, settings.FILE_UPLOAD_TEMP_DIR = tmp_path, tmp_path / "uploads"
    left = [tmp_path / name for name in ("uploads/half.upload", "restore-x/voicesite.sqlite3")]
    left.append(settings.MEDIA_ROOT / "health" / "abc")
    fresh, kept = tmp_path / "uploads" / "coming.upload", tmp_path / "before-restore-y"
    for path in [*left, fresh, kept]:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    two_days_ago = ago(days=2).timestamp()
    for path in [*left, left[1].parent, kept]:
        os.utime(path, (two_days_ago, two_days_ago))
    assert tidy(django_capture_on_commit_callbacks)["leftovers"] == 3
    assert [path.exists() for path in [*left, left[1].parent]] == [False] * 4
    assert fresh.exists()
    assert kept.exists()


def test_deliveries_of_finished_jobs_are_taken_off_the_queue(django_capture_on_commit_callbacks: Any) -> None:
    done, under_way = make_job(state=State.DONE), make_job(state=State.RUNNING)
    for job in (done, under_way):
        async_task(RUNNER, str(job.id))
    OrmQ.objects.update(lock=timezone.now() + timedelta(hours=5))
    assert tidy(django_capture_on_commit_callbacks)["deliveries"] == 1
    assert str(done.id) not in deliveries()
    assert str(under_way.id) in deliveries()


def test_workers_of_yesterday_are_forgotten(django_capture_on_commit_callbacks: Any) -> None:
    WorkerHeartbeat.objects.create(name="old", pid=1, seen_at=ago(days=2))
    WorkerHeartbeat.objects.create(name="new", pid=2)
    tidy(django_capture_on_commit_callbacks)
    assert [worker.name for worker in WorkerHeartbeat.objects.all()] == ["new"]


def test_a_kind_without_a_period_is_never_started_by_itself(does: Any) -> None:
    janitor.start_periodic()
    assert not Job.objects.filter(kind=KIND).exists()
