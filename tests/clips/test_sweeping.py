"""Rows and files that lost each other."""

import os
import time

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from clips.models import Clip
from clips.sweeping import sweep
from jobs.registry import get_kind
from tests.clips.builders import make_clip


def stray_file(*, age_seconds: int) -> str:
    name = default_storage.save("clips/ab/cd/stray.wav", ContentFile(b"left behind"))
    then = time.time() - age_seconds
    os.utime(default_storage.path(name), (then, then))
    return name


def test_an_old_file_without_a_row_is_removed(alice):
    clip = make_clip(alice)
    os.utime(default_storage.path(clip.file.name), (0, 0))
    name = stray_file(age_seconds=7200)
    assert sweep().as_dict() == {"files_removed": 1, "clips_missing": 0, "clips_found_again": 0}
    assert not default_storage.exists(name)
    assert default_storage.exists(clip.file.name)


def test_a_young_file_may_still_get_its_row(db):
    name = stray_file(age_seconds=60)
    assert sweep().files_removed == 0
    assert default_storage.exists(name)


def test_a_row_without_a_file_is_marked_and_stays(alice):
    clip = make_clip(alice)
    with default_storage.open(clip.file.name) as file:
        data = file.read()
    default_storage.delete(clip.file.name)
    assert sweep().clips_missing == 1
    clip.refresh_from_db()
    assert clip.is_missing
    assert sweep().clips_missing == 0
    default_storage.save(clip.file.name, ContentFile(data))
    assert sweep().clips_found_again == 1
    clip.refresh_from_db()
    assert not clip.is_missing


def test_sweeping_an_empty_site_is_no_error(db):
    assert sweep().as_dict() == {"files_removed": 0, "clips_missing": 0, "clips_found_again": 0}


def test_it_stops_where_it_is_told_to(alice):
    make_clip(alice)

    def stop(progress: float, step: str) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        sweep(on_step=stop)


@pytest.mark.parametrize(("kind", "every_seconds"), [("clips.sweep", 86_400), ("clips.purge", 120)])
def test_it_comes_round_by_itself(kind, every_seconds):
    assert get_kind(kind).every_seconds == every_seconds


def test_the_administrator_can_sweep_at_once(alice, admin_user, client_of):
    clip = make_clip(alice)
    default_storage.delete(clip.file.name)
    response = client_of(admin_user).post(
        "/admin/clips/clip/", {"action": "sweep", "_selected_action": [str(clip.pk)]}, follow=True
    )
    assert "1 clips found without a file" in response.content.decode()
    assert Clip.objects.get().is_missing
