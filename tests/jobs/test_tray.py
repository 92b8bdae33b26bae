"""The tray and the list of jobs."""

from typing import Any

import pytest

from jobs.models import Job, State
from jobs.queries import tray_jobs
from tests.jobs.builders import ago, make_done_with_file, make_job
from tests.jobs.conftest import reload

pytestmark = pytest.mark.django_db
HTMX = {"HTTP_HX_REQUEST": "true"}
POLL = "every 1.5s"


def tray(client: Any) -> str:
    return client.get("/jobs/tray").content.decode()


def test_it_polls_while_something_is_under_way(client_of: Any, alice: Any) -> None:
    make_job(owner=alice, state=State.RUNNING, progress=0.4, step="Reading clip 4 of 10", title="Tale")
    html = tray(client_of(alice))
    assert html.count(POLL) == 1
    assert "Tale" in html
    assert "Reading clip 4 of 10" in html
    assert 'value="0.4"' in html


def test_it_has_one_poll_for_all_jobs(client_of: Any, alice: Any) -> None:
    for _ in range(5):
        make_job(owner=alice)
    html = tray(client_of(alice))
    assert html.count("hx-trigger") == html.count(POLL) == 1


@pytest.mark.parametrize("state", [State.DONE, State.FAILED, State.CANCELLED])
def test_it_does_not_poll_for_what_is_finished(client_of: Any, alice: Any, state: State) -> None:
    make_job(owner=alice, state=state, title="Tale")
    html = tray(client_of(alice))
    assert "Tale" in html
    assert POLL not in html
    assert "jobs-started from:body" in html


def test_an_empty_tray_is_hidden_and_still_listens(client_of: Any, alice: Any) -> None:
    html = tray(client_of(alice))
    assert "hidden>" in html
    assert POLL not in html
    assert "jobs-started from:body" in html


def test_it_shows_nobody_elses_jobs(client_of: Any, alice: Any, bob: Any) -> None:
    make_job(owner=bob, title="Bob's")
    make_job(title="The site's")
    html = tray(client_of(alice))
    assert "Bob" not in html
    assert "The site" not in html


def test_titles_are_text(client_of: Any, alice: Any) -> None:
    make_job(owner=alice, title="<script>alert(1)</script>")
    assert "<script>" not in tray(client_of(alice))


def test_old_news_leaves_the_tray_by_itself(alice: Any) -> None:
    make_job(owner=alice, state=State.DONE, finished_at=ago(hours=1))
    failed = make_job(owner=alice, state=State.FAILED, finished_at=ago(hours=1))
    assert tray_jobs(alice) == [failed]


def test_it_is_read_with_one_query(alice: Any, django_assert_num_queries: Any) -> None:
    for _ in range(20):
        make_job(owner=alice)
    with django_assert_num_queries(1):
        tray_jobs(alice)


def test_cancel_in_the_tray_answers_with_the_tray(client_of: Any, alice: Any) -> None:
    job = make_job(owner=alice)
    answer = client_of(alice).post(f"/jobs/{job.id}/cancel", **HTMX)
    assert answer.status_code == 200
    assert 'id="jobs-tray"' in answer.content.decode()
    assert reload(job).state == State.CANCELLED


def test_without_javascript_it_answers_with_the_list(client_of: Any, alice: Any) -> None:
    job = make_job(owner=alice, state=State.FAILED)
    answer = client_of(alice).post(f"/jobs/{job.id}/retry")
    assert (answer.status_code, answer["Location"]) == (302, "/jobs/")
    assert reload(job).state == State.QUEUED


def test_a_dismissed_job_leaves_the_tray_and_stays_in_the_list(client_of: Any, alice: Any) -> None:
    job = make_job(owner=alice, state=State.FAILED, title="Tale")
    client = client_of(alice)
    assert "Tale" not in client.post(f"/jobs/{job.id}/dismiss", **HTMX).content.decode()
    assert Job.objects.filter(id=job.id).exists()


def test_a_file_is_downloaded_from_the_tray(client_of: Any, alice: Any) -> None:
    job = make_done_with_file(b"Once", owner=alice)
    client = client_of(alice)
    assert f"/jobs/{job.id}/file" in tray(client)
    assert b"".join(client.get(f"/jobs/{job.id}/file").streaming_content) == b"Once"


@pytest.mark.parametrize("action", ["cancel", "retry", "dismiss", "remove", "file"])
def test_another_persons_job_is_not_found(client_of: Any, alice: Any, bob: Any, action: str) -> None:
    job = make_done_with_file(owner=alice)
    client = client_of(bob)
    method = client.get if action == "file" else client.post
    assert method(f"/jobs/{job.id}/{action}").status_code == 404
    assert reload(job).dismissed_at is None


@pytest.mark.parametrize("path", ["/jobs/", "/jobs/tray"])
def test_a_stranger_is_sent_to_sign_in(stranger: Any, path: str) -> None:
    answer = stranger.get(path)
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


@pytest.mark.parametrize("action", ["cancel", "retry", "dismiss", "remove"])
def test_nothing_is_done_by_following_a_link(client_of: Any, alice: Any, action: str) -> None:
    job = make_job(owner=alice)
    assert client_of(alice).get(f"/jobs/{job.id}/{action}").status_code == 405


def test_the_list_shows_what_went_wrong_and_filters(client_of: Any, alice: Any) -> None:
    make_job(owner=alice, state=State.FAILED, title="Broken tale")
    make_job(owner=alice, state=State.DONE, title="Whole tale", dismissed_at=ago(hours=1))
    client = client_of(alice)
    html = client.get("/jobs/").content.decode()
    assert "Broken tale" in html
    assert "Whole tale" in html
    assert "The file could not be read." in html
    only_done = client.get("/jobs/?state=done&page=1").context["page"].object_list
    assert [job.title for job in only_done] == ["Whole tale"]


def test_the_list_is_paged_at_a_steady_cost(
    client_of: Any, alice: Any, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        make_job(owner=alice, state=State.CANCELLED)
    client = client_of(alice)
    with django_assert_max_num_queries(8):
        page = client.get("/jobs/?page=2").context["page"]
    assert len(page.object_list) == 5
