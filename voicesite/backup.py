"""One file that holds the whole site: a consistent snapshot of the database and every stored file."""

import json
import os
import shutil
import sqlite3
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.db import connection, connections

from common.errors import Conflict, InvalidInput
from voicesite import __version__

MANIFEST = "manifest.json"
DATABASE = "voicesite.sqlite3"
MEDIA = "media"
FORMAT = 1


def write_backup(path: Path) -> dict[str, Any]:
    """A finished backup appears under its name in one step; an interrupted one leaves nothing there."""
    _require_sqlite()
    if path.exists():
        raise Conflict(f"{path} is there already. Choose another name.")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with tempfile.TemporaryDirectory(dir=path.parent) as work:
            snapshot = Path(work) / DATABASE
            # First the rows, then the files: a file that vanishes in between has a row, and the sweep
            # marks it; the other way round a file would be lost.
            _snapshot_database(snapshot)
            manifest = _manifest()
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
                _write_archive(out, snapshot=snapshot, manifest=manifest)
        os.link(draft, path)  # unlike a rename, never over a file that has appeared meanwhile
    except FileExistsError:
        raise Conflict(f"{path} is there already. Choose another name.") from None
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def restore_backup(path: Path, *, replace: bool = False) -> dict[str, Any]:
    """Everything is unpacked and checked beside the data first; then it takes its place."""
    _require_sqlite()
    data_dir = Path(settings.DATA_DIR)
    if not replace and _holds_people():
        raise Conflict("This site has people in it. Use --replace to put the backup in their place.")
    with tempfile.TemporaryDirectory(dir=data_dir, prefix="restore-") as work:
        manifest = _unpack(path, Path(work))
        _check_database(Path(work) / DATABASE)
        connections.close_all()
        _put_in_place(Path(work), data_dir)
    return manifest


def _require_sqlite() -> None:
    if connection.vendor != "sqlite":
        raise Conflict(
            "The database is not SQLite: back it up with its own tools (pg_dump, pg_restore) "
            "and the media folder with yours. docs/operations.md shows how."
        )


def _snapshot_database(target: Path) -> None:
    """SQLite's online backup: consistent while others write, in steps so that it blocks nobody."""
    connection.ensure_connection()
    source = sqlite3.connect(str(connection.settings_dict["NAME"]), timeout=30)
    copy = sqlite3.connect(target)
    try:
        source.backup(copy, pages=2000)
    finally:
        copy.close()
        source.close()


def _manifest() -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": __version__,
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def _write_archive(out: Any, *, snapshot: Path, manifest: dict[str, Any]) -> None:
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=1) as archive:
        draft = snapshot.with_name(MANIFEST)
        draft.write_text(json.dumps(manifest, indent=1))
        archive.add(draft, MANIFEST)
        archive.add(snapshot, DATABASE)
        media = Path(settings.MEDIA_ROOT)
        for file in sorted(media.rglob("*")) if media.is_dir() else []:
            if file.is_file() and not file.is_symlink():
                _add_if_still_there(archive, file, f"{MEDIA}/{file.relative_to(media).as_posix()}")


def _add_if_still_there(archive: tarfile.TarFile, file: Path, name: str) -> None:
    try:
        archive.add(file, name, recursive=False)
    except FileNotFoundError:
        return  # deleted by its owner since the folder was listed


def _unpack(path: Path, work: Path) -> dict[str, Any]:
    try:
        with tarfile.open(path) as archive:
            members = [member for member in archive if _is_ours(member)]
            # The filter refuses absolute names, links and devices: nothing lands outside the folder.
            archive.extractall(work, members, filter="data")
    except (tarfile.TarError, EOFError, OSError) as error:
        raise InvalidInput(f"{path} can't be read as a backup: {error}") from None
    try:
        manifest = json.loads((work / MANIFEST).read_text())
    except (OSError, ValueError):
        raise InvalidInput(f"{path} is not a backup of voicesite.") from None
    if manifest.get("format") != FORMAT:
        raise InvalidInput(f"{path} was made by version {manifest.get('version')}, in a format unknown here.")
    return dict(manifest)


def _is_ours(member: tarfile.TarInfo) -> bool:
    top = PurePosixPath(member.name).parts[0] if member.name else ""
    return top in (MANIFEST, DATABASE, MEDIA) and (member.isfile() or member.isdir())


def _check_database(path: Path) -> None:
    try:
        with sqlite3.connect(path) as database:
            answer = database.execute("PRAGMA integrity_check").fetchone()[0]
            database.execute("SELECT count(*) FROM django_migrations").fetchone()
    except sqlite3.DatabaseError as error:
        raise InvalidInput(f"The database in the backup is damaged: {error}") from None
    if answer != "ok":
        raise InvalidInput(f"The database in the backup is damaged: {answer}")


def _holds_people() -> bool:
    from accounts.models import User

    return "accounts_user" in connection.introspection.table_names() and User.objects.exists()


def _put_in_place(work: Path, data_dir: Path) -> None:
    database, media = Path(connection.settings_dict["NAME"]), Path(settings.MEDIA_ROOT)
    # Left-overs of the write-ahead log belong to the old database and would be read into the new one.
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
    os.replace(work / DATABASE, database)
    old_media = work / "old-media"
    if media.exists():
        shutil.move(media, old_media)
    (work / MEDIA).mkdir(exist_ok=True)
    media.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(work / MEDIA, media)
