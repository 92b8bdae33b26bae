"""Several files at once: each is stored or refused by itself, and the person is told which and why."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.files import File

from clips.models import Clip, Source
from clips.services import store_upload
from common.errors import AppError


@dataclass(frozen=True)
class Outcome:
    name: str
    clip: Clip | None = None
    problem: str = ""


def store_each(
    *, owner: Any, files: Iterable[File], title: str = "", source: str = Source.UPLOAD
) -> list[Outcome]:
    return [_stored(owner, file, title, source) for file in files]


def _stored(owner: Any, file: File, title: str, source: str) -> Outcome:
    name = Path(file.name or "").name or "A file without a name"
    try:
        return Outcome(name, clip=store_upload(owner=owner, file=file, title=title, source=source))
    except AppError as error:
        return Outcome(name, problem=error.message)
