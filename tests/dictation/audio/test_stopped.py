"""Killed, cancelled, lost, out of room: no item is stuck in pending, none is ready without a file."""

from datetime import timedelta

import pytest
from django.utils import timezone

from clips.models import Clip
from common.errors import OutOfSpace, Unavailable
from dictation.audio import making, speaking
from dictation.audio.services import settle, settle_all, sweep_unused
from dictation.models import AudioState, Item, ItemAudio
from history.models import Entry
from jobs import services as jobs
from jobs.models import Job, State
from jobs.transitions import running, take_up
from tests.dictation.audio.builders import fresh, job_of, make_all, spoken, states, wanted
from tests.dictation.builders import make_item
from tests.studio.rendering.builders import files_stored

pytestmark = pytest.mark.django_db
LINES = ("One.", "Two.", "Three.")


class Killed(BaseException):
    """The process is gone: nothing catches it."""


def dies_at(monkeypatch, fake, words, *, times=1):
    synthesize, left = fake.synthesize, list(range(times))

    def dying(request, **rest):
        if words in request.text and left:
            left.pop()
            raise Killed
        return synthesize(request, **rest)

    monkeypatch.setattr(fake, "synthesize", dying)


def killed(owner) -> None:
    with pytest.raises(Killed):
        make_all(owner)
    take_up(running())


@pytest.mark.parametrize("words", LINES)
def test_after_a_kill_what_is_made_is_not_made_again(alice, fake, monkeypatch, words):
    items = wanted(alice, *LINES)
    dies_at(monkeypatch, fake, words)
    killed(alice)
    assert make_all(alice).state == State.DONE
    assert states(*items) == ["ready"] * 3
    assert sorted(fake.spoken) == sorted(LINES)
    assert len(files_stored()) == 3


def test_a_kill_between_the_file_and_its_row_leaves_nothing_ready(alice, monkeypatch):
    [item] = wanted(alice, "One.")
    claim = speaking._claim

    def dying(*given):
        claim(*given)
        raise Killed

    monkeypatch.setattr(speaking, "_claim", dying)
    killed(alice)
    assert states(item) == ["pending"]
    monkeypatch.setattr(speaking, "_claim", claim)
    make_all(alice)
    assert states(item) == ["ready"]
    assert Clip.objects.count() == 1


def test_one_that_kills_its_worker_each_time_keeps_none_of_the_others(alice, fake, monkeypatch):
    items = wanted(alice, *LINES)
    dies_at(monkeypatch, fake, "One", times=making.MOST_TRIES)
    for _ in range(making.MOST_TRIES):
        killed(alice)
    assert make_all(alice).state == State.DONE
    assert states(*items) == ["failed", "ready", "ready"]
    assert "stopped each time" in fresh(items[0]).audio.error


def test_a_cancelled_job_says_so_at_its_items(alice, fake, monkeypatch):
    items = wanted(alice, *LINES)
    synthesize = fake.synthesize

    def cancelling(request, **rest):
        jobs.cancel(job=job_of(alice))
        return synthesize(request, **rest)

    monkeypatch.setattr(fake, "synthesize", cancelling)
    assert make_all(alice).state == State.CANCELLED
    assert set(states(*items)) == {"failed"}
    assert fresh(items[0]).audio.error_code == "job_cancelled"
    assert not Clip.objects.exists()


def test_trying_a_cancelled_job_again_makes_what_it_had_not_made(alice):
    items = wanted(alice, *LINES)
    jobs.cancel(job=job_of(alice))
    settle(alice)
    assert states(*items) == ["failed"] * 3
    jobs.retry(job=job_of(alice))
    make_all(alice)
    assert states(*items) == ["ready"] * 3


def test_what_is_wanted_after_a_cancelled_job_is_made_and_nothing_else(alice):
    before = wanted(alice, *LINES)
    jobs.cancel(job=job_of(alice))
    settle(alice)
    [after] = wanted(alice, "Four.")
    make_all(alice)
    assert states(*before, after) == ["failed"] * 3 + ["ready"]


def test_waiting_for_a_busy_engine_is_no_failure_of_an_item(alice, monkeypatch):
    def busy(audio, *, run):
        raise Unavailable("Too much is under way here.", code="engine_busy")

    [item] = wanted(alice, "One.")
    with monkeypatch.context() as patched:
        patched.setattr(making, "speak_audio", busy)
        for _ in range(making.MOST_TRIES + 1):
            assert make_all(alice).state == State.QUEUED
            Job.objects.update(not_before=timezone.now())
    make_all(alice)
    assert states(item) == ["ready"]


def test_a_full_disk_ends_the_job_and_says_why_at_each_item(alice, monkeypatch):
    items = wanted(alice, *LINES)

    def full(**given):
        raise OutOfSpace("The disk is full.")

    monkeypatch.setattr(speaking, "store_file", full)
    job = make_all(alice)
    assert (job.state, job.error) == (State.FAILED, "The disk is full.")
    assert {fresh(item).audio.error for item in items} == {"The disk is full."}


def test_a_worker_that_dies_once_too_often_leaves_nothing_pending(alice):
    items = wanted(alice, *LINES)
    Job.objects.update(state=State.FAILED, error="The worker stopped.", error_code="worker_stopped")
    Job.objects.update(attempts=5, finished_at=timezone.now())
    assert settle_all() == 1
    assert {fresh(item).audio.error for item in items} == {"The worker stopped."}


def test_what_has_no_job_at_all_is_given_one(alice):
    item = make_item(alice, text="One.", locale="en-US")
    settle_all()
    make_all(alice)
    assert states(item) == ["ready"]


def test_what_lost_its_clip_is_made_anew(alice, fake):
    [item] = spoken(alice, "One.")
    Entry.objects.all().delete()
    item.audio.clip.delete()
    assert states(item) == ["pending"]
    settle_all()
    make_all(alice)
    assert states(item) == ["ready"]
    assert len(fake.spoken) == 2


def test_nothing_is_settled_where_all_is_well(alice):
    spoken(alice, "One.")
    assert settle_all() == 0
    assert Job.objects.count() == 1


def test_sound_that_no_item_has_goes_after_a_while(alice):
    spoken(alice, "One.")
    Item.objects.all().delete()
    assert sweep_unused() == 0
    ItemAudio.objects.update(updated_at=timezone.now() - timedelta(hours=2))
    assert sweep_unused() == 1
    assert not ItemAudio.objects.exists()


def test_an_unused_sound_keeps_no_job_busy(alice, fake):
    wanted(alice, "One.")
    Item.objects.all().delete()
    assert make_all(alice).state == State.DONE
    assert fake.spoken == []
    assert ItemAudio.objects.get().state == AudioState.PENDING
