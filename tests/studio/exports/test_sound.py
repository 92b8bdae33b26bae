"""A rendered conversation in other formats: as long as it was, with its chapters."""

import io

import av
import numpy as np
import pytest

from studio.conversations.exports.services import start_export
from studio.conversations.services import discard, update_conversation
from tests.studio.conversations.builders import make_conversation
from tests.studio.exports.builders import bytes_of, chapters_in, export_of, sound_of
from tests.studio.rendering.builders import done, rendered, sound_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("format", ["wav", "mp3", "flac", "opus", "m4a", "m4b"])
def test_every_format_lasts_as_long_as_the_render(scene, format):
    job = export_of(scene, format)
    assert job.file_name == f"Scene 1.{format}"
    samples, rate_hz = sound_of(bytes_of(job))
    assert len(samples) / rate_hz == pytest.approx(scene.render.duration_seconds, abs=0.05)
    assert job.result["bytes"] == len(bytes_of(job))


@pytest.mark.parametrize("format", ["wav", "flac"])
def test_what_loses_nothing_has_the_samples_of_the_render(scene, format):
    samples, rate_hz = sound_of(bytes_of(export_of(scene, format)))
    kept, kept_rate_hz = sound_in(scene.render)
    assert rate_hz == kept_rate_hz
    assert np.array_equal(samples[:, 0], kept)


@pytest.mark.parametrize("format", ["m4a", "m4b"])
def test_each_turn_is_a_chapter(alice, format):
    scene = make_conversation(alice, "ANNA: Hello there.", "Good day.", "ÄNNE: 你好, said she.", gap_ms=200)
    rendered(scene)
    chapters = chapters_in(bytes_of(export_of(scene, format)))
    assert [title for title, _, _ in chapters] == ["ANNA: Hello there.", "Good day.", "ÄNNE: 你好, said she."]
    starts = [mark["start_ms"] / 1000 for mark in scene.render_marks]
    assert [start for _, start, _ in chapters] == pytest.approx(starts, abs=0.01)
    ends = [*starts[1:], scene.render.duration_seconds]
    assert [end for _, _, end in chapters] == pytest.approx(ends, abs=0.01)


def test_who_talks_into_another_turn_has_a_chapter_from_then_on(scene):
    chapters = chapters_in(bytes_of(export_of(scene, "m4b")))
    starts = [mark["start_ms"] / 1000 for mark in scene.render_marks]
    assert starts[1] < scene.render_marks[0]["end_ms"] / 1000
    assert [start for _, start, _ in chapters] == pytest.approx(starts, abs=0.01)


def test_an_audiobook_is_told_as_one(scene):
    with av.open(io.BytesIO(bytes_of(export_of(scene, "m4b")))) as file:
        tags = file.metadata
    assert (tags["title"], tags["genre"], tags["major_brand"].strip()) == ("Scene 1", "Audiobook", "M4B")


def test_a_render_of_another_format_is_converted(scene):
    rendered(scene, format="mp3")
    samples, rate_hz = sound_of(bytes_of(export_of(scene, "flac")))
    assert len(samples) / rate_hz == pytest.approx(scene.render.duration_seconds, abs=0.05)


def test_no_name_is_too_strange_for_a_file(alice):
    scene = make_conversation(alice, "A: one", name="../../etc/\u202epasswd: <b>?.mp3")
    rendered(scene)
    job = export_of(scene, "wav")
    assert not set(job.file_name) & set('/\\:<>?\u202e"')


def test_what_was_changed_while_it_waited_is_not_exported(scene):
    job = start_export(conversation=scene, format="mp3")
    update_conversation(conversation=scene, name="Scene 2")
    job = done(job)
    assert (job.state, job.error_code) == ("failed", "render_stale")
    assert not job.has_file


def test_a_conversation_deleted_meanwhile_is_told(scene):
    job = start_export(conversation=scene, format="mp3")
    discard(conversation=scene)
    job = done(job)
    assert (job.state, job.error_code) == ("failed", "not_found")


def test_the_same_export_twice_at_once_is_one_job(scene):
    first = start_export(conversation=scene, format="mp3")
    assert start_export(conversation=scene, format="mp3").pk == first.pk
    assert start_export(conversation=scene, format="flac").pk != first.pk
