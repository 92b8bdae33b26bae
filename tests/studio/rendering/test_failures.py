"""A turn that fails says why, and keeps nobody else from being heard."""

import pytest

from common.errors import OutOfSpace
from jobs.models import State
from speech.engines.errors import EngineBusy
from studio.conversations.rendering.services import start_render
from studio.conversations.turns import change_turn
from studio.models import Turn
from tests.profiles.builders import make_profile
from tests.studio.conversations.builders import make_conversation, turns_in
from tests.studio.rendering.builders import done, rendered, rewrite, spoken

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(alice):
    return make_conversation(alice, "ANNA: One.", "BEN: Broken.", "ANNA: Three.")


@pytest.fixture
def breaks(monkeypatch, fake):
    """The engine, at passages with these words; the fixture's value mends it."""
    synthesize = fake.synthesize

    def breaking(request, **rest):
        if "Broken" in request.text:
            raise RuntimeError("a crack")
        return synthesize(request, **rest)

    monkeypatch.setattr(fake, "synthesize", breaking)
    return lambda: monkeypatch.setattr(fake, "synthesize", synthesize)


def test_the_others_are_rendered_and_the_render_tells_what_is_missing(scene, breaks):
    job = rendered(scene)
    one, broken, three = turns_in(scene)
    assert [turn.state for turn in (one, broken, three)] == ["done", "failed", "done"]
    assert broken.error
    assert broken.error_code == "engine_failed"
    assert job.result["failed_turn_ids"] == [str(broken.pk)]
    assert job.result["has_failures"] is True
    assert [mark["turn_id"] for mark in scene.render_marks] == [str(one.pk), str(three.pk)]


def test_the_next_render_tries_it_again_and_nothing_else(scene, breaks, fake):
    rendered(scene)
    breaks()
    fake.spoken.clear()
    job = rendered(scene)
    assert fake.spoken == ["Broken."]
    assert job.result["has_failures"] is False
    assert {(turn.state, turn.error) for turn in turns_in(scene)} == {("done", "")}


def test_a_turn_alone_is_tried_again(scene, breaks, fake):
    rendered(scene)
    broken = turns_in(scene)[1]
    assert spoken(broken).state == State.FAILED
    breaks()
    fake.spoken.clear()
    job = spoken(broken)
    assert (job.state, fake.spoken) == (State.DONE, ["Broken."])
    assert turns_in(scene)[1].state == "done"


def test_a_line_without_anything_to_say_says_so(alice):
    scene = make_conversation(alice, "One.", "…")
    job = rendered(scene)
    silent = turns_in(scene)[1]
    assert (silent.state, silent.error_code) == ("failed", "nothing_to_say")
    assert job.result["failed_turn_ids"] == [str(silent.pk)]


def test_a_voice_that_is_gone_fails_its_lines_alone(alice, scene):
    profile = make_profile(alice)
    change_turn(turn=turns_in(scene)[0], profile_id=str(profile.pk))
    profile.voice = "nobody"
    profile.save()
    rendered(scene)
    assert [turn.state for turn in turns_in(scene)] == ["failed", "done", "done"]
    assert turns_in(scene)[0].error_code == "unknown_voice"


def test_where_every_turn_fails_there_is_no_render_and_the_first_reason_is_told(alice, breaks):
    scene = make_conversation(alice, "Broken.", "Broken, too.")
    job = done(start_render(conversation=scene))
    scene.refresh_from_db()
    assert (job.state, job.error_code) == (State.FAILED, "nothing_spoken")
    assert turns_in(scene)[0].error in job.error
    assert scene.render is None


def test_a_render_of_before_stays_where_the_next_one_fails(scene, breaks):
    rendered(scene)
    before = scene.render
    for number in (1, 3):
        rewrite(scene, number, "Broken now.")
    assert done(start_render(conversation=scene)).state == State.FAILED
    scene.refresh_from_db()
    assert scene.render == before


def test_a_busy_engine_fails_no_turn_and_the_job_waits(scene, fake, monkeypatch):
    def busy(request, **rest):
        raise EngineBusy(retry_after_seconds=1)

    monkeypatch.setattr(fake, "synthesize", busy)
    job = done(start_render(conversation=scene))
    assert job.state == State.QUEUED
    assert {turn.state for turn in turns_in(scene)} == {"new"}


def test_a_full_quota_ends_it_at_once_and_names_no_turn(scene, fake, monkeypatch):
    def full(**rest):
        raise OutOfSpace("Your room is full.")

    monkeypatch.setattr("studio.conversations.rendering.speaking.store_file", full)
    job = done(start_render(conversation=scene))
    assert (job.state, job.error_code) == (State.FAILED, "out_of_space")
    assert len(fake.spoken) == 1
    assert {turn.state for turn in turns_in(scene)} == {"new"}


def test_effects_that_are_turned_off_fail_their_lines_alone(scene, settings):
    change_turn(turn=turns_in(scene)[0], effects=[{"type": "gain", "gain_db": 3}])
    settings.CONFIG = settings.CONFIG.model_copy(update={"effects_enabled": False})
    rendered(scene)
    assert [turn.state for turn in turns_in(scene)] == ["failed", "done", "done"]
    assert turns_in(scene)[0].error_code == "effects_disabled"


def test_what_was_kept_of_a_broken_chain_is_told_at_its_turn(scene):
    first = turns_in(scene)[0]
    Turn.objects.filter(pk=first.pk).update(effects=[{"type": "no such effect"}])
    rendered(scene)
    assert turns_in(scene)[0].state == "failed"
    assert turns_in(scene)[0].error_code
