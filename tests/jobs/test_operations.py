"""What operators see: the admin, the numbers, and the check before the start."""

import uuid
from typing import Any

import pytest
from django.urls import reverse

from jobs import queries
from jobs.checks import queue_hands_out_after_timeout
from jobs.models import Job, State, WorkerHeartbeat
from tests.jobs.builders import ago, make_job
from tests.jobs.conftest import reload


@pytest.mark.parametrize(
    ("queue", "is_refused"),
    [
        ({"timeout": 60, "retry": 120}, False),
        ({"timeout": 60, "retry": 60}, True),
        ({"timeout": 120, "retry": 60}, True),
        ({"timeout": None, "retry": 60}, True),
        ({"timeout": 90}, True),
    ],
)
def test_a_queue_that_would_do_jobs_twice_does_not_start(
    settings: Any, queue: dict[str, Any], is_refused: bool
) -> None:
    settings.Q_CLUSTER = queue
    assert bool(queue_hands_out_after_timeout()) == is_refused


@pytest.fixture
def admin(client_of: Any, admin_user: Any) -> Any:
    return client_of(admin_user)


def act(admin: Any, action: str, *jobs: Job, **more: str) -> str:
    data = {"action": action, "_selected_action": [str(job.id) for job in jobs], **more}
    answer = admin.post(reverse("admin:jobs_job_changelist"), data, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_admin_lists_everybodys_jobs_at_a_steady_cost(
    admin: Any, alice: Any, bob: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(20):
        make_job(owner=(alice, bob, None)[number % 3], state=State.RUNNING, title=f"Tale {number}")
    with django_assert_max_num_queries(12):
        html = admin.get(reverse("admin:jobs_job_changelist")).content.decode()
    assert html.count("Tale ") >= 20


def test_the_admin_finds_and_shows_a_job(admin: Any, alice: Any) -> None:
    job = make_job(owner=alice, title="Tale", params={"clip": "c1"}, state=State.FAILED)
    assert "Tale" in admin.get(reverse("admin:jobs_job_changelist"), {"q": "alice"}).content.decode()
    html = admin.get(reverse("admin:jobs_job_change", args=[job.id])).content.decode()
    assert "c1" in html
    assert '<input type="text" name="state"' not in html


@pytest.mark.django_db
def test_the_admin_acts_on_jobs(admin: Any) -> None:
    waiting, failed, stuck = (make_job(state=state) for state in ("queued", "failed", "running"))
    assert "1 cancelled;" in act(admin, "cancel_chosen", waiting, failed)
    assert "1 begun again;" in act(admin, "retry_chosen", failed, stuck)
    assert "1 marked." in act(admin, "mark_failed", stuck, waiting)
    assert [reload(job).state for job in (waiting, failed, stuck)] == ["cancelled", "queued", "failed"]
    assert reload(stuck).error_code == "stopped"


def test_the_admin_deletes_finished_jobs_and_says_which_are_not(admin: Any) -> None:
    done, failed, busy = (make_job(state=state) for state in ("done", "failed", "running"))
    refused = act(admin, "delete_selected", done, busy, post="yes")
    assert "This job is still under way. Cancel it first." in refused
    assert "Successfully" not in refused
    assert Job.objects.count() == 3
    assert "Successfully deleted 2 jobs." in act(admin, "delete_selected", done, failed, post="yes")
    url = reverse("admin:jobs_job_delete", args=[busy.id])
    assert "still under way" in admin.post(url, {"post": "yes"}).content.decode()
    assert list(Job.objects.all()) == [busy]


def test_the_admin_shows_the_workers(admin: Any) -> None:
    WorkerHeartbeat.objects.create(name="host-a1b2c3", pid=12)
    html = admin.get(reverse("admin:jobs_workerheartbeat_changelist")).content.decode()
    assert "host-a1b2c3" in html


@pytest.mark.django_db
def test_every_state_is_counted() -> None:
    make_job()
    make_job(state=State.RUNNING, run_token=uuid.uuid4())
    assert queries.counts_by_state() == {"queued": 1, "running": 1, "done": 0, "failed": 0, "cancelled": 0}


@pytest.mark.django_db
def test_the_wait_is_that_of_the_oldest_due_job() -> None:
    assert queries.queue_wait_seconds() == 0
    make_job(not_before=ago(seconds=-60))
    assert queries.queue_wait_seconds() == 0
    make_job(not_before=ago(seconds=30))
    assert 29 < queries.queue_wait_seconds() < 35


@pytest.mark.django_db
def test_durations_are_summed_by_kind() -> None:
    for seconds in (2, 4):
        make_job(state=State.DONE, started_at=ago(seconds=seconds + 1), finished_at=ago(seconds=1))
    make_job(state=State.RUNNING)
    [(kind, (count, seconds))] = queries.finished_durations().items()
    assert (kind, count, round(seconds, 1)) == ("tests.kind", 2, 6.0)


@pytest.mark.django_db
def test_the_newest_sign_of_life_counts() -> None:
    assert queries.newest_worker_heartbeat() is None
    WorkerHeartbeat.objects.create(name="old", pid=1, seen_at=ago(minutes=5))
    newest = WorkerHeartbeat.objects.create(name="new", pid=2)
    assert queries.newest_worker_heartbeat() == newest
