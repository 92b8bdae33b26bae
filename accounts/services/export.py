"""“Export my data”: every row that is somebody's and every file behind it, as a ZIP of JSON and files.

It walks the models instead of naming them: what a new app keeps of a person can't be forgotten here.
"""

import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts.models import User
from jobs.models import Job
from jobs.services import enqueue

# Useless to the person and useful to a thief.
SECRET_FIELDS = {"password", "digest", "run_token"}
EXPORT_KIND = "accounts.export"
OnStep = Callable[[float, str], None]


def start_export(*, user: User) -> Job:
    """One at a time: asked for again, it is the one under way."""
    return enqueue(kind=EXPORT_KIND, owner=user, key=EXPORT_KIND)


def forget_earlier_exports(*, user: User, except_job_id: Any) -> None:
    """Each is as large as everything a person has: the newest is enough."""
    earlier = Job.objects.for_user(user).filter(kind=EXPORT_KIND).finished().exclude(pk=except_job_id)
    for job in earlier:
        job.delete()


def write_archive(*, user: User, file: IO[bytes], on_step: OnStep) -> dict[str, int]:
    """Returns how many rows of each kind were written."""
    counts: dict[str, int] = {}
    relations = list(_owned_relations())
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:
        _write_json(archive, "account.json", [_row(user)])
        for done, (model, field_name) in enumerate(relations):
            on_step(done / len(relations), f"Reading {model._meta.verbose_name_plural}")
            rows = model._base_manager.filter(**{field_name: user})
            counts[model._meta.label_lower] = _write_rows(
                archive, model, rows, on_step, done / len(relations)
            )
    return {label: count for label, count in counts.items() if count}


def _owned_relations() -> Iterator[tuple[type[models.Model], str]]:
    for relation in User._meta.related_objects:
        if relation.one_to_many or relation.one_to_one:
            yield relation.related_model, relation.field.name


def _write_rows(
    archive: zipfile.ZipFile, model: type[models.Model], rows: Any, on_step: OnStep, progress: float
) -> int:
    count = 0
    # A job's file is made from what is here: an export would hold all earlier exports.
    is_derived = model is Job
    file_fields = [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField) and not is_derived
    ]
    name = model._meta.label_lower
    files = []
    with archive.open(f"{name}.json", "w", force_zip64=True) as out:
        out.write(b"[")
        for row in rows.iterator(chunk_size=200):
            out.write((b",\n" if count else b"\n") + _as_json(_row(row)))
            files += [getattr(row, field) for field in file_fields if getattr(row, field)]
            count += 1
        out.write(b"\n]\n")
    _write_held_files(archive, model, rows)
    for stored in files:
        on_step(progress, f"Copying {PurePosixPath(stored.name).name}")
        _copy_file(archive, stored, f"files/{stored.name}")
    return count


def _write_held_files(archive: zipfile.ZipFile, model: Any, rows: Any) -> None:
    """Files that their row itself holds. What else is binary is made from files that are there."""
    suffixes: dict[str, str] = getattr(model, "exported_as", {})
    for row in rows.iterator(chunk_size=20) if suffixes else ():
        for field, suffix in suffixes.items():
            archive.writestr(f"files/{model._meta.label_lower}/{row.pk}.{suffix}", bytes(getattr(row, field)))


def _copy_file(archive: zipfile.ZipFile, stored: Any, name: str) -> None:
    try:
        source = stored.storage.open(stored.name, "rb")
    except FileNotFoundError:
        return  # its row says that it is missing
    with source, archive.open(name, "w", force_zip64=True) as target:
        while block := source.read(1024 * 1024):
            target.write(block)


def _row(row: models.Model) -> dict[str, Any]:
    return {
        field.attname: _value(row, field)
        for field in row._meta.concrete_fields
        if field.name not in SECRET_FIELDS and not isinstance(field, models.BinaryField)
    }


def _value(row: models.Model, field: Any) -> Any:
    value = getattr(row, field.attname)
    return value.name if isinstance(field, models.FileField) else value


def _as_json(value: Any) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).encode()


def _write_json(archive: zipfile.ZipFile, name: str, value: Any) -> None:
    archive.writestr(name, json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1))
