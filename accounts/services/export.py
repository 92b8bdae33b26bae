"""“Export my data”: every row that is somebody's and every file behind it, as a ZIP of JSON and files.

It walks the models instead of naming them: what a new app keeps of a person can't be forgotten here.
"""

import json
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
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
ROWS_AT_ONCE = 200
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
    """Also of models that a person has no attribute for. Of those that only link two others, each link is
    with what it leads from: see `_links`."""
    relations: Any = User._meta.get_fields(include_hidden=True)
    for relation in relations:
        is_of_person = relation.auto_created and (relation.one_to_many or relation.one_to_one)
        if is_of_person and not relation.related_model._meta.auto_created:
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
        for row, links in _with_links(model, rows):
            out.write((b",\n" if count else b"\n") + _as_json(_row(row) | links))
            files += [getattr(row, field) for field in file_fields if getattr(row, field)]
            count += 1
        out.write(b"\n]\n")
    _write_held_files(archive, model, rows)
    for stored in files:
        on_step(progress, f"Copying {PurePosixPath(stored.name).name}")
        _copy_file(archive, stored, f"files/{stored.name}")
    return count


def _with_links(model: type[models.Model], rows: Any) -> Iterator[tuple[models.Model, dict[str, Any]]]:
    each = rows.iterator(chunk_size=ROWS_AT_ONCE)
    while chunk := list(islice(each, ROWS_AT_ONCE)):
        links = _links(model, [row.pk for row in chunk])
        for row in chunk:
            yield row, {name: found[row.pk] for name, found in links.items()}


def _links(model: type[models.Model], pks: Sequence[Any]) -> dict[str, dict[Any, list[Any]]]:
    """The ids of the other rows that each of these is linked to, in their order. Of other people, none."""
    found: dict[str, dict[Any, list[Any]]] = {}
    for field in model._meta.many_to_many:
        if field.related_model is User:
            continue
        through: Any = field.remote_field.through
        here, there = field.m2m_field_name(), field.m2m_reverse_field_name()
        links = through._base_manager.filter(**{f"{here}__in": pks}).order_by(*through._meta.ordering, "pk")
        found[field.name] = defaultdict(list)
        for pk, other in links.values_list(f"{here}_id", f"{there}_id"):
            found[field.name][pk].append(other)
    return found


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
