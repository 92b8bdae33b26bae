"""A backup taken while the site runs brings everything back; a broken one changes nothing."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.new_site import give_tables

ROOT = Path(__file__).resolve().parents[2]

FILL = """
from django.core.files.base import ContentFile
from accounts.models import User
from clips.services import store_upload
from tests.audio_files import wav
user = User.objects.create_user("alice", "", "correct horse battery")
store_upload(owner=user, file=ContentFile(wav(), name="hello.wav"), title="My voice")
"""
TELL = """
from accounts.models import User
from clips.models import Clip
for clip in Clip.objects.all():
    print(clip.owner.username, clip.title, clip.file.size == clip.bytes)
print(User.objects.count(), "people")
"""


class Site:
    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir

    def manage(self, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess:
        environment = os.environ | {
            "VOICESITE_DATA_DIR": str(self.data_dir),
            "DJANGO_SETTINGS_MODULE": "voicesite.settings",
        }
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(command, cwd=ROOT, env=environment, input=stdin, capture_output=True, text=True)

    def must(self, *arguments: str, stdin: str = "") -> str:
        done = self.manage(*arguments, stdin=stdin)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def tell(self) -> str:
        return self.must("shell", "-v", "0", "-c", TELL)


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A site with somebody and something in it, and a backup of it: to be copied, and left as they are."""
    folder = tmp_path_factory.mktemp("filled")
    made = Site(folder / "site")
    give_tables(made.data_dir)
    made.must("shell", "-v", "0", "-c", FILL)
    made.must("backup", str(folder / "backup.tar.gz"))
    return folder


@pytest.fixture
def site(filled, tmp_path):
    shutil.copytree(filled / "site", tmp_path / "site")
    return Site(tmp_path / "site")


@pytest.fixture
def backup(filled, tmp_path):
    return Path(shutil.copy(filled / "backup.tar.gz", tmp_path))


def test_a_backup_comes_back_whole_in_an_empty_place(site, backup, tmp_path):
    assert backup.stat().st_mode & 0o777 == 0o600
    fresh = Site(tmp_path / "fresh")
    fresh.must("restore", str(backup))
    assert fresh.tell() == site.tell() == "alice My voice True\n1 people\n"


def test_it_never_writes_over_a_backup(site, tmp_path):
    backup = tmp_path / "backup.tar.gz"
    backup.write_text("precious")
    done = site.manage("backup", str(backup))
    assert done.returncode != 0
    assert "is there already" in done.stderr
    assert backup.read_text() == "precious"
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_site_with_people_is_replaced_only_when_told_to(site, backup):
    site.must("shell", "-v", "0", "-c", "from accounts.models import User; User.objects.create_user('bob')")
    done = site.manage("restore", str(backup))
    assert done.returncode != 0
    assert "--replace" in done.stderr
    assert "2 people" in site.tell()
    site.must("restore", "--replace", str(backup))
    assert site.tell() == "alice My voice True\n1 people\n"


def test_a_backup_is_whole_while_somebody_writes(site, tmp_path):
    """Rows added in one transaction are in the snapshot together or not at all."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITE_PAIRS, str(site.data_dir / "voicesite.sqlite3")], stdout=subprocess.PIPE
    )
    try:
        assert writer.stdout.readline() == b"writing\n"
        backup = tmp_path / "backup.tar.gz"
        site.must("backup", str(backup))
    finally:
        writer.kill()
        writer.wait()
    with tarfile.open(backup) as archive:
        archive.extract("voicesite.sqlite3", tmp_path, filter="data")
    counts = dict(
        sqlite3.connect(tmp_path / "voicesite.sqlite3").execute(
            "SELECT username, count(*) FROM accounts_auditevent"
            " WHERE username IN ('left', 'right') GROUP BY 1"
        )
    )
    assert counts
    assert counts["left"] == counts["right"]


WRITE_PAIRS = """
import sqlite3, sys, uuid
database = sqlite3.connect(sys.argv[1], timeout=30, isolation_level=None)
sql = ("INSERT INTO accounts_auditevent (id, created_at, username, action, detail, request_id) "
       "VALUES (?, '2026-01-01', ?, 'signed_in', '', '')")
count = 0
while True:
    database.execute("BEGIN IMMEDIATE")
    for name in ("left", "right"):
        database.execute(sql, (uuid.uuid4().hex, name))
    database.execute("COMMIT")
    count += 1
    if count == 5:
        print("writing", flush=True)
"""


@pytest.mark.parametrize(
    "damage",
    [
        "not a tar",
        "cut off",
        "no manifest",
        "odd manifest",
        "half a manifest",
        "media is a file",
        "database damaged",
    ],
)
def test_a_broken_backup_changes_nothing(site, backup, tmp_path, damage):
    before = everything_in(site.data_dir)
    spoil(backup, damage, tmp_path)
    done = site.manage("restore", "--replace", str(backup))
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert everything_in(site.data_dir) == before


def everything_in(data_dir: Path) -> tuple[dict[str, bytes], list[str]]:
    """Its rows are told by what the database says: its file may be written anew."""
    files = {
        str(path.relative_to(data_dir)): path.read_bytes()
        for path in data_dir.rglob("*")
        if path.is_file() and "sqlite3" not in path.name
    }
    with closing(sqlite3.connect(data_dir / "voicesite.sqlite3")) as database:
        return files, list(database.iterdump())


def spoil(backup: Path, damage: str, tmp_path: Path) -> None:
    whole = backup.read_bytes()
    if damage == "not a tar":
        backup.write_bytes(b"hello" * 100)
    elif damage == "cut off":
        backup.write_bytes(whole[: len(whole) // 2])
    else:
        unpacked = tmp_path / "unpacked"
        with tarfile.open(backup) as archive:
            archive.extractall(unpacked, filter="data")
        if damage == "no manifest":
            (unpacked / "manifest.json").unlink()
        elif damage == "odd manifest":
            (unpacked / "manifest.json").write_text("[1]")
        elif damage == "half a manifest":
            (unpacked / "manifest.json").write_text('{"format": 1}')
        elif damage == "media is a file":
            shutil.rmtree(unpacked / "media")
            (unpacked / "media").write_text("no folder")
        else:
            content = bytearray((unpacked / "voicesite.sqlite3").read_bytes())
            content[4096 : 4096 * 20] = b"\xff" * (4096 * 19)
            (unpacked / "voicesite.sqlite3").write_bytes(content)
        with tarfile.open(backup, "w:gz") as archive:
            for path in sorted(unpacked.iterdir()):
                archive.add(path, path.name)


def test_a_backup_that_somebody_packed_anew_is_still_one(site, backup, tmp_path):
    unpacked = tmp_path / "unpacked"
    with tarfile.open(backup) as archive:
        archive.extractall(unpacked, filter="data")
    with tarfile.open(backup, "w:gz") as archive:
        archive.add(unpacked, ".")
    site.must("restore", "--replace", str(backup))
    assert site.tell() == "alice My voice True\n1 people\n"


def test_a_backup_cannot_write_outside_its_folder(site, tmp_path):
    evil = tmp_path / "evil.tar.gz"
    with tarfile.open(evil, "w:gz") as archive:
        stray = tmp_path / "stray"
        stray.write_text("gotcha")
        archive.add(stray, "media/../../../escaped")
    assert site.manage("restore", "--replace", str(evil)).returncode != 0
    assert not list(tmp_path.rglob("escaped"))
