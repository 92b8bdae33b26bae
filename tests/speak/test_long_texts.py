"""A long text becomes a clip a chapter, each once, whatever happens to the process that speaks it."""

import uuid
from pathlib import Path

import av
import pytest
from django.core.files.storage import default_storage

from clips.models import Clip, Source
from common.errors import AppError, InvalidInput, NotFound, OutOfSpace
from jobs import services as jobs
from jobs.errors import JobLost
from jobs.models import Job, State
from jobs.transitions import running, take_up
from speak import long_text_making
from speak.long_texts import document_of_text, start_long_text
from speak.models import LongText, LongTextChapter
from speech.documents import Chapter, Document, parted
from tests.speak.long_text_builders import book, done, start, titles, wish
from tests.speech.lexicon_builders import make_lexicon

pytestmark = pytest.mark.django_db


def chapters_of(path: str) -> list[tuple[str, float]]:
    with av.open(default_storage.path(path)) as file:
        return [
            (mark["metadata"]["title"], float((mark["end"] - mark["start"]) * mark["time_base"]))
            for mark in file.chapters()
        ]


class Killed(BaseException):
    """The process is gone: nothing catches it, nothing tidies up."""


def killed_at(monkeypatch, fake, words: str):
    """From the passage with these words on there is no process; `mend()` starts the next one."""
    synthesize = fake.synthesize

    def dying(request, **rest):
        if words in request.text:
            raise Killed
        return synthesize(request, **rest)

    monkeypatch.setattr(fake, "synthesize", dying)
    return lambda: monkeypatch.setattr(fake, "synthesize", synthesize)


def test_every_chapter_is_a_clip_of_its_own_in_the_library(alice, fake):
    job = done(start(alice, "The first words.", "The second words."))
    assert (job.state, job.error) == (State.DONE, "")
    assert fake.spoken == ["The first words.", "The second words."]
    clips = [Clip.objects.get(pk=pk) for pk in job.result["clip_ids"]]
    assert [clip.title for clip in clips] == ["A Book – 01 One", "A Book – 02 Two"]
    assert {(clip.owner, clip.kept, clip.source, clip.codec) for clip in clips} == {
        (alice, True, Source.SPEECH, "mp3")
    }
    assert job.result["audiobook_clip_id"] is None


@pytest.mark.parametrize("name", ["mp3", "opus", "aac", "flac", "wav"])
def test_clips_are_of_the_format_that_was_asked_for(alice, fake, name):
    job = done(start(alice, "Some words.", response_format=name))
    [clip] = [Clip.objects.get(pk=pk) for pk in job.result["clip_ids"]]
    assert clip.codec == {"wav": "pcm_s16le"}.get(name, name)
    assert (clip.title, clip.warning) == ("A Book", "")
    assert clip.duration_seconds == pytest.approx(0.5, abs=0.4)


def test_an_audiobook_has_the_chapters_and_lasts_as_long_as_they_do(alice, fake):
    job = done(start(alice, "The first words.", "The second and last words.", response_format="m4b"))
    clips = [Clip.objects.get(pk=pk) for pk in job.result["clip_ids"]]
    bound = Clip.objects.get(pk=job.result["audiobook_clip_id"])
    assert (bound.title, bound.source, bound.suffix, bound.kept) == ("A Book", Source.EXPORT, "m4b", True)
    marks = chapters_of(bound.file_name)
    assert [title for title, _ in marks] == ["One", "Two"]
    for (_, seconds), clip in zip(marks, clips, strict=True):
        assert seconds == pytest.approx(clip.duration_seconds, abs=0.05)
    assert bound.duration_seconds == pytest.approx(sum(c.duration_seconds for c in clips), abs=0.1)


def test_a_chapter_that_says_nothing_is_left_out(alice, fake):
    job = done(start(alice, "Words.", " … ", "[pause:1s]", "More words."))
    assert titles(alice) == ["A Book – 01 One", "A Book – 02 Four"]
    assert len(job.result["clip_ids"]) == 2


def test_without_chapters_it_is_one_recording(alice, fake):
    done(start(alice, "The first words.", "The second words.", chapters=False))
    assert titles(alice) == ["A Book"]
    assert " ".join(fake.spoken) == "The first words. The second words."


def test_a_very_long_chapter_is_made_in_parts(alice, fake, monkeypatch):
    monkeypatch.setattr("speak.long_texts.parted", lambda chapter, most: parted(chapter, most=40))
    done(start(alice, "A first sentence of it. A second sentence of it. A third one.", chapters=False))
    assert titles(alice) == ["A Book – 01 Part 1", "A Book – 02 Part 2"]
    assert " ".join(fake.spoken) == "A first sentence of it. A second sentence of it. A third one."


# Interrupted


@pytest.mark.parametrize("words", ["first", "second", "third"])
@pytest.mark.parametrize("response_format", ["mp3", "m4b"])
def test_after_a_kill_finished_chapters_are_not_spoken_again(
    alice, fake, monkeypatch, words, response_format
):
    job = start(
        alice, "The first words.", "The second words.", "The third words.", response_format=response_format
    )
    mend = killed_at(monkeypatch, fake, words)
    with pytest.raises(Killed):
        done(job)
    assert Job.objects.get(pk=job.pk).state == State.RUNNING
    spoken_before = len(fake.spoken)
    mend()
    take_up(running())
    ended = done(job)
    assert ended.state == State.DONE
    assert len(fake.spoken) == 3, f"{spoken_before} were spoken before"
    assert len(titles(alice)) == 3 + (response_format == "m4b")


def test_a_kill_between_the_file_and_its_row_makes_no_second_clip(alice, fake, monkeypatch):
    job = start(alice, "The first words.", "The second words.")
    claim = long_text_making.LongTextMaking._claim_chapter

    def dies_after(self, chapter, clip, spoken):
        claim(self, chapter, clip, spoken)
        raise Killed

    monkeypatch.setattr(long_text_making.LongTextMaking, "_claim_chapter", dies_after)
    with pytest.raises(Killed):
        done(job)
    assert titles(alice) == []
    monkeypatch.setattr(long_text_making.LongTextMaking, "_claim_chapter", claim)
    take_up(running())
    assert done(job).state == State.DONE
    assert titles(alice) == ["A Book – 01 One", "A Book – 02 Two"]


def test_of_two_workers_that_speak_the_same_chapter_one_makes_a_clip(alice, fake, monkeypatch):
    job = start(alice, "The first words.")
    store = long_text_making.store_file

    def overtaken(**fields):
        monkeypatch.setattr(long_text_making, "store_file", store)
        take_up(running())
        assert done(job).state == State.DONE
        return store(**fields)

    monkeypatch.setattr(long_text_making, "store_file", overtaken)
    assert done(job).state == State.DONE
    assert len(fake.spoken) == 2
    assert titles(alice) == ["A Book"]
    assert sum(1 for _ in Path(default_storage.path("clips")).rglob("*.mp3")) == 1


def test_a_chapter_that_somebody_else_has_claimed_is_lost(alice, fake):
    job = start(alice, "The first words.")
    LongTextChapter.objects.update(clip_id=None)
    Job.objects.filter(pk=job.pk).update(state=State.RUNNING, run_token=uuid.uuid4())
    from jobs.run import JobRun

    held = Job.objects.get(pk=job.pk)
    making = long_text_making.LongTextMaking(JobRun(held, held.run_token))
    LongTextChapter.objects.update(clip_id=uuid.uuid4())
    with pytest.raises(JobLost):
        making._speak(making.chapters[0])
    assert titles(alice) == []


def test_a_cancelled_job_stops_in_the_middle_and_goes_on_where_it_was(alice, fake, monkeypatch):
    job = start(alice, "The first words.", "The second words. And more of them.", "The third words.")
    synthesize = fake.synthesize
    monkeypatch.setattr("jobs.run.CHECK_EVERY_SECONDS", 0.0)

    def cancelling(request, **rest):
        if "second" in request.text:
            jobs.cancel(job=job)
        yield from synthesize(request, **rest)

    monkeypatch.setattr(fake, "synthesize", cancelling)
    assert done(job).state == State.CANCELLED
    assert titles(alice) == ["A Book – 01 One"]
    monkeypatch.setattr(fake, "synthesize", synthesize)
    fake.spoken.clear()
    jobs.retry(job=Job.objects.get(pk=job.pk))
    assert done(job).state == State.DONE
    assert "The first words." not in fake.spoken
    assert len(titles(alice)) == 3


def test_a_book_that_takes_longer_than_a_job_may_goes_back_to_the_queue(alice, fake, monkeypatch):
    monkeypatch.setattr("jobs.run.SHARE_OF_TIMEOUT", 0.0)
    job = start(alice, "The first words.", "The second words.", response_format="m4b")
    assert [done(job).state for _ in range(3)] == [State.QUEUED, State.QUEUED, State.DONE]
    ended = Job.objects.get(pk=job.pk)
    assert ended.attempts == 1, "going on is no failure"
    assert len(fake.spoken) == 2


def test_a_clip_that_its_owner_deleted_is_spoken_again_when_the_book_still_needs_it(alice, fake, monkeypatch):
    job = start(alice, "The first words.", "The second words.", response_format="m4b")
    mend = killed_at(monkeypatch, fake, "second")
    with pytest.raises(Killed):
        done(job)
    Clip.objects.for_user(alice).delete()
    mend()
    take_up(running())
    assert done(job).state == State.DONE
    assert fake.spoken == ["The first words.", "The first words.", "The second words."]


def test_it_tells_how_far_it_is(alice, fake, monkeypatch):
    told: list[tuple[float, str]] = []
    monkeypatch.setattr(
        "jobs.run.JobRun.checkpoint", lambda self, progress=None, step=None: told.append((progress, step))
    )
    done(start(alice, "The first words.", "The second words."))
    shares = [share for share, _ in told if share is not None]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (0, 1)
    assert "Chapter 2 of 2: Two" in [step for _, step in told]


# Refused before there is a job


@pytest.mark.parametrize(
    ("fields", "refusal", "param"),
    [
        ({"model": "nobody"}, NotFound, "model"),
        ({"voice": "nobody"}, InvalidInput, "voice"),
        ({"response_format": "pcm"}, InvalidInput, "response_format"),
        ({"response_format": "midi"}, InvalidInput, "response_format"),
        ({"speed": 9.0}, InvalidInput, "speed"),
        ({"speed": float("nan")}, InvalidInput, "speed"),
        ({"language": "xx-nowhere"}, InvalidInput, "language"),
        ({"lexicon_id": uuid.UUID(int=5)}, NotFound, "lexicon_id"),
        ({"input_type": "ssml"}, InvalidInput, "input"),
        ({"seed": -1}, InvalidInput, "seed"),
    ],
)
def test_what_is_wrong_is_said_before_there_is_a_job(alice, fake, fields, refusal, param):
    with pytest.raises(refusal) as caught:
        start(alice, "Some words.", **fields)
    assert caught.value.param == param
    assert not Job.objects.exists()
    assert not LongText.objects.exists()


@pytest.mark.parametrize(
    ("texts", "code"),
    [
        (["", " "], "nothing_to_say"),
        (["[pause:1s]"], "nothing_to_say"),
        (["Fine.", "Half \ud83d of it."], "invalid_text"),
        (["Fine.", "A [pause:soon] that is none."], "malformed_pause"),
    ],
)
def test_every_chapter_is_judged_before_there_is_a_job(alice, fake, texts, code):
    with pytest.raises(AppError) as caught:
        start(alice, *texts)
    assert caught.value.code == code
    assert not Job.objects.exists()


def test_a_text_is_too_long_beyond_the_limit_of_the_site(alice, fake, settings):
    settings.CONFIG = settings.CONFIG.model_copy(update={"long_text_max_characters": 100})
    with pytest.raises(InvalidInput, match="100 are the most"):
        start(alice, "word " * 30)


def test_too_many_chapters_are_refused_and_can_be_one(alice, fake):
    many = Document("Many", "", None, tuple(Chapter(str(number), "Word.") for number in range(600)))
    with pytest.raises(InvalidInput, match="chapters=false"):
        start_long_text(user=alice, document=many, wish=wish())
    assert start_long_text(user=alice, document=many, wish=wish(), chapters=False).state == State.QUEUED


def test_a_full_quota_refuses_before_and_in_the_middle(alice, fake, settings):
    alice.storage_quota_mib = 1
    alice.save()
    with pytest.raises(OutOfSpace):
        start(alice, "word " * 1_000, response_format="wav")
    settings.CONFIG = settings.CONFIG.model_copy(update={"free_disk_min_mib": 10**9})
    with pytest.raises(OutOfSpace):
        start(alice, "Some words.")
    assert not Job.objects.exists()


def test_what_was_asked_for_is_what_is_spoken(alice, fake):
    lexicon = make_lexicon(alice, SQL="sequel")
    job = start(alice, "I like SQL.", lexicon_id=lexicon.pk, voice="high", seed=7, title="Mine")
    done(job)
    assert fake.spoken == ["I like sequel."]
    assert titles(alice) == ["Mine"]


def test_a_lexicon_that_is_gone_meanwhile_fails_the_job_with_a_sentence(alice, fake):
    lexicon = make_lexicon(alice, SQL="sequel")
    job = start(alice, "I like SQL.", lexicon_id=lexicon.pk)
    lexicon.delete()
    ended = done(job)
    assert (ended.state, ended.error_code) == (State.FAILED, "lexicon_not_found")


def test_the_text_goes_with_its_job(alice, fake):
    job = done(start(alice, "Some words."))
    jobs.remove(job=job)
    assert not LongTextChapter.objects.exists()
    assert titles(alice) == ["A Book"]


def test_a_typed_text_is_named_by_its_first_words():
    assert document_of_text("Once upon a time. " * 10).title.startswith("Once upon a time.")
    assert book("x").characters == 1


def test_markup_is_no_title():
    text = "<speak>Once <emphasis>upon</emphasis> a time.</speak>"
    assert document_of_text(text, input_type="ssml").title == "Once upon a time."
