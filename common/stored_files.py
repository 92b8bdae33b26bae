"""Files that belong to a row: under names nobody guesses, gone with their row, swept where they lost it."""

import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta

from django.core.files.storage import Storage, default_storage
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

# How many folders are done, and of how many. May raise to stop.
OnFolder = Callable[[int, int], None]


def random_name(folder: str, suffix: str) -> str:
    """In folders that never get too full for a file system or a person to look into."""
    stem = uuid.uuid4().hex
    return f"{folder}/{stem[:2]}/{stem[2:4]}/{stem}{suffix}"


def delete_on_commit(name: str, storage: Storage = default_storage) -> None:
    if name:
        # robust: one file that can't be removed must not keep the others; the sweep tries again.
        transaction.on_commit(lambda: storage.delete(name), robust=True)


def remove_strays(*, folder: str, rows: QuerySet, older_than: timedelta, on_folder: OnFolder) -> int:
    """Delete what lies below `folder` and is the `file` of none of `rows`; how many there were."""
    count = 0
    for name in strays(folder=folder, rows=rows, older_than=older_than, on_folder=on_folder):
        default_storage.delete(name)
        count += 1
    return count


def strays(
    *,
    folder: str,
    rows: QuerySet,
    older_than: timedelta,
    on_folder: OnFolder = lambda done, total: None,
) -> Iterator[str]:
    """A file may be stored before its row is committed: a young one is spared."""
    folders = _subfolders(folder)
    for done, outer in enumerate(folders):
        on_folder(done, len(folders))
        # Listed first: a file stored meanwhile is not in the list, and its row can't be missed.
        names = list(_files_below(outer))
        known = set(rows.filter(file__startswith=f"{outer}/").values_list("file", flat=True))
        yield from (name for name in names if name not in known and is_old(name, older_than))


def is_old(name: str, age: timedelta) -> bool:
    try:
        return default_storage.get_modified_time(name) < timezone.now() - age
    except FileNotFoundError:
        return False  # somebody else has just removed it


def _files_below(folder: str) -> Iterator[str]:
    for inner in _subfolders(folder):
        _, files = default_storage.listdir(inner)
        yield from (f"{inner}/{name}" for name in files)


def _subfolders(folder: str) -> list[str]:
    try:
        folders, _ = default_storage.listdir(folder)
    except FileNotFoundError:
        return []
    return [f"{folder}/{name}" for name in sorted(folders)]
