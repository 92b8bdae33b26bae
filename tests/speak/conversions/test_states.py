"""How conversions stand: cancelled, not done, and all of them in a list."""

import pytest

from jobs.services import cancel, retry
from tests.answers import error_of
from tests.speak.conversions.builders import URL, do_jobs, downloaded, make_conversion, one, spoken

pytestmark = pytest.mark.django_db


def test_a_cancelled_job_says_so_and_can_be_tried_again(alice, api):
    conversion = make_conversion(alice)
    job = cancel(job=conversion.job)
    found = one(api, conversion.pk)
    assert (found["status"], found["error"]) == ("failed", "It was cancelled. Convert the text again.")
    assert found["failed_at"]
    assert error_of(downloaded(api, conversion.pk)) == (409, "conversion_failed", None)
    retry(job=job)
    do_jobs()
    assert one(api, conversion.pk)["status"] == "completed"


def test_what_is_not_done_can_not_be_downloaded(alice, api):
    assert error_of(downloaded(api, make_conversion(alice).pk)) == (409, "not_ready", None)


def test_the_list_is_narrowed_by_status_and_has_pages(alice, api):
    spoken(make_conversion(alice, "One."))
    make_conversion(alice, "Two.")
    make_conversion(alice, "Three.")
    found = api.get(f"{URL}?status=queued&limit=1").json()
    assert ([each["text"] for each in found["items"]], found["total"]) == (["Three."], 2)
    assert api.get(URL).json()["total"] == 3
    assert error_of(api.get(f"{URL}?status=done")) == (400, "invalid", "status")
    assert error_of(api.get(f"{URL}?state=queued")) == (400, "unknown_parameter", "state")
    assert error_of(api.get(f"{URL}?limit=x")) == (400, "invalid", "limit")


def test_a_list_costs_the_same_however_long_it_is(alice, api, django_assert_max_num_queries):
    for number in range(6):
        make_conversion(alice, f"Number {number}.")
    do_jobs()
    with django_assert_max_num_queries(12):
        assert len(api.get(URL).json()["items"]) == 6
