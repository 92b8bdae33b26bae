"""`/api/jobs`."""

import uuid
from typing import Any

import pytest

from jobs.models import Job, State
from tests.jobs.builders import make_done_with_file, make_job
from tests.jobs.conftest import reload

pytestmark = pytest.mark.django_db


def test_it_lists_a_persons_jobs_newest_first(api_of: Any, alice: Any, bob: Any) -> None:
    first, second = make_job(owner=alice), make_job(owner=alice)
    make_job(owner=bob)
    make_job()
    answer = api_of(alice).get("/api/jobs").json()
    assert [item["id"] for item in answer["items"]] == [str(second.id), str(first.id)]
    assert answer["total"] == 2


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=failed", {"failed"}),
        ("active=true", {"queued", "running"}),
        ("active=false", {"failed", "done"}),
        ("kind=tests.other", set()),
        ("kind=tests.kind&state=done", {"done"}),
    ],
)
def test_it_filters(api_of: Any, alice: Any, query: str, expected: set[str]) -> None:
    for state in ("queued", "running", "failed", "done"):
        make_job(owner=alice, state=state)
    items = api_of(alice).get(f"/api/jobs?{query}").json()["items"]
    assert {item["state"] for item in items} == expected


@pytest.mark.parametrize("query", ["state=perhaps", "active=perhaps"])
def test_a_filter_that_can_not_be_meant_is_an_error(api_of: Any, alice: Any, query: str) -> None:
    answer = api_of(alice).get(f"/api/jobs?{query}")
    assert answer.status_code == 400
    assert answer.json()["error"]["param"] == query.split("=")[0]


def test_a_list_costs_the_same_whatever_its_length(
    api_of: Any, alice: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        make_job(owner=alice)
    api = api_of(alice)
    with django_assert_max_num_queries(6):
        api.get("/api/jobs")


def test_a_failed_job_says_why(api_of: Any, alice: Any) -> None:
    job = make_job(owner=alice, state=State.FAILED)
    shown = api_of(alice).get(f"/api/jobs/{job.id}").json()
    assert shown["error"] == {"code": "failed", "message": "The file could not be read."}
    assert (shown["can_retry"], shown["can_cancel"], shown["result"]) == (True, False, None)


def test_a_done_job_gives_its_result_and_its_file(api_of: Any, alice: Any) -> None:
    job = make_done_with_file(b"Once upon a time", "täle.txt", owner=alice, result={"words": 4})
    api = api_of(alice)
    shown = api.get(f"/api/jobs/{job.id}").json()
    assert (shown["result"], shown["error"], shown["state"]) == ({"words": 4}, None, "done")
    answer = api.get(shown["file_url"])
    assert b"".join(answer.streaming_content) == b"Once upon a time"
    assert answer["Content-Length"] == "16"
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "t%C3%A4le.txt" in answer["Content-Disposition"]


def test_a_broken_download_goes_on_where_it_stopped(api_of: Any, alice: Any) -> None:
    job = make_done_with_file(b"Once upon a time", owner=alice)
    api, url = api_of(alice), f"/api/jobs/{job.id}/file"
    etag = api.get(url)["ETag"]
    rest = api.get(url, headers={"Range": "bytes=5-", "If-Range": etag})
    assert (rest.status_code, rest["Content-Range"]) == (206, "bytes 5-15/16")
    assert rest.getvalue() == b"upon a time"
    other = make_done_with_file(b"Once upon a time", owner=alice)
    whole = api.get(f"/api/jobs/{other.id}/file", headers={"Range": "bytes=5-", "If-Range": etag})
    assert whole.getvalue() == b"Once upon a time"


def test_there_is_no_file_before_the_job_is_done(api_of: Any, alice: Any) -> None:
    job = make_done_with_file(owner=alice)
    Job.objects.filter(id=job.id).update(state=State.FAILED)
    api = api_of(alice)
    assert api.get(f"/api/jobs/{job.id}").json()["file_url"] is None
    assert api.get(f"/api/jobs/{job.id}/file").status_code == 404


def test_a_file_that_was_tidied_away_is_404(api_of: Any, alice: Any) -> None:
    job = make_done_with_file(owner=alice)
    job.file.storage.delete(job.file.name)
    assert api_of(alice).get(f"/api/jobs/{job.id}/file").status_code == 404


def test_it_cancels(api_of: Any, alice: Any) -> None:
    job = make_job(owner=alice)
    answer = api_of(alice).post(f"/api/jobs/{job.id}/cancel")
    assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")


def test_it_retries(api_of: Any, alice: Any) -> None:
    job = make_job(owner=alice, state=State.FAILED)
    api = api_of(alice)
    assert api.post(f"/api/jobs/{job.id}/retry").status_code == 202
    again = api.post(f"/api/jobs/{job.id}/retry")
    assert (again.status_code, again.json()["error"]["code"]) == (409, "conflict")


def test_it_removes_what_is_finished_with_its_file(
    api_of: Any, alice: Any, django_capture_on_commit_callbacks: Any
) -> None:
    job, running = make_done_with_file(owner=alice), make_job(owner=alice, state=State.RUNNING)
    api = api_of(alice)
    with django_capture_on_commit_callbacks(execute=True):
        assert api.delete(f"/api/jobs/{job.id}").status_code == 204
    assert not job.file.storage.exists(job.file.name)
    assert api.delete(f"/api/jobs/{running.id}").status_code == 409


ROUTES = [("get", ""), ("delete", ""), ("post", "/cancel"), ("post", "/retry"), ("get", "/file")]


@pytest.mark.parametrize(("method", "route"), ROUTES)
def test_another_persons_job_is_as_good_as_none(
    api_of: Any, alice: Any, bob: Any, method: str, route: str
) -> None:
    job = make_done_with_file(owner=alice)
    api = api_of(bob)
    theirs = getattr(api, method)(f"/api/jobs/{job.id}{route}")
    none = getattr(api, method)(f"/api/jobs/{uuid.uuid4()}{route}")
    assert theirs.status_code == none.status_code == 404
    assert theirs.json() == none.json()
    assert reload(job).state == State.DONE


@pytest.mark.parametrize(("method", "route"), ROUTES)
def test_the_sites_own_jobs_are_nobodys(api_of: Any, admin_user: Any, method: str, route: str) -> None:
    job = make_job(state=State.DONE)
    assert getattr(api_of(admin_user), method)(f"/api/jobs/{job.id}{route}").status_code == 404


@pytest.mark.parametrize(("method", "route"), [*ROUTES, ("get", None)])
def test_a_stranger_is_refused(stranger: Any, alice: Any, method: str, route: str | None) -> None:
    job = make_job(owner=alice)
    path = "/api/jobs" if route is None else f"/api/jobs/{job.id}{route}"
    assert getattr(stranger, method)(path).status_code == 401
    assert reload(job).state == State.QUEUED


def test_a_key_for_speech_alone_does_not_reach_jobs(api_of: Any, alice: Any) -> None:
    assert api_of(alice, ["speech"]).get("/api/jobs").status_code == 403
