"""A real worker is killed while it speaks a book: nothing is spoken twice, nothing is missing."""

import psutil
import pytest

from tests.jobs.observing import process_of
from tests.new_site import new_site
from tests.processes import Site, WorkerProcess, wait_until

pytestmark = pytest.mark.processes
CHAPTERS = 6
START = f"""
from accounts.models import User
from speak.long_texts import start_long_text
from speech.documents import Chapter, Document
from speech.requests import Wish
text = "This is one more sentence of a chapter that takes a while. " * 12
chapters = tuple(Chapter(f"Number {{n}}", text) for n in range({CHAPTERS}))
user = User.objects.create_user("alice")
wish = Wish(text="", model="espeak", voice="en-US", response_format="m4b")
job = start_long_text(user=user, document=Document("Book", "", None, chapters), wish=wish)
print(job.id.hex)
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with new_site(tmp_path_factory.mktemp("site"), job_lost_seconds=10, workers=1) as site:
        yield site


def clips(site: Site) -> list[str]:
    return [row["id"] for row in site.rows("select id from clips_clip order by title")]


def test_a_killed_worker_costs_no_chapter(site):
    job = site.python(START)
    with WorkerProcess(site):
        wait_until(lambda: clips(site), seconds=60, why="a chapter")
        psutil.Process(process_of(site.job(job))).kill()
        before = clips(site)
        wait_until(lambda: site.job(job)["state"] == "done", seconds=180, why="the end of the book")
    assert site.job(job)["attempts"] == 2
    after = clips(site)
    assert set(before) <= set(after)
    assert len(after) == CHAPTERS + 1
