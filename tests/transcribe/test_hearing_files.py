"""Files heard by a job: each by itself, each once, and whatever happens to the worker."""

import uuid

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from clips.models import Clip
from common.errors import AppError, InvalidInput, NotFound, OutOfSpace
from history.models import Entry, State
from jobs import services as jobs
from jobs.errors import JobLost
from jobs.models import Job
from jobs.models import State as JobState
from jobs.run import JobRun
from jobs.runner import claim, run_job
from tests.speech.recognition.fake_hearing import put_recognisers
from tests.speech.recognition.fake_recogniser import FakeRecogniser
from tests.transcribe.builders import done, fresh, garbage, sound, start
from transcribe import transcripts
from transcribe.hearing import BatchHearing
from transcribe.models import Transcript, TranscriptSegment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fake(fake):
    return fake


def states(user) -> list[str]:
    return list(Entry.objects.for_user(user).order_by("created_at").values_list("state", flat=True))


def test_a_file_becomes_text_with_the_time_of_every_word(alice):
    [transcript] = (started := start(alice, sound(3.0))).transcripts
    assert (transcript.entry.state, transcript.entry.kind, transcript.entry.title) == ("new", "stt", "talk")
    job = done(started.job)
    assert (job.state, job.progress) == (JobState.DONE, 1.0)
    assert job.result == {"transcript_ids": [str(transcript.entry_id)]}
    transcript = fresh(transcript)
    entry = transcript.entry
    assert (entry.state, entry.text, entry.language) == (State.DONE, "one two three", "en")
    assert transcript.original_text == "one two three"
    assert transcript.heard_seconds == pytest.approx(3.0, abs=0.01)
    assert [entry.text[first:end] for first, end, _, _ in entry.timings] == ["one", "two", "three"]
    assert [begins for _, _, begins, _ in entry.timings] == pytest.approx([0, 1, 2], abs=0.2)


def test_the_audio_is_kept_for_the_transcript_and_not_in_the_library(alice):
    [transcript] = start(alice).transcripts
    clip = Clip.objects.get()
    assert (clip.kept, clip.source, transcript.entry.clip_id) == (False, "upload", clip.pk)
    transcripts.keep(transcript=fresh(transcript))
    assert Clip.objects.get().kept


def test_what_was_asked_for_reaches_the_recogniser(alice, fake):
    job = start(
        alice, language="fr", task="translate", prompt="A talk.", keywords=("Ada", "Bob"), words=True
    ).job
    done(job)
    [hearing] = fake.hearings
    assert (hearing.language, hearing.task, hearing.prompt) == ("fr", "translate", "A talk.")
    assert (hearing.keywords, hearing.has_word_times) == (("Ada", "Bob"), True)


def test_one_bad_file_does_not_hold_up_the_others(alice):
    started = start(alice, sound(name="one.wav"), garbage(), sound(name="two.wav"))
    assert [transcript.entry.title for transcript in started.transcripts] == ["one", "two"]
    [refused] = started.refused
    assert refused.name == "notes.mp3"
    assert refused.error.message.endswith(".")
    assert done(started.job).state == JobState.DONE
    assert states(alice) == ["done", "done"]


def test_where_no_file_can_be_taken_nothing_is_left(alice):
    with pytest.raises(InvalidInput):
        start(alice, garbage())
    with pytest.raises(InvalidInput, match=r"None of these.*a\.mp3.*b\.mp3"):
        start(alice, garbage("a.mp3"), garbage("b.mp3"))
    assert not Entry.objects.exists()
    assert not Clip.objects.exists()
    assert not Job.objects.exists()


def test_a_full_quota_is_said_and_nothing_is_left(alice):
    alice.storage_quota_mib = 1
    with pytest.raises(OutOfSpace):
        start(alice, sound(40.0))
    assert not Clip.objects.exists()


def test_too_many_files_are_refused_before_any_is_stored(alice):
    with pytest.raises(InvalidInput, match="50 are the most"):
        start(alice, *[sound(0.1)] * 51)
    assert not Clip.objects.exists()


def test_an_unknown_model_is_refused_before_anything_is_stored(alice):
    with pytest.raises(NotFound):
        start(alice, model="nobody")
    assert not Clip.objects.exists()


def test_a_file_whose_sound_is_gone_fails_alone_with_its_own_sentence(alice):
    started = start(alice, sound(name="one.wav"), sound(name="two.wav"))
    default_storage.delete(Clip.objects.get(title="one").file.name)
    job = done(started.job)
    assert (job.state, job.error_code) == (JobState.FAILED, "files_failed")
    assert job.error.startswith("1 of 2 files could not be heard. “one”: The audio")
    assert states(alice) == ["failed", "done"]


def test_trying_the_job_again_hears_what_failed_and_nothing_twice(alice, fake):
    started = start(alice, sound(2.0, "one.wav"), sound(3.0, "two.wav"))
    one = Clip.objects.get(title="one").file
    with default_storage.open(one.name) as file:
        data = file.read()
    default_storage.delete(one.name)
    job = done(started.job)
    default_storage.save(one.name, ContentFile(data))
    fake.heard.clear()
    job = done(jobs.retry(job=job))
    assert job.state == JobState.DONE
    assert states(alice) == ["done", "done"]
    assert sum(stretch.seconds for stretch in fake.heard) == pytest.approx(2.0, abs=0.5)


def test_a_broken_recogniser_is_our_fault_and_the_next_file_is_tried(alice, fake):
    started = start(alice, sound(name="one.wav"), sound(name="two.wav"))
    fake.fails = RuntimeError("segfault or so")
    assert done(started.job).state == JobState.FAILED
    assert states(alice) == ["failed", "failed"]
    assert "on our side" in fresh(started.transcripts[0]).entry.error
    assert "segfault" not in Job.objects.get().error


def test_a_recogniser_that_is_away_for_now_has_the_job_wait(alice, fake, monkeypatch, settings):
    from speech.engines.errors import EngineUnavailable

    started = start(alice)
    fake.fails_to_load = EngineUnavailable("fake", reason="its model is not here", what_to_do="Pull it.")
    job = done(started.job)
    assert job.state == JobState.QUEUED
    assert states(alice) == ["making"]
    put_recognisers(monkeypatch, settings, FakeRecogniser())
    Job.objects.update(not_before=job.created_at)
    assert done(job).state == JobState.DONE


def test_segments_are_there_while_the_rest_is_being_heard(alice, fake, monkeypatch):
    [transcript] = (started := start(alice, sound(70.0))).transcripts
    seen = []
    hear = fake.hear

    def watched(stretches, hearing):
        seen.append((transcript.segments.count(), fresh(transcript).heard_seconds))
        return hear(stretches, hearing)

    monkeypatch.setattr(fake, "hear", watched)
    done(started.job)
    assert len(seen) > 2
    assert [count for count, _ in seen] == list(range(len(seen)))
    assert all(seconds > 10 * number for number, (_, seconds) in enumerate(seen[1:], 1))
    assert transcript.segments.count() == len(seen)


def test_silence_is_an_empty_transcript(alice):
    import numpy as np
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests import audio_files

    quiet = SimpleUploadedFile("quiet.wav", audio_files.wav(samples=np.zeros((16_000, 1)), rate=16_000))
    [transcript] = (started := start(alice, quiet)).transcripts
    assert done(started.job).state == JobState.DONE
    assert fresh(transcript).entry.text == ""


class Killed(BaseException):
    """What a process that is killed raises: nothing catches it."""


def test_a_killed_worker_goes_on_with_the_first_file_that_is_not_done(alice, fake, monkeypatch):
    started = start(alice, sound(2.0, "one.wav"), sound(40.0, "two.wav"))
    hear, calls = fake.hear, []

    def killed_at_the_third(stretches, hearing):
        calls.append(stretches)
        if len(calls) == 3:
            raise Killed
        return hear(stretches, hearing)

    monkeypatch.setattr(fake, "hear", killed_at_the_third)
    with pytest.raises(Killed):
        run_job(str(started.job.id))
    assert states(alice) == ["done", "making"]
    from jobs.transitions import take_up

    take_up(Job.objects.all())
    fake.heard.clear()
    assert done(started.job).state == JobState.DONE
    two = fresh(started.transcripts[1])
    assert [row.position for row in two.segments.all()] == [0, 1]
    assert sum(stretch.seconds for stretch in fake.heard) == pytest.approx(40.0, abs=2)


def test_of_two_that_hear_the_same_file_the_later_alone_writes(alice, fake, monkeypatch):
    [transcript] = (started := start(alice, sound(40.0))).transcripts
    hear = fake.hear

    def overtaken(stretches, hearing):
        if stretches[0].start_seconds > 0:
            Transcript.objects.filter(pk=transcript.pk).update(hearer=uuid.uuid4())
        return hear(stretches, hearing)

    monkeypatch.setattr(fake, "hear", overtaken)
    run_job(str(started.job.id))
    assert fresh(transcript).entry.state == State.MAKING
    assert transcript.segments.count() == 1  # of before it was overtaken


def test_a_batch_that_takes_long_goes_back_to_the_queue_between_files(alice, monkeypatch):
    started = start(alice, sound(1.0, "one.wav"), sound(1.0, "two.wav"))
    monkeypatch.setattr("jobs.run.SHARE_OF_TIMEOUT", -1.0)
    job = done(started.job)
    assert (job.state, job.attempts) == (JobState.QUEUED, 0)
    assert states(alice) == ["done", "new"]
    assert done(job).state == JobState.DONE
    assert states(alice) == ["done", "done"]


def test_progress_goes_by_the_time_in_the_sound(alice, monkeypatch):
    told = []
    monkeypatch.setattr(
        JobRun, "checkpoint", lambda run, progress=None, step=None: told.append((progress, step))
    )
    done(start(alice, sound(10.0, "one.wav"), sound(30.0, "two.wav")).job)
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0, abs=0.01)
    assert pytest.approx(0.25, abs=0.01) in shares
    assert told[-1][1] == "File 2 of 2: two"


def test_cancelling_stops_it_and_what_was_heard_can_be_read(alice, fake, monkeypatch):
    [transcript] = (started := start(alice, sound(70.0))).transcripts
    hear = fake.hear

    def cancelled(stretches, hearing):
        if stretches[0].start_seconds > 20:
            jobs.cancel(job=started.job)
        return hear(stretches, hearing)

    monkeypatch.setattr(fake, "hear", cancelled)
    monkeypatch.setattr("jobs.run.CHECK_EVERY_SECONDS", 0)
    assert done(started.job).state == JobState.CANCELLED
    transcripts.settle(alice)
    entry = fresh(transcript).entry
    assert (entry.state, entry.error) == (State.FAILED, "You stopped it.")
    assert transcript.segments.exists()


def test_stopping_one_file_lets_the_others_go_on_and_it_is_not_begun_again(alice):
    started = start(alice, sound(name="one.wav"), sound(name="two.wav"))
    transcripts.stop(transcript=started.transcripts[0])
    assert done(started.job).state == JobState.DONE
    assert states(alice) == ["failed", "done"]


def test_stopping_the_only_file_cancels_its_job(alice):
    started = start(alice)
    transcripts.stop(transcript=started.transcripts[0])
    assert Job.objects.get().state == JobState.CANCELLED


def test_a_file_deleted_while_it_is_heard_is_left_alone(alice, fake, monkeypatch):
    started = start(alice, sound(40.0, "one.wav"), sound(1.0, "two.wav"))
    hear = fake.hear

    def deleted(stretches, hearing):
        if len(fake.heard) == 1:
            transcripts.discard(transcript=fresh(started.transcripts[0]))
        return hear(stretches, hearing)

    monkeypatch.setattr(fake, "hear", deleted)
    assert done(started.job).state == JobState.DONE
    assert fresh(started.transcripts[1]).entry.state == State.DONE
    assert fresh(started.transcripts[0]).entry.state == State.MAKING


def test_a_stopped_transcript_is_tried_again_by_a_job_of_its_own(alice):
    started = start(alice, sound(2.0, "one.wav"), sound(2.0, "two.wav"))
    transcripts.stop(transcript=started.transcripts[0])
    done(started.job)
    again = transcripts.try_again(transcript=fresh(started.transcripts[0]))
    assert again.job_id != started.job.pk
    assert done(again.job).state == JobState.DONE
    assert fresh(again).entry.text == "one two"


def test_only_what_failed_is_tried_again(alice):
    started = start(alice)
    done(started.job)
    with pytest.raises(AppError, match="done"):
        transcripts.try_again(transcript=fresh(started.transcripts[0]))


def test_what_a_lost_job_left_unfinished_says_so(alice):
    started = start(alice)
    Job.objects.update(state=JobState.FAILED, error="The worker stopped while doing this.")
    transcripts.settle(alice)
    assert fresh(started.transcripts[0]).entry.error == "The worker stopped while doing this."


def test_settling_leaves_others_and_what_is_under_way_alone(alice, bob):
    start(alice), start(bob)
    Job.objects.for_user(bob).update(state=JobState.FAILED, error="Gone.")
    transcripts.settle(alice)
    assert states(alice) == ["new"]
    assert states(bob) == ["new"]


def test_speakers_that_are_known_at_the_end_alone_are_stored(alice, monkeypatch):
    from dataclasses import replace

    from speech.transcription.listening import Listening

    whole = Listening.transcript.fget

    def diarised(listening):
        found = whole(listening)
        return replace(found, segments=tuple(replace(each, speaker="A") for each in found.segments))

    monkeypatch.setattr(Listening, "transcript", property(diarised))
    done(start(alice, speakers=True).job)
    assert [row.speaker for row in TranscriptSegment.objects.all()] == ["A"]


def test_a_lost_lease_leaves_nothing_behind(alice):
    started = start(alice)
    run = JobRun(job := claim(started.job.id), job.run_token)
    Job.objects.update(run_token=uuid.uuid4())
    with pytest.raises(JobLost):
        BatchHearing(run).make()
    assert states(alice) == ["new"]
    assert not TranscriptSegment.objects.exists()
