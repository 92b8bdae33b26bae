"""What becomes of a file that somebody sends."""

import hashlib
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.db import IntegrityError, connection, transaction

from clips import services, space
from clips.models import Clip, Source
from clips.queries import storage_used_bytes
from common.errors import InvalidInput, OutOfSpace, TooLarge
from tests import audio_files
from tests.clips.builders import make_clip, upload_file

MIB = 1024 * 1024


def stored_files() -> list[str]:
    def below(folder: str) -> list[str]:
        folders, files = default_storage.listdir(folder)
        return [f"{folder}/{name}" for name in files] + [
            path for name in folders for path in below(f"{folder}/{name}")
        ]

    return below("clips") if default_storage.exists("clips") else []


def set_config(settings: Any, **values: Any) -> None:
    settings.CONFIG = settings.CONFIG.model_copy(update=values)


def test_an_upload_becomes_a_row_and_a_file(alice):
    data = audio_files.flac(0.5)
    clip = make_clip(alice, data=data, name="interview one.mp3")
    assert re.fullmatch(r"clips/([0-9a-f]{2})/([0-9a-f]{2})/\1\2[0-9a-f]{28}\.flac", clip.file.name)
    with default_storage.open(clip.file.name) as file:
        assert file.read() == data
    assert clip.sha256 == hashlib.sha256(data).hexdigest()
    assert (clip.bytes, clip.mime, clip.container, clip.codec) == (len(data), "audio/flac", "flac", "flac")
    assert (clip.sample_rate_hz, clip.channels) == (48_000, 1)
    assert clip.duration_seconds == pytest.approx(0.5)
    assert len(clip.peaks) == 1600
    assert clip.title == "interview one"
    assert clip.original_name == "interview one.mp3"
    assert clip.kept


def test_a_large_upload_is_moved_from_where_it_was_received(alice):
    data = audio_files.wav(1.0)
    file = TemporaryUploadedFile("big.wav", "audio/wav", len(data), None)
    file.write(data)
    clip = services.store_upload(owner=alice, file=file)
    file.close()
    assert clip.sha256 == hashlib.sha256(data).hexdigest()
    assert default_storage.size(clip.file.name) == len(data)


def test_the_title_given_wins_over_the_files_name(alice):
    assert make_clip(alice, "My voice").title == "My voice"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../etc/passwd.wav", "passwd"),
        ("C:\\Users\\me\\Été 1.wav", "Été 1"),
        ("a\x00b\u202egnp.wav", "abgnp"),
        (".wav", ".wav"),
        ("x" * 300 + ".wav", "x" * 200),
    ],
)
def test_a_files_name_is_a_title_and_never_a_path(alice, name, title):
    clip = make_clip(alice, name=name)
    assert clip.title == title
    assert clip.file.name.startswith("clips/")


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty_file"),
        (b"Nothing to hear.\n" * 100, "not_audio"),
        (audio_files.png(), "not_audio"),
        (audio_files.video(with_sound=False), "no_sound"),
        (audio_files.wav(0), "no_samples"),
        (audio_files.m4a(1.0)[:500], "not_audio"),
    ],
)
def test_what_is_not_audio_leaves_nothing_behind(alice, data, code):
    with pytest.raises(InvalidInput) as raised:
        make_clip(alice, data=data)
    assert (raised.value.code, raised.value.param) == (code, "file")
    assert not Clip.objects.exists()
    assert stored_files() == []


def test_a_file_that_ends_early_is_kept_with_a_warning(alice):
    data = audio_files.wav(2.0)
    clip = make_clip(alice, data=data[: len(data) // 2])
    assert clip.duration_seconds == pytest.approx(1.0, abs=0.01)
    assert "ends early" in clip.warning


def test_too_many_bytes_are_refused_before_anything_is_read(alice, settings):
    set_config(settings, upload_max_mib=1)
    with pytest.raises(TooLarge, match=r"the limit is 1.0.MB"):
        make_clip(alice, data=b"\x00" * (MIB + 1))


def test_a_bomb_of_silence_is_refused_at_the_limit(alice, settings):
    set_config(settings, upload_max_seconds=30)
    with pytest.raises(TooLarge) as raised:
        make_clip(alice, data=audio_files.silent_flac(3600))
    assert raised.value.code == "too_long"
    assert stored_files() == []


def test_the_quota_is_told_in_peoples_units(alice):
    alice.storage_quota_mib = 1
    make_clip(alice, data=audio_files.wav(8.0))
    with pytest.raises(OutOfSpace) as raised:
        make_clip(alice, data=audio_files.wav(8.0))
    assert re.search(r"needs 750.0.KB, and 274.0.KB of your 1.0.MB are left", raised.value.message)
    assert len(stored_files()) == 1


def test_no_quota_means_no_limit(alice):
    alice.storage_quota_mib = 0
    make_clip(alice)
    assert storage_used_bytes(alice) > 0


def test_what_one_person_keeps_does_not_count_for_another(alice, bob):
    make_clip(alice)
    assert storage_used_bytes(bob) == 0


def test_the_last_look_at_the_quota_is_in_the_transaction(alice, monkeypatch):
    """Another upload took the room between the first look and the row."""
    looks = iter([None, OutOfSpace("The other was first.")])

    def require_quota(**kwargs: Any) -> None:
        if error := next(looks):
            raise error

    monkeypatch.setattr(space, "require_quota", require_quota)
    with pytest.raises(OutOfSpace):
        make_clip(alice)
    assert stored_files() == []
    assert not Clip.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_uploads_at_once_do_not_share_the_last_room(alice):
    alice.storage_quota_mib = 1
    alice.save()
    data = audio_files.wav(8.0)
    outcomes: list[str] = []
    together = threading.Barrier(4)

    def send() -> None:
        try:
            together.wait()
            make_clip(alice, data=data)
            outcomes.append("stored")
        except OutOfSpace:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == ["refused"] * 3 + ["stored"]
    assert Clip.objects.count() == len(stored_files()) == 1


def test_a_full_disk_stops_uploads(alice, monkeypatch):
    monkeypatch.setattr(space, "free_disk_bytes", lambda: 1000)
    with pytest.raises(OutOfSpace) as raised:
        make_clip(alice)
    assert raised.value.code == "disk_full"
    assert stored_files() == []


def test_a_row_that_cannot_be_written_takes_its_file_along(alice, monkeypatch):
    monkeypatch.setattr(Clip.objects.__class__, "create", _fail)
    with pytest.raises(RuntimeError):
        make_clip(alice)
    assert stored_files() == []


def _fail(*args: Any, **kwargs: Any) -> None:
    raise RuntimeError("the database went away")


def test_what_the_site_made_is_not_kept_for_its_own_sake(alice, tmp_path):
    path = tmp_path / "render.mp3"
    path.write_bytes(audio_files.mp3(0.5))
    clip = services.store_file(owner=alice, file=path, title="Tale", source=Source.RENDER)
    assert (clip.kept, clip.source, clip.title, clip.mime) == (False, "render", "Tale", "audio/mpeg")
    assert path.exists()
    assert not services.store_file(owner=alice, file=str(path)).kept


def test_a_render_may_be_longer_than_an_upload(alice, settings):
    set_config(settings, upload_max_seconds=1)
    clip = services.store_file(owner=alice, file=ContentFile(audio_files.wav(1.5), name="r.wav"))
    assert clip.duration_seconds == pytest.approx(1.5)


def test_rename_cleans_the_title(alice):
    clip = services.rename(clip=make_clip(alice), title="  Two\nlines\u202e ")
    clip.refresh_from_db()
    assert clip.title == "Two lines"
    with pytest.raises(InvalidInput):
        services.rename(clip=clip, title=" \u200b ")


def test_measuring_again_mends_what_was_wrong(alice):
    clip = make_clip(alice)
    Clip.objects.filter(pk=clip.pk).update(duration_seconds=99, channels=2, peaks=b"")
    services.measure_again(clip=clip)
    clip.refresh_from_db()
    assert (clip.duration_seconds, clip.channels) == (pytest.approx(0.3), 1)
    assert len(clip.peaks) == 1600


@pytest.mark.parametrize(
    "wrong",
    [{"bytes": 0}, {"duration_seconds": 0}, {"sample_rate_hz": 0}, {"channels": 0}, {"source": "moon"}],
)
def test_the_database_holds_the_rules(alice, wrong: dict[str, Any]):
    clip = make_clip(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        Clip.objects.filter(pk=clip.pk).update(**wrong)


def test_each_format_gets_the_suffix_of_what_is_inside(alice):
    makers: list[tuple[Callable[..., bytes], str]] = [
        (audio_files.mp3, "mp3"),
        (audio_files.opus, "opus"),
        (audio_files.m4a, "m4a"),
        (audio_files.webm, "webm"),
        (audio_files.video, "mp4"),
    ]
    for make, suffix in makers:
        assert make_clip(alice, data=make(0.5), name="x.txt").file.name.endswith(f".{suffix}")


def test_the_file_given_may_have_been_read_already(alice):
    file = upload_file()
    file.read()
    assert make_clip(alice).sha256 == services.store_upload(owner=alice, file=file).sha256
