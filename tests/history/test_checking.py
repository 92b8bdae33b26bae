"""`manage.py check_history`: what lost what belongs to it."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as site_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from clips.models import Clip
from tests.clips.builders import make_byproduct, make_clip
from tests.history.builders import make_entry
from tests.history.retained import ago, give_audio
from tests.transcribe.builders import make_transcript
from transcribe.models import Transcript


def checked(*arguments):
    told = StringIO()
    try:
        call_command("check_history", *arguments, stdout=told)
    except CommandError:
        return 1, told.getvalue()
    return 0, told.getvalue()


@pytest.fixture
def whole(alice, settings, tmp_path):
    """An entry with its clip, a clip of the Library, and one that is being made use of just now."""
    settings.FILE_UPLOAD_TEMP_DIR = settings.DATA_DIR = tmp_path / "uploads"
    settings.DATA_DIR.mkdir()
    give_audio(make_entry(alice))
    make_clip(alice)
    make_byproduct(alice)


def test_where_nothing_is_lost_it_says_so(whole):
    assert checked() == (0, "Rows and files of the history have what belongs to them.\n")


def lose_file(alice):
    default_storage.delete(make_clip(alice).file_name)
    return "clip without a file"


def lose_row(alice):
    name = default_storage.save("clips/ab/cd/stray.wav", ContentFile(b"left behind"))
    os.utime(default_storage.path(name), (0, 0))
    return f"file without a clip: {name}"


def lose_use(alice):
    clip = make_byproduct(alice)
    Clip.objects.filter(pk=clip.pk).update(created_at=ago(hours=2))
    return f"clip that nothing uses and nobody keeps: {clip.pk}"


def leave_upload(alice):
    path = Path(site_settings.FILE_UPLOAD_TEMP_DIR) / "half.upload"
    path.write_bytes(b"half")
    os.utime(path, (0, 0))
    return f"temporary file: {path}"


@pytest.mark.parametrize("lose", [lose_file, lose_row, lose_use, leave_upload])
def test_what_is_lost_is_told_and_tidied(alice, whole, lose, django_capture_on_commit_callbacks):
    wrong = lose(alice)
    code, told = checked()
    assert (code, len(told.splitlines())) == (1, 1)
    assert wrong in told
    with django_capture_on_commit_callbacks(execute=True):
        assert checked("--repair")[0] == 0
    assert checked()[0] == 0


@pytest.mark.django_db(transaction=True)
def test_a_transcript_without_its_entry_is_found(alice):
    if connection.vendor != "sqlite":
        pytest.skip("Elsewhere nobody can switch foreign keys off")
    transcript = make_transcript(alice)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("DELETE FROM history_entry")
        cursor.execute("PRAGMA foreign_keys = ON")
    assert f"transcript without an entry: {transcript.pk}" in checked()[1]
    checked("--repair")
    assert not Transcript.objects.exists()
