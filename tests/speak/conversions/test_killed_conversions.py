"""A real worker is killed while it converts: nothing is spoken twice, nothing stays unfinished."""

import psutil
import pytest

from tests.jobs.observing import process_of
from tests.new_site import new_site
from tests.processes import Site, WorkerProcess, wait_until

pytestmark = pytest.mark.processes
TEXTS = 8
START = f"""
from accounts.models import User
from history.doors import Door
from history.models import Source
from speak.conversions.services import Draft, convert_all
drafts = [Draft(f"This is text {{n}}. " + "It takes a while to say all of it. " * 20) for n in range({TEXTS})]
asked = {{"model": "espeak", "voice": "en-US"}}
made = convert_all(
    user=User.objects.create_user("alice"), drafts=drafts, asked=asked, door=Door(Source.JOB)
)
print(made[0].job_id.hex)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with new_site(tmp_path_factory.mktemp("site"), job_lost_seconds=10, workers=1) as site:
        yield site


def completed(site: Site) -> dict[str, str]:
    rows = site.rows("select id, clip_id from speak_conversion where state = 'completed'")
    return {row["id"]: row["clip_id"] for row in rows}


def test_a_killed_worker_costs_no_conversion(site):
    job = site.python(START)
    with WorkerProcess(site):
        wait_until(lambda: completed(site), seconds=90, why="a conversion")
        psutil.Process(process_of(site.job(job))).kill()
        before = completed(site)
        wait_until(lambda: site.job(job)["state"] == "done", seconds=180, why="the end of the job")
    after = completed(site)
    assert before.items() <= after.items()
    assert len(after) == TEXTS
    files = list((site.folder / "media" / "clips").rglob("*.wav"))
    assert len(files) == len(site.rows("select id from clips_clip")) == TEXTS
