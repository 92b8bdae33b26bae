"""A conversation becomes one recording, and nothing of it is spoken twice."""

import numpy as np
import pytest

from clips.models import Clip, Source
from common.errors import Conflict, InvalidInput
from history.models import Entry
from history.models import Source as EntrySource
from history.preferences import change_preferences
from jobs.models import State
from studio.conversations.rendering.services import start_render
from studio.conversations.services import update_conversation
from studio.conversations.turns import change_turn, duplicate_turn, remove_turn
from tests.profiles.builders import make_profile
from tests.speech.fake_engine import CHARACTER_SECONDS
from tests.studio.conversations.builders import make_conversation, turns_in
from tests.studio.rendering.builders import done, files_stored, level_db, rendered, rewrite, sound_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(alice):
    return make_conversation(alice, "ANNA: Hello there.", "BEN: Good day.", "ANNA: And good bye.", gap_ms=500)


def test_it_becomes_one_recording_with_every_turn_in_its_place(scene, fake):
    job = rendered(scene)
    assert fake.spoken == ["Hello there.", "Good day.", "And good bye."]
    assert (scene.render.source, scene.render.kept, scene.render.title) == (Source.RENDER, False, "Scene 1")
    assert scene.rendered_revision == scene.revision
    lengths = [turn.clip.duration_seconds for turn in turns_in(scene)]
    starts = [0, lengths[0] + 0.5, sum(lengths[:2]) + 1.0]
    assert [mark["start_ms"] / 1000 for mark in scene.render_marks] == pytest.approx(starts, abs=0.002)
    assert [mark["speaker"] for mark in scene.render_marks] == ["ANNA", "BEN", "ANNA"]
    assert scene.render.duration_seconds == pytest.approx(starts[2] + lengths[2], abs=0.01)
    assert job.result["failed_turn_ids"] == []
    assert job.result["spoken"] == 3


def test_what_is_heard_is_where_its_mark_says(scene):
    rendered(scene)
    samples, rate_hz = sound_in(scene.render)
    for mark in scene.render_marks:
        inside = samples[mark["start_ms"] * rate_hz // 1000 :][: round(0.3 * rate_hz)]
        assert level_db(inside) > -30
    end = scene.render_marks[0]["end_ms"]
    gap = samples[(end + 20) * rate_hz // 1000 : (end + 480) * rate_hz // 1000]
    assert level_db(gap) < -80


def test_of_a_changed_line_that_line_alone_is_spoken_again(scene, fake):
    rendered(scene)
    before = [turn.clip_id for turn in turns_in(scene)]
    fake.spoken.clear()
    rewrite(scene, 2, "Good evening.")
    assert rendered(scene).result["spoken"] == 1
    assert fake.spoken == ["Good evening."]
    after = [turn.clip_id for turn in turns_in(scene)]
    assert [old == new for old, new in zip(before, after, strict=True)] == [True, False, True]


def test_nothing_is_spoken_again_where_nothing_was_changed(scene, fake):
    rendered(scene)
    fake.spoken.clear()
    rendered(scene, format="mp3")
    assert fake.spoken == []
    assert scene.render.codec == "mp3"


def test_a_line_that_was_changed_back_is_not_spoken_again(scene, fake):
    rendered(scene)
    fake.spoken.clear()
    rewrite(scene, 1, "Something else.")
    rewrite(scene, 1, "Hello there.")
    rendered(scene)
    assert fake.spoken == []
    assert {turn.state for turn in turns_in(scene)} == {"done"}


def test_another_order_another_name_and_a_copy_of_a_turn_speak_nothing(scene, fake):
    rendered(scene)
    fake.spoken.clear()
    first = turns_in(scene)[0]
    change_turn(turn=first, speaker="ANNE")
    duplicate_turn(turn=first)
    rendered(scene)
    assert fake.spoken == []
    assert [mark["speaker"] for mark in scene.render_marks] == ["ANNE", "ANNE", "BEN", "ANNA"]


def test_a_changed_profile_has_all_its_lines_spoken_again(alice, fake):
    profile = make_profile(alice, "Narrator")
    scene = make_conversation(alice, "Plain words.")
    [turn] = turns_in(scene)
    change_turn(turn=turn, profile_id=str(profile.pk))
    rendered(scene)
    fake.spoken.clear()
    profile.speed = 2.0
    profile.save()
    rendered(scene)
    assert fake.spoken == ["Plain words."]


def test_effects_of_a_turn_stand_in_for_those_of_its_profile(alice, fake):
    profile = make_profile(alice, effects=[{"type": "speed", "factor": 0.5}])
    scene = make_conversation(alice, "Plain words.", "Plain words.")
    for turn, effects in zip(turns_in(scene), (None, []), strict=True):
        change_turn(turn=turn, profile_id=str(profile.pk), effects=effects)
    rendered(scene)
    slow, plain = [turn.clip.duration_seconds for turn in turns_in(scene)]
    assert slow == pytest.approx(2 * plain, rel=0.1)


def test_a_turn_keeps_its_voice_when_its_profile_is_gone(alice, fake):
    profile = make_profile(alice, voice="high", speed=2.0)
    scene = make_conversation(alice, "Plain words.")
    [turn] = turns_in(scene)
    change_turn(turn=turn, profile_id=str(profile.pk))
    rendered(scene)
    profile.delete()
    fake.spoken.clear()
    rendered(scene)
    assert fake.spoken == []


def test_a_turn_without_a_profile_has_the_voice_of_the_default_one(alice):
    make_profile(alice, voice="low", speed=2.0, is_default=True)
    scene = make_conversation(alice, "Plain words.")
    rendered(scene)
    [turn] = turns_in(scene)
    assert turn.clip.duration_seconds == pytest.approx(CHARACTER_SECONDS / 2 * len("Plain words."), abs=0.2)


def test_a_clip_whose_file_is_lost_is_spoken_again(scene, fake):
    rendered(scene)
    fake.spoken.clear()
    clip = turns_in(scene)[1].clip
    clip.file.storage.delete(clip.file_name)
    rendered(scene)
    assert fake.spoken == ["Good day."]


def test_a_clip_that_can_not_be_read_is_spoken_again(scene, fake):
    rendered(scene)
    fake.spoken.clear()
    clip = turns_in(scene)[1].clip
    with clip.file.storage.open(clip.file_name, "wb") as file:
        file.write(b"nothing that anybody could play")
    rendered(scene)
    assert fake.spoken == ["Good day."]


def test_what_is_replaced_is_let_go(scene):
    rendered(scene)
    rewrite(scene, 2, "Good evening.")
    rendered(scene)
    Entry.objects.all().delete()
    used = {turn.clip_id for turn in turns_in(scene)} | {scene.render_id}
    remembered = Clip.objects.exclude(pk__in=used)
    assert [clip.title for clip in remembered] == ["BEN: Good day."]  # that was the history's, too


@pytest.mark.django_db(transaction=True)
def test_without_a_history_no_clip_is_left_of_the_line_before(alice, scene):
    change_preferences(user=alice, keeps="nothing")
    rendered(scene)
    rewrite(scene, 2, "Good evening.")
    rendered(scene)
    assert Clip.objects.count() == 4
    assert len(files_stored()) == 4
    assert not Entry.objects.exists()


def test_each_turn_that_is_spoken_is_in_the_history_with_the_same_clip(alice, scene):
    rendered(scene)
    entries = Entry.objects.order_by("number")
    assert {entry.source for entry in entries} == {EntrySource.STUDIO}
    assert [entry.text for entry in entries] == ["Hello there.", "Good day.", "And good bye."]
    assert [entry.clip_id for entry in entries] == [turn.clip_id for turn in turns_in(scene)]
    assert entries[0].title == "ANNA: Hello there."
    rendered(scene)
    assert Entry.objects.count() == 3


def test_turns_keep_no_audio_where_that_is_asked_for(alice, scene):
    change_preferences(user=alice, keeps="nothing")
    rendered(scene, save_turn_audio=False)
    assert [turn.clip for turn in turns_in(scene)] == [None, None, None]
    assert Clip.objects.get() == scene.render


def test_a_turn_without_words_is_a_pause_as_long_as_its_gap(alice, fake):
    scene = make_conversation(alice, "One.", "", "Two.", gap_ms=0)
    change_turn(turn=turns_in(scene)[1], gap_ms=2_000)
    rendered(scene)
    first, second = scene.render_marks
    assert second["start_ms"] - first["end_ms"] == 2_000
    assert fake.spoken == ["One.", "Two."]


@pytest.mark.parametrize("rate_hz", [8_000, 44_100, 48_000])
def test_it_has_the_sample_rate_that_was_asked_for_and_lasts_as_long(scene, rate_hz):
    rendered(scene)
    seconds = scene.render.duration_seconds
    rendered(scene, sample_rate_hz=rate_hz)
    assert scene.render.sample_rate_hz == rate_hz
    assert scene.render.duration_seconds == pytest.approx(seconds, abs=0.01)


@pytest.mark.parametrize("name", ["wav", "mp3", "flac", "opus", "m4a"])
def test_it_has_the_format_that_was_asked_for(scene, name):
    rendered(scene, format=name)
    codecs = {"wav": "pcm_s16le", "m4a": "aac"}
    assert scene.render.codec == codecs.get(name, name)
    assert scene.render.warning == ""


def test_turns_overlap_where_the_gap_is_below_zero_and_none_begins_before_the_beginning(alice):
    scene = make_conversation(alice, "A line of words.", "Another line.", gap_ms=-200)
    rendered(scene)
    first, second = scene.render_marks
    assert first["end_ms"] - second["start_ms"] == pytest.approx(200, abs=1)
    rendered(scene, gap_ms=-10_000)
    assert [mark["start_ms"] for mark in scene.render_marks] == [0, 0]


def test_two_speakers_are_as_loud_as_each_other(alice):
    quiet = make_profile(alice, "Quiet", effects=[{"type": "gain", "gain_db": -20}])
    scene = make_conversation(
        alice, "ANNA: A line that is long enough.", "BEN: A line that is long enough.", target_lufs=-24.0
    )
    change_turn(turn=turns_in(scene)[1], profile_id=str(quiet.pk))
    rendered(scene)
    loud, quiet_db = levels(scene)
    assert loud == pytest.approx(quiet_db, abs=0.5)
    update_conversation(conversation=scene, levels_speakers=False)
    rendered(scene)
    loud, quiet_db = levels(scene)
    assert loud - quiet_db == pytest.approx(20, abs=0.5)


def test_who_whispers_one_line_whispers_it_still(alice):
    scene = make_conversation(alice, "ANNA: A line that is long enough.", "ANNA: A line that is long enough.")
    change_turn(turn=turns_in(scene)[1], effects=[{"type": "gain", "gain_db": -12}])
    rendered(scene)
    said, whispered = levels(scene)
    assert said - whispered == pytest.approx(12, abs=0.5)


def test_a_room_is_heard_beneath_everything(alice, scene):
    update_conversation(conversation=scene, room_tone_db=-50.0)
    rendered(scene)
    samples, rate_hz = sound_in(scene.render)
    first, second = scene.render_marks[:2]
    gap = samples[(first["end_ms"] + 20) * rate_hz // 1000 : (second["start_ms"] - 20) * rate_hz // 1000]
    assert level_db(gap) == pytest.approx(-50, abs=3)


def test_the_same_conversation_gives_the_same_bytes(alice, scene):
    update_conversation(conversation=scene, room_tone_db=-50.0)
    rendered(scene)
    first = scene.render.sha256
    rendered(scene)
    assert scene.render.sha256 == first


def test_a_removed_turn_is_heard_no_more(scene):
    rendered(scene)
    remove_turn(turn=turns_in(scene)[1])
    rendered(scene)
    assert [mark["speaker"] for mark in scene.render_marks] == ["ANNA", "ANNA"]


def test_one_render_at_a_time_is_joined_by_who_asks_for_the_same(scene):
    job = start_render(conversation=scene)
    assert start_render(conversation=scene) == job
    with pytest.raises(Conflict) as refused:
        start_render(conversation=scene, format="mp3")
    assert refused.value.code == "render_under_way"


@pytest.mark.parametrize(
    ("asked", "param"),
    [
        ({"format": "m4b"}, "format"),
        ({"format": "exe"}, "format"),
        ({"sample_rate_hz": 12_345}, "sample_rate"),
        ({"gap_ms": 10_001}, "gap_ms"),
    ],
)
def test_what_can_not_be_rendered_is_refused_at_once(scene, asked, param):
    with pytest.raises(InvalidInput) as refused:
        start_render(conversation=scene, **asked)
    assert refused.value.param == param


def test_a_conversation_without_words_is_not_rendered(alice):
    for scene in (make_conversation(alice), make_conversation(alice, "", "  ")):
        with pytest.raises(InvalidInput) as refused:
            start_render(conversation=scene)
        assert refused.value.code == "nothing_to_say"


def test_of_a_conversation_deleted_meanwhile_nothing_is_stored(alice, scene):
    job = start_render(conversation=scene)
    scene.delete()
    ended = done(job)
    assert (ended.state, ended.error_code) == (State.FAILED, "conversation_gone")
    assert files_stored() == []


def levels(scene) -> list[float]:
    samples, rate_hz = sound_in(scene.render)
    return [
        level_db(samples[mark["start_ms"] * rate_hz // 1000 : mark["end_ms"] * rate_hz // 1000])
        for mark in scene.render_marks
    ]


def test_nothing_that_is_no_number_comes_out(scene):
    rendered(scene)
    samples, _ = sound_in(scene.render)
    assert np.isfinite(samples).all()


def test_effects_of_one_turn_are_not_those_of_the_next(alice, fake):
    scene = make_conversation(alice, "Plain words.", "Plain words.")
    change_turn(turn=turns_in(scene)[0], effects=[{"type": "speed", "factor": 0.5}])
    rendered(scene)
    slow, plain = [turn.clip.duration_seconds for turn in turns_in(scene)]
    assert slow == pytest.approx(2 * plain, rel=0.1)
