"""A real worker is killed while it packs an archive: another one makes it, whole, and once."""

import zipfile

import psutil
import pytest

from tests.jobs.observing import process_of
from tests.new_site import new_site
from tests.processes import PATIENCE_SECONDS, WorkerProcess, wait_until

pytestmark = pytest.mark.processes
ENTRIES = 12
START = f"""
from accounts.models import User
from history.exports import Export, start_export
from history.queries import Wanted
from tests import audio_files
from tests.clips.builders import make_clip
from tests.history.builders import make_entry
user = User.objects.create_user("alice")
sound = audio_files.wav(90.0, rate=16_000)
for number in range({ENTRIES}):
    make_entry(user, title=f"Entry {{number}}", clip=make_clip(user, data=sound))
print(start_export(user=user, export=Export(wanted=Wanted(), audio_format="mp3")).id.hex)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with new_site(tmp_path_factory.mktemp("site"), job_lost_seconds=10, workers=1) as site:
        yield site


def test_a_killed_export_is_made_again_and_leaves_nothing_half(site):
    job = site.python(START)
    with WorkerProcess(site):
        wait_until(lambda: site.job(job)["progress"] > 0, seconds=PATIENCE_SECONDS, why="some progress")
        psutil.Process(process_of(site.job(job))).kill()
        wait_until(lambda: site.job(job)["state"] == "done", seconds=180, why="the archive")
    row = site.job(job)
    assert row["attempts"] == 2
    files = [path for path in (site.folder / "media" / "jobs").rglob("*") if path.is_file()]
    assert [path.name for path in files] == [row["file"].rpartition("/")[2]]
    with zipfile.ZipFile(files[0]) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 2 * ENTRIES + 1
