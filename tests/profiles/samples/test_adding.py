"""A recording becomes a sample of a profile, or nothing at all."""

import struct
from pathlib import Path

import pytest
from django.utils import timezone

from clips.models import Clip
from clips.services import delete_clip
from common.errors import AppError, Conflict, InvalidInput, NotFound, OutOfSpace, TooLarge
from profiles.models import Profile, Sample
from tests import audio_files
from tests.clips.builders import make_clip
from tests.profiles.samples.builders import make_profile, make_sample, recording

pytestmark = pytest.mark.django_db


def huge_duration_header() -> bytes:
    data = bytearray(audio_files.wav(0.3, rate=16_000))
    data[4:8] = data[40:44] = struct.pack("<I", 0x7FFF_0000)
    return bytes(data)


HOSTILE = {
    "zero bytes": b"",
    "text as wav": b"These are notes, and no sound at all. " * 40,
    "truncated": audio_files.flac(2.0)[:60],
    "huge duration in the header": huge_duration_header(),
    "64 channels": audio_files.wav(2.0, rate=8000, channels=64),
    "bomb": audio_files.silent_flac(3600),
    "picture": audio_files.png(),
}


def files_in(folder: Path) -> list[Path]:
    return [path for path in Path(folder).rglob("*") if path.is_file()]


def test_an_upload_becomes_a_sample_with_a_clip_that_is_not_in_the_library(alice):
    sample = make_sample(make_profile(alice))
    assert (sample.position, sample.is_enabled, sample.clip.kept) == (1, True, False)
    assert sample.clip.duration_seconds == pytest.approx(2.0)


def test_an_own_clip_becomes_a_sample_and_stays_in_the_library(alice):
    profile, clip = make_profile(alice), make_clip(alice, data=audio_files.wav(2.0))
    assert make_sample(profile, clip=clip).clip == clip
    assert Clip.objects.get().kept


def test_the_next_one_comes_last(alice):
    profile = make_profile(alice)
    assert [make_sample(profile).position for _ in range(3)] == [1, 2, 3]


def test_a_transcript_that_comes_along_counts_as_its_owners(alice):
    sample = make_sample(make_profile(alice), transcript=" Good morning. ")
    assert (sample.transcript, sample.is_transcript_edited) == ("Good morning.", True)


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_audio_is_refused_with_a_sentence_and_nothing_is_left(alice, settings, data):
    profile = make_profile(alice)
    with pytest.raises(AppError) as refusal:
        make_sample(profile, file=recording(data=data))
    assert refusal.value.message.endswith(".")
    assert refusal.value.status in (400, 413)
    assert not Sample.objects.exists()
    assert not Clip.objects.exists()
    assert not files_in(settings.MEDIA_ROOT)


def test_shorter_than_a_second_is_refused_and_not_kept(alice, settings):
    with pytest.raises(InvalidInput, match="at least 1 s"):
        make_sample(make_profile(alice), file=recording(0.5))
    assert not Clip.objects.exists()
    assert not files_in(settings.MEDIA_ROOT)


def test_a_clip_of_more_than_ten_minutes_is_refused(alice):
    clip = make_clip(alice, data=audio_files.silent_flac(610), name="long.flac")
    with pytest.raises(TooLarge, match="10 minutes"):
        make_sample(make_profile(alice), clip=clip)


def test_twenty_are_the_most(alice):
    profile, clip = make_profile(alice), make_clip(alice, data=audio_files.wav(2.0))
    Sample.objects.bulk_create(
        Sample(owner=alice, profile=profile, clip=make_clip(alice), position=place) for place in range(1, 21)
    )
    for asked in ({"clip": clip}, {"file": recording()}):
        with pytest.raises(Conflict, match="20 samples"):
            make_sample(profile, **asked)


def test_a_clip_is_a_sample_once(alice):
    profile, clip = make_profile(alice), make_clip(alice, data=audio_files.wav(2.0))
    make_sample(profile, clip=clip)
    with pytest.raises(Conflict, match="already"):
        make_sample(profile, clip=clip)


def test_somebody_elses_clip_is_not_there(alice, bob):
    with pytest.raises(NotFound):
        make_sample(make_profile(alice), clip=make_clip(bob, data=audio_files.wav(2.0)))


def test_a_profile_that_went_meanwhile_leaves_nothing(alice, settings):
    profile = make_profile(alice)
    Profile.objects.update(deleted_at=timezone.now())
    with pytest.raises(NotFound):
        make_sample(profile)
    assert not Clip.objects.exists()
    assert not files_in(settings.MEDIA_ROOT)


def test_a_full_quota_is_told(alice):
    alice.storage_quota_mib = 1
    with pytest.raises(OutOfSpace):
        make_sample(make_profile(alice), file=recording(40.0))


def test_a_clip_that_is_a_sample_cant_be_deleted(alice):
    profile, clip = make_profile(alice), make_clip(alice, data=audio_files.wav(2.0))
    make_sample(profile, clip=clip)
    with pytest.raises(Conflict, match="1 sample of a voice"):
        delete_clip(clip=clip)
