"""What was spoken is listened to by a job: what the entry says of it then, and what is made again."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from clips.models import Clip
from common.errors import Conflict, Unavailable
from history import services as history
from history.models import Entry, Kind, Proof, State
from history.preferences import change_preferences
from jobs.errors import JobLost
from jobs.models import Job
from jobs.models import State as JobState
from jobs.run import JobRun
from jobs.runner import claim, run_job
from jobs.services import cancel
from speak import takes
from speak.proof_listening import KIND, proof_if_wanted, settle_waiting, start_proof
from speak.tasks import proof_listen
from speech.engines.errors import EngineUnavailable
from speech.requests import Wish
from tests.processes import wait_until
from tests.speak.proof_fakes import FIRST, SECOND, TEXT, spoken_take

pytestmark = pytest.mark.django_db


def killed(*_, **__):
    raise SystemExit


def listened(take: Entry, **asked) -> Job:
    job = start_proof(user=take.owner, entry=take, **asked)
    run_job(str(job.id))
    job.refresh_from_db()
    take.refresh_from_db()
    return job


def test_what_says_its_text_is_clean(alice, hears):
    hears(TEXT)
    take = spoken_take(alice)
    job = listened(take)
    assert job.state == JobState.DONE
    assert job.result == {"entry_id": str(take.pk), "proof_state": "clean", "wer": 0.0, "take_id": None}
    assert take.proof_state == Proof.CLEAN
    assert (take.proof["wer"], take.proof["heard"], take.proof["differences"]) == (0.0, TEXT, [])
    assert (take.proof["model"], take.proof["redone"]) == ("fake", [])


def test_a_sentence_that_is_not_heard_needs_a_listen(alice, hears):
    hears(FIRST)
    take = spoken_take(alice)
    listened(take)
    assert take.proof_state == Proof.DOUBTFUL
    [difference] = take.proof["differences"]
    assert (difference["kind"], difference["is_doubtful"]) == ("missing", True)
    assert take.text[difference["start"] : difference["end"]] == SECOND.rstrip(".")


def test_it_waits_until_it_was_listened_to(alice, hears):
    hears(TEXT)
    take = spoken_take(alice)
    start_proof(user=alice, entry=take)
    take.refresh_from_db()
    assert (take.proof_state, take.proof) == (Proof.WAITING, {})


def test_twice_at_once_is_one_job(alice, hears):
    hears(TEXT)
    take = spoken_take(alice)
    assert start_proof(user=alice, entry=take) == start_proof(user=alice, entry=take)
    assert Job.objects.filter(kind=KIND).count() == 1


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"kind": Kind.STT}, "not_speech"),
        ({"state": State.MAKING}, "not_done"),
        ({"clip": None}, "no_audio"),
        ({"text": ""}, "no_text"),
        ({"language": "tlh"}, "unsupported_language"),
    ],
)
def test_what_cannot_be_listened_to_is_refused_with_a_sentence(alice, hears, fields, code):
    hears(TEXT)
    take = spoken_take(alice)
    for name, value in fields.items():
        setattr(take, name, value)
    with pytest.raises(Conflict) as refusal:
        start_proof(user=alice, entry=take)
    assert refusal.value.code == code
    assert refusal.value.message.endswith(".")
    assert not Job.objects.exists()


def test_without_a_recogniser_it_is_said_how_to_get_one(alice, hears, settings):
    hears(TEXT)
    aliases = {"whisper-1": "gone"}
    settings.CONFIG = settings.CONFIG.model_copy(update={"transcription_aliases": aliases})
    with pytest.raises(Unavailable) as refusal:
        start_proof(user=alice, entry=spoken_take(alice))
    assert refusal.value.code == "no_recogniser"


def test_a_recogniser_that_tells_no_times_will_not_do(alice, hears):
    hears(TEXT, has_word_times=False)
    with pytest.raises(Unavailable, match="stand for another model"):
        start_proof(user=alice, entry=spoken_take(alice))


def test_doubtful_passages_are_made_again_and_the_better_is_the_current_take(alice, hears, engine):
    hears(FIRST, FIRST, TEXT)
    take = spoken_take(alice)
    job = listened(take, redo=2)
    better = Entry.objects.get(pk=job.result["take_id"])
    assert (take.proof_state, take.is_current) == (Proof.DOUBTFUL, False)
    assert (better.proof_state, better.is_current, better.state) == (Proof.CLEAN, True, State.DONE)
    assert (better.lineage, better.take_number) == (take.lineage, 2)
    assert (better.text, better.settings, better.source) == (take.text, take.settings, take.source)
    assert better.clip != take.clip
    assert better.duration_seconds == pytest.approx(better.clip.duration_seconds, abs=0.01)
    assert better.timings[0][0] == 0
    [redone] = better.proof["redone"]
    assert (redone["start"], redone["speed"]) == (TEXT.index(SECOND), 0.94)
    assert engine.speeds == [(FIRST, 1.0), (SECOND, 0.94)]


def test_where_nothing_is_better_there_is_no_take(alice, hears, engine):
    hears(FIRST)
    take = spoken_take(alice)
    job = listened(take, redo=3)
    assert job.result["take_id"] is None
    assert (Entry.objects.count(), Clip.objects.count()) == (1, 1)
    assert [speed for text, speed in engine.speeds if text == SECOND] == [0.94, 1.05, 0.9]


def test_what_is_clean_is_not_made_again(alice, hears, engine):
    hears(TEXT)
    listened(spoken_take(alice), redo=3)
    assert engine.speeds == []


def test_one_that_is_deleted_meanwhile_is_left_alone(alice, hears):
    hears(FIRST, FIRST, TEXT)
    take = spoken_take(alice)
    job = start_proof(user=alice, entry=take, redo=1)
    history.discard(entry=take)
    run_job(str(job.id))
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.DONE, {})
    assert Entry.objects.count() == Clip.objects.count() == 1


def test_one_that_is_deleted_while_it_is_made_again_gets_no_take(alice, hears, engine):
    take = spoken_take(alice)
    hears(FIRST, FIRST, TEXT)
    job = start_proof(user=alice, entry=take, redo=1)
    make = engine.synthesize

    def deleted_meanwhile(request, **options):
        Entry.objects.filter(pk=take.pk).update(deleted_at=take.created_at)
        return make(request, **options)

    engine.synthesize = deleted_meanwhile
    run_job(str(job.id))
    job.refresh_from_db()
    assert (job.state, job.result) == (JobState.DONE, {})
    assert Entry.objects.count() == Clip.objects.count() == 1


def test_of_two_workers_with_one_job_only_one_makes_a_take(alice, hears):
    hears(FIRST, FIRST, TEXT)
    take = spoken_take(alice)
    job = start_proof(user=alice, entry=take, redo=1)
    claimed = claim(str(job.id))
    lost = JobRun(claimed, uuid.uuid4())
    with pytest.raises(JobLost):
        proof_listen(lost)
    assert Entry.objects.count() == Clip.objects.count() == 1


def test_where_listening_breaks_the_entry_says_so(alice, hears, monkeypatch):
    hears(TEXT)
    take = spoken_take(alice)
    take.clip.file.storage.delete(take.clip.file.name)
    job = listened(take)
    assert (job.state, job.error_code) == (JobState.FAILED, "no_audio")
    assert take.proof_state == Proof.FAILED


def test_a_cancelled_one_is_as_if_nobody_had_asked(alice, hears):
    recogniser = hears(TEXT)
    take = spoken_take(alice)
    job = start_proof(user=alice, entry=take)
    hear = recogniser.hear

    def cancelled_meanwhile(*heard):
        cancel(job=job)
        return hear(*heard)

    recogniser.hear = cancelled_meanwhile
    run_job(str(job.id))
    job.refresh_from_db()
    take.refresh_from_db()
    assert (job.state, take.proof_state) == (JobState.CANCELLED, Proof.NONE)


def test_where_the_recogniser_is_busy_it_is_tried_again(alice, hears):
    recogniser = hears(TEXT)
    take = spoken_take(alice)
    recogniser.fails = EngineUnavailable("fake", reason="it is being moved", what_to_do="Wait.")
    job = listened(take)
    assert (job.state, take.proof_state) == (JobState.QUEUED, Proof.WAITING)
    recogniser.fails = None
    Job.objects.update(not_before=job.created_at)
    run_job(str(job.id))
    take.refresh_from_db()
    assert take.proof_state == Proof.CLEAN


def test_where_its_worker_is_killed_another_begins_anew(alice, hears, engine):
    hears(FIRST, FIRST, TEXT)
    take = spoken_take(alice)
    make, engine.synthesize = engine.synthesize, killed
    job = start_proof(user=alice, entry=take, redo=1)
    with pytest.raises(SystemExit):
        run_job(str(job.id))
    Job.objects.update(state=JobState.QUEUED, run_token=None)
    engine.synthesize = make
    hears(FIRST, FIRST, TEXT)
    run_job(str(job.id))
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert list(Entry.objects.order_by("take_number").values_list("proof_state", flat=True)) == [
        "doubtful",
        "clean",
    ]


def test_by_preference_it_is_listened_to_once_it_is_spoken(alice, bob, hears):
    hears(TEXT)
    change_preferences(user=alice, proof_listens=True)
    for owner in (alice, bob):
        proof_if_wanted(spoken_take(owner))
    assert [job.owner for job in Job.objects.filter(kind=KIND)] == [alice]


def test_what_hinders_it_hinders_nobody_else(alice, hears):
    hears(TEXT)
    change_preferences(user=alice, proof_listens=True)
    proof_if_wanted(spoken_take(alice, language="tlh"))
    assert not Job.objects.exists()


def test_the_site_says_how_often_it_is_made_again_then(alice, hears, settings):
    hears(TEXT)
    settings.CONFIG = settings.CONFIG.model_copy(update={"proof_redo": 2})
    change_preferences(user=alice, proof_listens=True)
    proof_if_wanted(spoken_take(alice))
    assert Job.objects.get().params["redo"] == 2


@pytest.mark.django_db(transaction=True)
def test_a_take_of_the_page_is_listened_to_once_it_is_done(alice, hears):
    hears(TEXT)
    change_preferences(user=alice, proof_listens=True)
    take = takes.start_take(user=alice, wish=Wish(text=TEXT, model="fake", voice="low"))
    wait_until(Job.objects.exists, seconds=60, why="the take being listened to")
    [job] = Job.objects.all()
    run_job(str(job.id))
    take.refresh_from_db()
    assert take.proof_state == Proof.CLEAN


def test_what_nobody_listens_to_any_more_says_so(alice, hears):
    hears(TEXT)
    cancelled, waiting, fresh = (spoken_take(alice) for _ in range(3))
    cancel(job=start_proof(user=alice, entry=cancelled))
    start_proof(user=alice, entry=waiting)
    long_ago = timezone.now() - timedelta(hours=1)
    Entry.objects.filter(pk__in=[cancelled.pk, waiting.pk]).update(updated_at=long_ago)
    Entry.objects.filter(pk=fresh.pk).update(proof_state=Proof.WAITING)
    assert settle_waiting() == 1
    states = [Entry.objects.get(pk=take.pk).proof_state for take in (cancelled, waiting, fresh)]
    assert states == [Proof.FAILED, Proof.WAITING, Proof.WAITING]
