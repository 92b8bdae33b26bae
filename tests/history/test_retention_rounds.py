"""When a history is tidied: every ten minutes, when limits change, and after a write."""

import time

import pytest
from django.db import OperationalError

from history import retention
from history.models import Entry
from history.preferences import RETAIN_KIND, change_preferences
from history.retention import tidy_on_write
from jobs.models import Job
from jobs.models import State as JobState
from jobs.registry import get_kind
from jobs.runner import run_job
from jobs.services import cancel, enqueue
from tests.history.retained import ago, make_past, titles_of


@pytest.fixture(autouse=True)
def no_rest(monkeypatch):
    monkeypatch.setattr(retention, "REST_MOST_SECONDS", 0)
    retention._unlooked.clear()


@pytest.fixture
def after_a_write(django_capture_on_commit_callbacks):
    def write(user, times=1):
        with django_capture_on_commit_callbacks(execute=True):
            for _ in range(times):
                tidy_on_write(user)

    return write


@pytest.fixture
def done(django_capture_on_commit_callbacks):
    def run(job):
        with django_capture_on_commit_callbacks(execute=True):
            run_job(job.pk)
        job.refresh_from_db()
        return job

    return run


def test_it_comes_round_every_ten_minutes():
    assert get_kind(RETAIN_KIND).every_seconds == 600


def test_everybody_with_limits_or_something_expired_is_looked_after(alice, bob, admin_user, done):
    for person in (alice, bob, admin_user):
        make_past(person, 3)
    Job.objects.all().delete()
    change_preferences(user=alice, most_entries=2)
    Entry.objects.filter(owner=bob, title="Number 3").update(expires_at=ago(seconds=1))
    job = done(enqueue(kind=RETAIN_KIND))
    assert job.state == JobState.DONE
    assert job.result["entries_removed"] == 2
    assert [len(titles_of(person)) for person in (alice, bob, admin_user)] == [2, 2, 3]


def test_under_ceilings_everybody_is_looked_after(alice, bob, done, settings):
    settings.CONFIG = settings.CONFIG.model_copy(update={"history_max_entries": 1})
    for person in (alice, bob):
        make_past(person, 3)
    done(enqueue(kind=RETAIN_KIND))
    assert titles_of(alice) == titles_of(bob) == ["3"]


def test_one_persons_trouble_is_not_the_next_ones(alice, bob, done, monkeypatch):
    for person in (alice, bob):
        make_past(person, 3)
        change_preferences(user=person, most_entries=1)
    Job.objects.all().delete()
    tidy = retention.tidy

    def fail_for_alice(user, **given):
        if user == alice:
            raise OSError("The disk is broken")
        return tidy(user, **given)

    monkeypatch.setattr("history.tasks.tidy", fail_for_alice)
    assert done(enqueue(kind=RETAIN_KIND)).state != JobState.DONE
    assert titles_of(bob) == ["3"]


def test_changed_limits_are_kept_soon_and_only_that_persons(alice, bob, done):
    for person in (alice, bob):
        make_past(person, 3)
    change_preferences(user=alice, most_entries=1, keeps="no_text")
    change_preferences(user=bob, proof_listens=True)
    job = Job.objects.get(kind=RETAIN_KIND)
    assert job.owner == alice
    done(job)
    assert (titles_of(alice), len(titles_of(bob))) == (["3"], 3)


def test_cancelled_it_stops_between_two_batches(alice, done, monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 1)
    monkeypatch.setattr("jobs.run.CHECK_EVERY_SECONDS", 0)
    make_past(alice, 5)
    change_preferences(user=alice, most_entries=1)
    job = Job.objects.get(kind=RETAIN_KIND)
    delete_locked = retention.delete_locked

    def cancelled_meanwhile(**given):
        cancel(job=job)
        return delete_locked(**given)

    monkeypatch.setattr(retention, "delete_locked", cancelled_meanwhile)
    assert done(job).state == JobState.CANCELLED
    assert titles_of(alice) == ["2", "3", "4", "5"]


def test_a_short_history_is_within_its_limits_after_each_write(alice, after_a_write):
    change_preferences(user=alice, most_entries=2)
    make_past(alice, 3)
    after_a_write(alice)
    assert titles_of(alice) == ["2", "3"]


@pytest.mark.parametrize(
    ("limits", "left"), [({"most_days": 2}, ["4", "5"]), ({"most_mib": 1}, ["1", "2", "3", "4", "5"])]
)
def test_each_limit_is_looked_at_after_a_write(alice, after_a_write, limits, left):
    change_preferences(user=alice, **limits)
    make_past(alice, 5, hours_apart=24)
    after_a_write(alice)
    assert titles_of(alice) == left


def test_a_write_removes_a_batch_at_the_most(alice, after_a_write, monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    change_preferences(user=alice, most_entries=1)
    make_past(alice, 6)
    after_a_write(alice)
    assert titles_of(alice) == ["3", "4", "5", "6"]


def test_a_long_history_is_looked_at_now_and_then(alice, after_a_write, monkeypatch):
    monkeypatch.setattr(retention, "SHORT", 2)
    change_preferences(user=alice, most_entries=3)
    make_past(alice, 3)
    after_a_write(alice)
    make_past(alice, 1)
    after_a_write(alice, times=99)
    assert len(titles_of(alice)) == 4
    after_a_write(alice)
    assert len(titles_of(alice)) == 3


@pytest.mark.parametrize("most_entries", [1, 4, 5, 12, 30])
def test_a_short_history_is_never_beyond_its_limit(alice, after_a_write, most_entries):
    change_preferences(user=alice, most_entries=most_entries)
    for _ in range(2 * most_entries):
        make_past(alice)
        after_a_write(alice)
        assert len(titles_of(alice)) <= most_entries


def test_where_nothing_is_to_be_done_few_questions_are_asked(alice, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        retention._look_after_write(alice)
    change_preferences(user=alice, most_entries=10)
    make_past(alice, 3)
    with django_assert_max_num_queries(4):
        for _ in range(2):
            retention._look_after_write(alice)


def test_a_writer_hears_nothing_of_what_goes_wrong(alice, after_a_write, monkeypatch, caplog):
    def busy(user):
        raise OperationalError("database is locked")

    monkeypatch.setattr(retention, "limits_of", busy)
    after_a_write(alice)
    assert "database is locked" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_others_write_between_two_batches(alice, monkeypatch):
    """With a rest after each batch: the lock of SQLite is nobody's by right."""
    monkeypatch.setattr(retention, "REST_MOST_SECONDS", 0.01)
    monkeypatch.setattr(retention, "AT_ONCE", 2)
    rests = []
    monkeypatch.setattr(time, "sleep", rests.append)
    make_past(alice, 7)
    change_preferences(user=alice, most_entries=1)
    retention.tidy(alice)
    assert len(rests) == 3
    assert 0 < max(rests) <= 0.01
