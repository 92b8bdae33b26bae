"""The Models page, its API and its job, over a store with one tiny pack."""

import uuid

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from jobs.models import Job, State
from jobs.runner import run_job
from jobs.services import enqueue
from speech import services, tasks
from speech.packs import PackState, PackStore
from tests.speech.pack_builders import FakeCarrier, make_pack


@pytest.fixture
def store(tmp_path, monkeypatch):
    tiny = PackStore(tmp_path / "models", packs={"tiny": make_pack(FakeCarrier())})
    for module in (services, tasks):
        monkeypatch.setattr(module, "pack_store", lambda: tiny)
    monkeypatch.setattr("speech.views.pack_store", lambda: tiny)
    monkeypatch.setattr("speech.api.pack_store", lambda: tiny)
    return tiny


@pytest.fixture
def staff(admin_user, client_of):
    return client_of(admin_user)


def act(client, action, name="tiny"):
    response = client.post(reverse(f"speech:{action}", args=[name]))
    assert response.status_code == 302
    assert response.url == reverse("speech:models")
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def page_of(client, **headers) -> str:
    response = client.get(reverse("speech:models"), headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_an_absent_pack_has_a_download_button_and_nothing_else(staff, store):
    page = page_of(staff)
    assert "Tiny" in page
    assert "CC0" in page
    assert reverse("speech:pull", args=["tiny"]) in page
    assert reverse("speech:remove", args=["tiny"]) not in page


def test_a_ready_pack_can_be_checked_and_removed(staff, store):
    store.pull("tiny")
    page = page_of(staff)
    assert "Ready" in page
    assert reverse("speech:pull", args=["tiny"]) not in page
    assert reverse("speech:verify", args=["tiny"]) in page
    assert reverse("speech:remove", args=["tiny"]) in page


def test_downloading_starts_a_job_once(staff, store, admin_user):
    assert "under way" in act(staff, "pull")
    act(staff, "pull")
    job = Job.objects.get()
    assert (job.kind, job.owner, job.params) == ("packs.pull", admin_user, {"name": "tiny"})
    page = page_of(staff)
    assert "Downloading" in page
    assert reverse("speech:pull", args=["tiny"]) not in page


def test_a_download_shows_how_far_it_is(staff, store):
    act(staff, "pull")
    assert "Waiting for a worker" in page_of(staff)
    Job.objects.update(
        state=State.RUNNING,
        progress=0.437,
        step="Downloading model.bin",
        run_token=uuid.uuid4(),
        heartbeat_at=timezone.now(),
    )
    page = page_of(staff, hx_request="true")
    assert "43&nbsp;%, Downloading model.bin" in page
    assert 'value="0.437"' in page


def test_the_page_looks_again_only_while_something_is_downloaded(staff, store):
    assert "hx-trigger" not in page_of(staff, hx_request="true")
    act(staff, "pull")
    assert 'hx-trigger="every 4s"' in page_of(staff, hx_request="true")


def test_a_boosted_link_gets_the_whole_page(staff, store):
    assert "<!DOCTYPE html>" in page_of(staff, hx_request="true", hx_boosted="true")
    assert "<!DOCTYPE html>" not in page_of(staff, hx_request="true")


def check(client) -> Job:
    assert "under way" in act(client, "verify")
    job = Job.objects.get(kind="packs.verify", state=State.QUEUED)
    run_job(str(job.id))
    job.refresh_from_db()
    return job


def test_checking_is_a_job_that_tells_a_whole_pack_from_a_damaged_one(staff, store):
    model = store.pull("tiny") / "model.bin"
    assert check(staff).state == State.DONE
    model.write_bytes(b"X" + model.read_bytes()[1:])
    job = check(staff)
    assert (job.state, job.error_code, job.attempts) == (State.FAILED, "pack_damaged", 1)
    assert "model.bin changed" in job.error
    assert "Mend" in page_of(staff)


def test_a_pack_that_is_being_checked_keeps_its_buttons(staff, store):
    store.pull("tiny")
    act(staff, "verify")
    page = page_of(staff, hx_request="true")
    assert 'hx-trigger="every 4s"' in page
    assert "Downloading" not in page
    assert reverse("speech:verify", args=["tiny"]) in page


def test_removing_removes(staff, store):
    store.pull("tiny")
    assert "removed" in act(staff, "remove")
    assert store.state("tiny") is PackState.ABSENT


@pytest.mark.parametrize("action", ["pull", "verify", "remove"])
def test_an_unknown_pack_is_told_in_place(staff, store, action):
    assert "There is no model pack called huge" in act(staff, action, "huge")
    assert not Job.objects.exists()


def test_the_page_takes_the_same_queries_however_many_packs_download(
    staff, store, admin_user, django_assert_num_queries
):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as idle:
        page_of(staff)
    for number in range(5):
        enqueue(kind="packs.pull", owner=admin_user, params={"name": f"pack {number}"})
    with django_assert_num_queries(len(idle)):
        page_of(staff)


class FakeRun:
    params = {"name": "tiny"}

    def __init__(self):
        self.reports = []

    def checkpoint(self, progress=None, step=None):
        self.reports.append((progress, step))


def test_the_job_pulls_and_reports(store):
    run = FakeRun()
    result = tasks.pull(run)
    assert result["name"] == "tiny"
    assert store.state("tiny") is PackState.READY
    assert run.reports[-1] == (1.0, "Ready")
    assert all(0 <= progress <= 1 for progress, _ in run.reports)


def test_a_source_that_does_not_answer_is_asked_again_later(store, admin_user, monkeypatch):
    empty = PackStore(store.models_dir, packs={"tiny": make_pack(FakeCarrier({}))})
    monkeypatch.setattr(tasks, "pack_store", lambda: empty)
    job = enqueue(kind="packs.pull", owner=admin_user, params={"name": "tiny"})
    for attempt, state in ((1, State.QUEUED), (2, State.QUEUED), (3, State.FAILED)):
        Job.objects.update(not_before=timezone.now())
        run_job(str(job.id))
        job.refresh_from_db()
        assert (job.attempts, job.state) == (attempt, state)
    assert job.error_code == "no_source"
    assert "it has no model.bin" in job.error


def test_a_full_disk_is_told_at_once(store, admin_user, monkeypatch):
    full = PackStore(store.models_dir, packs=store.packs, reserve_bytes=2**62)
    monkeypatch.setattr(tasks, "pack_store", lambda: full)
    job = enqueue(kind="packs.pull", owner=admin_user, params={"name": "tiny"})
    run_job(str(job.id))
    job.refresh_from_db()
    assert (job.state, job.error_code) == (State.FAILED, "disk_full")


def test_the_api_lists_packs_for_staff(admin_user, api_of, store):
    response = api_of(admin_user).get(reverse("packs-api:list"))
    assert response.status_code == 200
    assert response.json()["total"] == 1
    pack = response.json()["items"][0]
    assert (pack["name"], pack["state"], pack["installed_bytes"]) == ("tiny", "absent", 0)


def test_a_finished_download_gives_the_buttons_back(staff, store):
    act(staff, "pull")
    Job.objects.update(state=State.DONE)
    store.pull("tiny")
    assert "Ready" in page_of(staff)
