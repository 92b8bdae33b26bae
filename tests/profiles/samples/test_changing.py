"""Trimming, ordering and removing samples."""

import math

import pytest

from clips.models import Clip
from common.errors import InvalidInput, NotFound
from jobs.models import Job
from profiles.models import Sample
from profiles.samples import services
from profiles.samples.measuring import is_measured, measure_unmeasured
from profiles.samples.services import change_sample, move_sample, remove_sample
from tests import audio_files
from tests.clips.builders import make_clip
from tests.profiles.samples.builders import make_profile, make_sample, recording

pytestmark = pytest.mark.django_db


@pytest.fixture
def sample(alice) -> Sample:
    return make_sample(make_profile(alice), file=recording(5.0), transcript="As it is.")


def test_what_is_trimmed_is_measured_anew(sample):
    change_sample(sample=sample, trim_start_seconds=1.0, trim_end_seconds=3.5)
    sample.refresh_from_db()
    assert sample.quality["duration_seconds"] == pytest.approx(2.5, abs=0.01)
    assert is_measured(sample)


def test_what_is_trimmed_is_measured_later_where_the_process_is_killed_before(sample, monkeypatch):
    def killed(sample):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(services, "measure", killed)
        with pytest.raises(KeyboardInterrupt):
            change_sample(sample=sample, trim_start_seconds=1.0)
    assert measure_unmeasured(check=lambda: None) == 1
    sample.refresh_from_db()
    assert is_measured(sample)


def test_what_is_trimmed_keeps_a_text_that_its_owner_wrote(sample):
    change_sample(sample=sample, trim_start_seconds=1.0)
    sample.refresh_from_db()
    assert sample.transcript == "As it is."
    assert not Job.objects.exists()


def test_what_is_trimmed_is_heard_anew_where_nobody_wrote_a_text(alice):
    sample = make_sample(make_profile(alice), file=recording(5.0))
    change_sample(sample=sample, trim_start_seconds=1.0)
    assert [job.params["span"] for job in Job.objects.order_by("created_at")] == [[0.0, 5.0], [1.0, 5.0]]


def test_an_end_beyond_the_end_is_the_end(sample):
    change_sample(sample=sample, trim_end_seconds=99.0)
    sample.refresh_from_db()
    assert sample.trim_end_seconds is None


@pytest.mark.parametrize(
    "trim",
    [
        {"trim_start_seconds": 4.5},
        {"trim_start_seconds": 5.0},
        {"trim_end_seconds": 0.5},
        {"trim_start_seconds": 3.0, "trim_end_seconds": 2.0},
        {"trim_start_seconds": -1.0},
        {"trim_start_seconds": math.nan},
        {"trim_end_seconds": math.inf},
        {"trim_start_seconds": True},
        {"trim_start_seconds": "1"},
        {"trim_start_seconds": 10**400},
    ],
)
def test_a_trim_that_leaves_nothing_changes_nothing(sample, trim):
    with pytest.raises(InvalidInput):
        change_sample(sample=sample, is_enabled=False, **trim)
    sample.refresh_from_db()
    assert (sample.trim_start_seconds, sample.trim_end_seconds, sample.is_enabled) == (0.0, None, True)


def test_a_text_that_is_emptied_is_heard_again(sample):
    change_sample(sample=sample, transcript="  ")
    sample.refresh_from_db()
    assert not sample.is_transcript_edited
    assert Job.objects.count() == 1


def test_a_sample_that_went_meanwhile_is_not_made_anew(sample):
    Sample.objects.all().delete()
    with pytest.raises(NotFound):
        change_sample(sample=sample, is_enabled=False)
    assert not Sample.objects.exists()


@pytest.mark.parametrize(
    ("moved", "place", "order"),
    [(0, 3, "bca"), (2, 1, "cab"), (1, 1, "bac"), (0, 99, "bca"), (1, 2, "abc")],
)
def test_it_moves_to_any_place(alice, moved, place, order):
    profile = make_profile(alice)
    samples = [make_sample(profile, transcript=name) for name in "abc"]
    move_sample(sample=samples[moved], position=place)
    assert "".join(profile.samples.values_list("transcript", flat=True)) == order
    assert list(profile.samples.values_list("position", flat=True)) == [1, 2, 3]


def test_a_removed_one_takes_its_recording_along_and_leaves_no_gap(alice):
    profile = make_profile(alice)
    first, second = make_sample(profile), make_sample(profile)
    remove_sample(sample=first)
    assert list(profile.samples.values_list("pk", "position")) == [(second.pk, 1)]
    assert list(Clip.objects.values_list("pk", flat=True)) == [second.clip_id]


def test_a_library_clip_stays_when_its_sample_goes(alice):
    clip = make_clip(alice, data=audio_files.wav(2.0))
    remove_sample(sample=make_sample(make_profile(alice), clip=clip))
    assert Clip.objects.get() == clip


def test_a_profile_that_is_deleted_takes_recordings_along(alice):
    profile, kept = make_profile(alice), make_clip(alice, data=audio_files.wav(2.0))
    make_sample(profile)
    make_sample(profile, clip=kept)
    profile.delete()
    assert Clip.objects.get() == kept


def test_a_recording_that_two_profiles_use_goes_with_the_last(alice):
    first = make_sample(make_profile(alice))
    second = make_sample(make_profile(alice, "Bea"), clip=first.clip)
    remove_sample(sample=first)
    assert Clip.objects.exists()
    remove_sample(sample=second)
    assert not Clip.objects.exists()


def test_a_person_who_goes_takes_all_along(alice, settings):
    make_sample(make_profile(alice))
    alice.delete()
    assert not Clip.objects.exists()
    assert not Sample.objects.exists()
