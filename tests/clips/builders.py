"""Small builders for clips, and a model of another app that points at them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection, models

from clips.models import Clip
from clips.services import store_file, store_upload
from tests import audio_files


def upload_file(data: bytes | None = None, *, name: str = "hello.wav") -> ContentFile:
    return ContentFile(audio_files.wav(0.3, rate=8000) if data is None else data, name=name)


def make_clip(owner: Any, title: str = "", *, data: bytes | None = None, name: str = "hello.wav") -> Clip:
    return store_upload(owner=owner, file=upload_file(data, name=name), title=title)


def make_byproduct(owner: Any, title: str = "Render") -> Clip:
    return store_file(owner=owner, file=upload_file(), title=title)


def many_rows(owner: Any, count: int) -> list[Clip]:
    """Rows like one stored clip, without a file each: for lists."""
    first = make_clip(owner, "Clip 000")
    values = {
        field.attname: getattr(first, field.attname)
        for field in Clip._meta.concrete_fields
        if field.name not in ("id", "file", "title", "created_at", "updated_at")
    }
    return Clip.objects.bulk_create(
        Clip(**values, file=f"clips/00/00/{number}.wav", title=f"Clip {number:03}")
        for number in range(1, count)
    )


@contextmanager
def another_app() -> Iterator[type[models.Model]]:
    """A `Shelf` with a foreign key to a clip, as an app above this one would bring."""

    class Shelf(models.Model):
        clip = models.ForeignKey(Clip, null=True, on_delete=models.SET_NULL, related_name="+")
        spare = models.ForeignKey(Clip, null=True, on_delete=models.CASCADE, related_name="shelves")

        class Meta:
            app_label = "clips"
            verbose_name_plural = "shelves"

        def __str__(self) -> str:
            return "A shelf"

    columns = "id integer PRIMARY KEY AUTOINCREMENT, clip_id char(32) NULL, spare_id char(32) NULL"
    if connection.vendor == "postgresql":
        columns = "id bigserial PRIMARY KEY, clip_id uuid NULL, spare_id uuid NULL"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE clips_shelf ({columns})")
    try:
        yield Shelf
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE clips_shelf")
        del apps.all_models["clips"]["shelf"]
        del Clip.shelves
        apps.clear_cache()
