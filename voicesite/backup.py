"""One file that holds the whole site: a consistent snapshot of the database and every stored file."""

import json
import os
import sqlite3
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from common.errors import Conflict
from speech.private_files import files_below
from voicesite import __version__

MANIFEST = "manifest.json"
DATABASE = "voicesite.sqlite3"
MEDIA = "media"
FORMAT = 1


def write_backup(path: Path) -> dict[str, Any]:
    """A finished backup appears under its name in one step; an interrupted one leaves nothing there."""
    require_sqlite()
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


def require_sqlite() -> None:
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
        for file in sorted(path for path, _ in files_below(media)):
            if not file.is_symlink():
                _add_if_still_there(archive, file, f"{MEDIA}/{file.relative_to(media).as_posix()}")


def _add_if_still_there(archive: tarfile.TarFile, file: Path, name: str) -> None:
    try:
        archive.add(file, name, recursive=False)
    except FileNotFoundError:
        return  # deleted by its owner since the folder was listed
