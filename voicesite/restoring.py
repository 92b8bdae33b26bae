"""A backup in place of what is here: unpacked and checked beside it first, and undone if a step fails."""

import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection, connections

from accounts.models import User
from common.errors import Conflict, InvalidInput
from voicesite.backup import DATABASE, FORMAT, MANIFEST, MEDIA, require_sqlite

UNREADABLE = (tarfile.TarError, EOFError, OSError, zlib.error)


def restore_backup(path: Path, *, replace: bool = False) -> dict[str, Any]:
    require_sqlite()
    if not replace and _holds_people():
        raise Conflict("This site has people in it. Use --replace to put the backup in their place.")
    data_dir = Path(settings.DATA_DIR)
    with tempfile.TemporaryDirectory(dir=data_dir, prefix="restore-") as folder:
        work = Path(folder)
        _unpack(path, work)
        manifest = _manifest_of(work, path)
        _check_parts(work)
        connections.close_all()
        _put_in_place(work, data_dir)
    return manifest


def _holds_people() -> bool:
    return User._meta.db_table in connection.introspection.table_names() and User.objects.exists()


def _unpack(path: Path, work: Path) -> None:
    try:
        with tarfile.open(path) as archive:
            members = [member for member in archive if _is_ours(member)]
            # The filter refuses absolute names, links and devices: nothing lands outside the folder.
            archive.extractall(work, members, filter="data")
    except UNREADABLE as error:
        raise InvalidInput(f"{path} can't be read as a backup: {error}") from None


def _is_ours(member: tarfile.TarInfo) -> bool:
    parts = PurePosixPath(member.name).parts
    return bool(parts) and parts[0] in (MANIFEST, DATABASE, MEDIA) and (member.isfile() or member.isdir())


def _manifest_of(work: Path, path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((work / MANIFEST).read_text())
        format_, version, made_at = manifest["format"], manifest["version"], manifest["made_at"]
    except (OSError, ValueError, TypeError, KeyError):
        raise InvalidInput(f"{path} is not a backup of voicesite.") from None
    if format_ != FORMAT:
        raise InvalidInput(f"{path} was made by version {version}, in a format unknown here.")
    return {"format": format_, "version": version, "made_at": made_at}


def _check_parts(work: Path) -> None:
    media, database = work / MEDIA, work / DATABASE
    if not media.exists():
        media.mkdir()  # a site without a single file
    if not media.is_dir() or not database.is_file():
        raise InvalidInput("The backup is damaged: its parts are not what they are called.")
    try:
        with sqlite3.connect(database) as opened:
            answer = opened.execute("PRAGMA integrity_check").fetchone()[0]
            opened.execute("SELECT count(*) FROM django_migrations").fetchone()
    except sqlite3.DatabaseError as error:
        raise InvalidInput(f"The database in the backup is damaged: {error}") from None
    if answer != "ok":
        raise InvalidInput(f"The database in the backup is damaged: {answer}")


def _put_in_place(work: Path, data_dir: Path) -> None:
    database, media = Path(connection.settings_dict["NAME"]), Path(settings.MEDIA_ROOT)
    # The write-ahead log belongs to the old database and would be read into the new one.
    logs = [database.with_name(database.name + suffix) for suffix in ("-wal", "-shm")]
    with _set_aside([database, *logs, media], data_dir):
        os.rename(work / DATABASE, database)
        os.rename(work / MEDIA, media)


@contextmanager
def _set_aside(targets: list[Path], data_dir: Path) -> Iterator[None]:
    """What is there now is kept until everything new stands, and comes back if something fails."""
    aside = Path(tempfile.mkdtemp(dir=data_dir, prefix="before-restore-"))
    moved: list[Path] = []
    try:
        for target in targets:
            if target.exists():
                os.rename(target, aside / target.name)
                moved.append(target)
        yield
    except BaseException:
        for target in moved:
            if target.is_dir():
                shutil.rmtree(target)
            os.replace(aside / target.name, target)
        raise
    finally:
        shutil.rmtree(aside)
