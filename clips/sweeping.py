"""Rows and files that lost each other: a file without a row is removed, a row without a file is marked."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone

from clips.models import FOLDER, Clip
from common.stored_files import remove_strays

AT_ONCE = 500
SPARE_YOUNGER_THAN = timedelta(hours=1)
OnStep = Callable[[float, str], None]


@dataclass
class Swept:
    files_removed: int = 0
    clips_missing: int = 0
    clips_found_again: int = 0

    def as_dict(self) -> dict[str, int]:
        return asdict(self)


def sweep(*, on_step: OnStep = lambda progress, step: None) -> Swept:
    """`on_step` may raise to stop it: each step stands by itself."""
    swept = Swept()
    _remove_stray_files(swept, on_step)
    _mark_missing(swept, on_step)
    return swept


def _remove_stray_files(swept: Swept, on_step: OnStep) -> None:
    swept.files_removed = remove_strays(
        folder=FOLDER,
        rows=Clip.objects.all(),
        older_than=SPARE_YOUNGER_THAN,
        on_folder=lambda done, total: on_step(
            0.5 * done / total, f"Looking through folder {done + 1} of {total}"
        ),
    )


def _mark_missing(swept: Swept, on_step: OnStep) -> None:
    total = Clip.objects.count()
    for done, (pk, name, missing_at) in enumerate(_rows()):
        if done % 100 == 0:
            on_step(0.5 + 0.5 * done / max(total, done + 1), f"Looking for the file of clip {done + 1}")
        exists = default_storage.exists(name)
        if exists and missing_at:
            swept.clips_found_again += Clip.objects.filter(pk=pk).update(missing_at=None)
        elif not exists and not missing_at:
            swept.clips_missing += Clip.objects.filter(pk=pk).update(missing_at=timezone.now())


def _rows() -> Iterator[tuple[Any, str, Any]]:
    """In pieces: SQLite lets nobody write who is in the middle of reading what others have changed since."""
    left = rows = Clip.objects.order_by("pk").values_list("pk", "file", "missing_at")
    while piece := list(left[:AT_ONCE]):
        yield from piece
        left = rows.filter(pk__gt=piece[-1][0])
