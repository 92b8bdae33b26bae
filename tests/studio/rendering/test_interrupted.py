"""Killed, cancelled, overtaken, edited meanwhile: it ends in the right recording, with nothing left over."""

import random

import pytest
from django.utils import timezone

from clips.models import Clip
from jobs import services as jobs
from jobs.errors import JobLost
from jobs.models import Job, State
from jobs.run import JobRun
from jobs.transitions import running, take_up
from studio.conversations.rendering import render_making, speaking
from studio.conversations.rendering.services import start_render
from studio.conversations.rendering.states import settle_abandoned
from studio.conversations.turns import change_turn, remove_turn
from studio.models import Turn
from tests.studio.conversations.builders import make_conversation, turns_in
from tests.studio.rendering.builders import done, files_stored, rendered, rewrite

pytestmark = pytest.mark.django_db
LINES = ("ANNA: One.", "BEN: Two.", "ANNA: Three.")


class Killed(BaseException):
    """The process is gone: nothing catches it."""


@pytest.fixture
def scene(alice):
    return make_conversation(alice, *LINES)


def before_passage(monkeypatch, fake, words: str, act):
    """`act` once, before the passage with these words is spoken."""
    synthesize, has_acted = fake.synthesize, []

    def acting(request, **rest):
        if words in request.text and not has_acted:
            has_acted.append(True)
            act()
        return synthesize(request, **rest)

    monkeypatch.setattr(fake, "synthesize", acting)


def die():
    raise Killed


def taken_up(job: Job) -> Job:
    take_up(running())
    return done(job)


@pytest.mark.parametrize("words", ["One", "Two", "Three"])
def test_after_a_kill_what_is_spoken_is_not_spoken_again(scene, fake, monkeypatch, words):
    job = start_render(conversation=scene)
    before_passage(monkeypatch, fake, words, die)
    with pytest.raises(Killed):
        done(job)
    assert taken_up(job).state == State.DONE
    assert fake.spoken == ["One.", "Two.", "Three."]
    assert {turn.state for turn in turns_in(scene)} == {"done"}
    assert len(files_stored()) == 4


@pytest.mark.parametrize("place", ["turn", "render"])
def test_a_kill_between_the_file_and_its_row_makes_no_second_clip(scene, monkeypatch, place):
    module, name = {"turn": (speaking, "_claim"), "render": (render_making.RenderMaking, "_claim")}[place]
    claim = getattr(module, name)

    def dies_after(*given):
        claim(*given)
        raise Killed

    monkeypatch.setattr(module, name, dies_after)
    job = start_render(conversation=scene)
    with pytest.raises(Killed):
        done(job)
    monkeypatch.setattr(module, name, claim)
    assert taken_up(job).state == State.DONE
    scene.refresh_from_db()
    assert Clip.objects.count() == 4
    assert len(files_stored()) == 4
    assert scene.render is not None


def test_a_job_that_is_begun_again_after_its_end_replaces_its_own_render(scene):
    rendered(scene)
    rendered(scene)
    assert Clip.objects.count() == 4


def dies_after(monkeypatch, checkpoints: int) -> None:
    """The process, at one of its many looks at whether it is still wanted."""
    checkpoint, left = JobRun.checkpoint, iter(range(checkpoints, -1, -1))

    def dying(run, *given, **rest):
        if next(left, None) == 0:
            raise Killed
        checkpoint(run, *given, **rest)

    monkeypatch.setattr(JobRun, "checkpoint", dying)


def killed_twice(monkeypatch, job: Job, chance: random.Random) -> int:
    """Or once, where the second attempt was through before. How often it was."""
    kills = 0
    for _ in range(2):
        with monkeypatch.context() as patched:
            dies_after(patched, chance.randrange(40))
            try:
                done(job)
            except Killed:
                kills += 1
                take_up(running())
    return kills


def test_killed_at_random_places_it_ends_in_the_same_recording(alice, monkeypatch):
    chance, kills = random.Random(7), 0
    whole = make_conversation(alice, *LINES)
    rendered(whole)
    for _ in range(8):
        scene = make_conversation(alice, *LINES)
        job = start_render(conversation=scene)
        kills += killed_twice(monkeypatch, job, chance)
        assert done(job).state == State.DONE
        scene.refresh_from_db()
        assert scene.render.sha256 == whole.render.sha256
    assert kills >= 8
    assert len(files_stored()) == Clip.objects.count() == 9 * 4


def test_cancelled_it_keeps_what_is_spoken_and_says_of_no_turn_that_it_is_made(scene, fake, monkeypatch):
    job = start_render(conversation=scene)
    before_passage(monkeypatch, fake, "Two", lambda: jobs.cancel(job=job))
    assert done(job).state == State.CANCELLED
    states = [turn.state for turn in turns_in(scene)]
    assert states[0] == "done"
    assert "making" not in states
    fake.spoken.clear()
    rendered(scene)
    assert "One." not in fake.spoken


def test_a_worker_that_lost_the_job_stores_nothing(scene, fake, monkeypatch):
    job = start_render(conversation=scene)

    def lose():
        take_up(running())

    before_passage(monkeypatch, fake, "Two", lose)
    done(job)
    assert len(files_stored()) == 1
    assert done(job).state == State.DONE
    assert len(files_stored()) == 4


def test_a_line_edited_while_it_is_spoken_is_heard_as_it_is_now(scene, fake, monkeypatch):
    job = start_render(conversation=scene)
    before_passage(monkeypatch, fake, "Two", lambda: rewrite(scene, 2, "Two and a half."))
    assert done(job).state == State.DONE
    scene.refresh_from_db()
    turn = turns_in(scene)[1]
    assert fake.spoken == ["One.", "Two.", "Three.", "Two and a half."]
    assert turn.state == "done"
    assert scene.rendered_revision == scene.revision
    assert len(files_stored()) == 4


def test_a_line_removed_while_it_is_spoken_is_left_out(scene, fake, monkeypatch):
    job = start_render(conversation=scene)

    def remove():
        turn = turns_in(scene)[1]
        turn.conversation = scene
        remove_turn(turn=turn)

    before_passage(monkeypatch, fake, "Two", remove)
    assert done(job).state == State.DONE
    scene.refresh_from_db()
    assert len(scene.render_marks) == 2
    assert len(files_stored()) == 3


def test_an_edit_while_it_is_mixed_is_in_the_render(scene, fake, monkeypatch):
    write_mix, has_edited = render_making.write_mix, []

    def editing(*given, **rest):
        if not has_edited:
            has_edited.append(True)
            rewrite(scene, 1, "One, edited.")
        return write_mix(*given, **rest)

    monkeypatch.setattr(render_making, "write_mix", editing)
    rendered(scene)
    assert fake.spoken[-1] == "One, edited."
    assert scene.rendered_revision == scene.revision


def test_who_edits_without_an_end_is_told_so(scene, fake, monkeypatch):
    synthesize = fake.synthesize
    count = iter(range(1_000))

    def edits(request, **rest):
        change_turn(turn=turns_in(scene)[0], text=f"Line {next(count)}.")
        return synthesize(request, **rest)

    monkeypatch.setattr(fake, "synthesize", edits)
    job = done(start_render(conversation=scene))
    assert (job.state, job.error_code) == (State.FAILED, "changed_meanwhile")


def test_a_long_one_gives_way_and_goes_on_later(scene, fake, monkeypatch):
    monkeypatch.setattr("jobs.run.SHARE_OF_TIMEOUT", -1.0)
    job = start_render(conversation=scene)
    for _ in LINES:
        assert done(job).state == State.QUEUED
    assert done(job).state == State.DONE
    assert fake.spoken == ["One.", "Two.", "Three."]
    assert Job.objects.get(pk=job.pk).attempts == 1


def test_of_a_job_that_ended_without_a_word_no_turn_stays_in_the_making(scene):
    Turn.objects.all().update(state="making", updated_at=timezone.now())
    job = start_render(conversation=scene)
    assert settle_abandoned() == 0
    jobs.cancel(job=job)
    assert settle_abandoned() == 3
    assert {turn.state for turn in turns_in(scene)} == {"new"}


def test_drafts_of_a_killed_attempt_are_removed_by_the_next(scene, settings, tmp_path, monkeypatch):
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    job = start_render(conversation=scene)
    left = settings.FILE_UPLOAD_TEMP_DIR / f"render-{job.pk}-1"
    left.mkdir()
    (left / "render.wav").write_bytes(b"half")
    assert done(job).state == State.DONE
    assert list(settings.FILE_UPLOAD_TEMP_DIR.iterdir()) == []


def test_progress_goes_forward_and_names_the_turn(scene, monkeypatch):
    told = []
    checkpoint = JobRun.checkpoint

    def noting(run, progress=None, step=None):
        told.append((progress, step))
        checkpoint(run, progress, step)

    monkeypatch.setattr(JobRun, "checkpoint", noting)
    rendered(scene)
    shares = [share for share, _ in told if share is not None]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0, abs=0.01)
    assert [step for _, step in told if step] == [
        "Turn 1: ANNA",
        "Turn 2: BEN",
        "Turn 3: ANNA",
        "Mixing",
    ]


def test_a_lost_job_is_no_failure_of_a_turn(scene, fake, monkeypatch):
    def lost(run):
        raise JobLost

    monkeypatch.setattr("jobs.run.JobRun.check", lost)
    done(start_render(conversation=scene))
    assert "failed" not in {turn.state for turn in turns_in(scene)}
