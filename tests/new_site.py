"""A new site's tables and static files, made once and copied to wherever a test begins with an empty site.

Making them takes many seconds, and there are dozens of such sites. One that is to begin with nothing at all
is started without this.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from tests.processes import ROOT, Site

FOLDER = ROOT / ".pytest_cache"
# What a new site is made of: the migrations, what is installed after them, and what pages are sent with.
SOURCES = (
    "*/migrations/*.py",
    "history/search/*.py",
    "history/apps.py",
    "voicesite/settings.py",
    "voicesite/staticfiles.py",
    "static/built/*",
)


def give_tables(data_dir: Path) -> None:
    data_dir.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(tables(), data_dir / "voicesite.sqlite3")


def give_static_files(data_dir: Path) -> None:
    shutil.copytree(_new_site() / "static", data_dir / "static", dirs_exist_ok=True)


@contextmanager
def new_site(folder: Path, **settings: Any) -> Iterator[Site]:
    give_tables(folder)
    with Site(folder, free_disk_min_mib=1, **settings) as site:
        yield site


def tables() -> Path:
    return _new_site() / "whole.sqlite3"


@cache
def _new_site() -> Path:
    FOLDER.mkdir(exist_ok=True)
    kept = FOLDER / f"new-site-{_fingerprint()}"
    with (FOLDER / "lock-of-new-site").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # the others wait for the one that makes it
        if not kept.exists():
            for older in FOLDER.glob("new-site-*"):
                shutil.rmtree(older)
            with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
                _make(Path(folder) / "site")
                (Path(folder) / "site").rename(kept)
    return kept


def _make(folder: Path) -> None:
    folder.mkdir()
    environment = os.environ | {
        "VOICESITE_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "voicesite.settings",
    }
    code = (
        "from django.core.management import call_command\n"
        "from voicesite import staticfiles\n"
        "call_command('migrate', verbosity=0)\n"
        "staticfiles.collect()"
    )
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    with closing(sqlite3.connect(folder / "voicesite.sqlite3")) as database:
        database.execute("vacuum into ?", [str(folder / "whole.sqlite3")])


def _fingerprint() -> str:
    found = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(path for path in ROOT.glob(pattern) if path.is_file()):
            status = path.stat()
            found.update(f"{path}\0{status.st_size}\0{status.st_mtime_ns}\n".encode())
    return found.hexdigest()[:16]
