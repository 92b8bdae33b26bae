"""A database with all its tables, made once and copied to wherever a test begins with an empty site.

Migrating takes seconds, and there are dozens of such sites. One that is to begin with nothing at all is
started without this.
"""

import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / ".pytest_cache"
# What is in the tables of a new site: the migrations, and what is installed after them.
SOURCES = ("*/migrations/*.py", "history/search/*.py", "history/apps.py", "voicesite/settings.py")


def give_tables(data_dir: Path) -> None:
    data_dir.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_migrated(), data_dir / "voicesite.sqlite3")


@cache
def _migrated() -> Path:
    kept = FOLDER / f"tables-{_fingerprint()}.sqlite3"
    if not kept.exists():
        FOLDER.mkdir(exist_ok=True)
        with tempfile.TemporaryDirectory(dir=FOLDER) as folder:
            # Two processes may both do it: each puts a whole one in its place.
            os.replace(_made(Path(folder)), kept)
    return kept


def _made(folder: Path) -> Path:
    environment = os.environ | {
        "VOICESITE_DATA_DIR": str(folder),
        "DJANGO_SETTINGS_MODULE": "voicesite.settings",
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=environment, check=True)
    whole = folder / "whole.sqlite3"
    with closing(sqlite3.connect(folder / "voicesite.sqlite3")) as database:
        database.execute("vacuum into ?", [str(whole)])
    return whole


def _fingerprint() -> str:
    found = hashlib.sha256()
    for pattern in SOURCES:
        for path in sorted(ROOT.glob(pattern)):
            found.update(path.read_bytes())
    return found.hexdigest()[:16]
