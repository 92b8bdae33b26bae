"""`POST /api/history/{id}/proof`, and what the history says of it then."""

import uuid

import pytest

from history.models import Proof
from history.queries import Wanted, entries_for
from jobs.runner import run_job
from tests.history.builders import make_entry
from tests.speak.proof_fakes import FIRST, SECOND, TEXT, spoken_take

pytestmark = pytest.mark.django_db


def url(entry) -> str:
    return f"/api/history/{entry.pk}/proof"


def code_of(response) -> tuple[int, str]:
    error = response.json()["error"]
    assert error["message"].endswith("."), error
    return response.status_code, error["code"]


def test_it_answers_with_its_job_and_the_entry_with_what_was_found(alice, api_of, hears):
    hears(FIRST)
    api, take = api_of(alice), spoken_take(alice)
    answer = api.post(url(take), {"redo": 0}, format="json")
    assert answer.status_code == 202
    job = answer.json()
    assert (job["kind"], job["state"]) == ("speak.proof", "queued")
    assert answer.headers["Location"] == f"/api/jobs/{job['id']}"
    assert api.get(f"/api/history/{take.pk}").json()["proof_state"] == "waiting"
    run_job(job["id"])
    entry = api.get(f"/api/history/{take.pk}").json()
    assert entry["proof_state"] == "doubtful"
    [difference] = entry["proof"]["differences"]
    assert (difference["kind"], difference["written"]) == ("missing", SECOND.rstrip("."))
    assert entry["proof"]["wer"] == pytest.approx(0.5, abs=0.05)


def test_it_needs_nothing_but_the_address(alice, api_of, hears):
    hears(TEXT)
    assert api_of(alice).post(url(spoken_take(alice))).status_code == 202


def test_one_that_nobody_listened_to_has_no_proof(alice, api_of):
    entry = api_of(alice).get(f"/api/history/{make_entry(alice).pk}").json()
    assert (entry["proof_state"], entry["proof"]) == ("", None)


def test_who_waits_is_told_where_it_stands(alice, api_of, hears):
    hears(TEXT)
    answer = api_of(alice).post(url(spoken_take(alice)), {"wait": 0.2}, format="json")
    assert (answer.status_code, answer.json()["state"]) == (202, "queued")


def test_twice_at_once_answers_with_the_same_job(alice, api_of, hears):
    hears(TEXT)
    api, take = api_of(alice), spoken_take(alice)
    first, second = (api.post(url(take)).json()["id"] for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "body", [{"redo": 4}, {"redo": -1}, {"redo": "1"}, {"redo": True}, {"wait": 31}, {"again": 1}, [1]]
)
def test_what_it_does_not_know_is_an_error(alice, api_of, hears, body):
    hears(TEXT)
    answer = api_of(alice).post(url(spoken_take(alice)), body, format="json")
    assert answer.status_code == 400


def test_other_peoples_entries_are_not_there(alice, bob, api_of, hears):
    hears(TEXT)
    api = api_of(bob)
    assert code_of(api.post(url(spoken_take(alice)))) == (404, "not_found")
    assert api.post(f"/api/history/{uuid.uuid4()}/proof").status_code == 404


def test_an_entry_without_audio_is_a_conflict(alice, api_of, hears):
    hears(TEXT)
    assert code_of(api_of(alice).post(url(make_entry(alice)))) == (409, "no_audio")


def test_the_list_is_narrowed_to_what_needs_a_listen(alice, api_of):
    doubtful = make_entry(alice, "One.", proof_state=Proof.DOUBTFUL)
    make_entry(alice, "Two.", proof_state=Proof.CLEAN)
    make_entry(alice, "Three.")
    body = api_of(alice).get("/api/history?proof=doubtful").json()
    assert [(item["id"], item["proof_state"]) for item in body["items"]] == [(str(doubtful.pk), "doubtful")]
    assert body["total"] == 1


def test_a_filter_that_there_is_not_is_an_error(alice, api_of):
    assert code_of(api_of(alice).get("/api/history?proof=perfect"))[0] == 400


def test_a_list_of_doubts_is_read_from_its_index(alice):
    plan = entries_for(alice, Wanted(proof="doubtful")).explain()
    assert "entry_newest_doubtful" in plan
