"""A real worker is killed in the middle of renders: each ends in the right file, and nothing is left."""

import os
import random

import psutil
import pytest

from tests.jobs.observing import process_of
from tests.new_site import new_site
from tests.processes import WorkerProcess, wait_until

pytestmark = pytest.mark.processes
# More of them by hand: KILLED_RENDERS=20.
RENDERS = int(os.environ.get("KILLED_RENDERS", "3"))
START = f"""
from accounts.models import User
from studio.compositions.rendering.asking import MixAsked
from studio.compositions.rendering.services import start_render
from studio.compositions.services import create_composition
from tests import audio_files
from tests.clips.builders import make_clip
from tests.studio.compositions.documents import document, region, track
user = User.objects.create_user("alice")
clip = make_clip(user, data=audio_files.wav(10.0, rate=16_000))
long = region("r", clip, loop_frames=16_000 * 400)
timeline = document(track("t", long, effects=[{{"type": "reverb"}}]))
for _ in range({RENDERS} + 1):  # of one name, which is in the file
    composition = create_composition(owner=user, name="Long", sample_rate_hz=16_000, timeline=timeline)
    print(start_render(composition=composition, asked=MixAsked(format="flac")).id.hex)
"""
FOUND = """
from clips.models import Clip
from studio.models import Composition
renders = [each.render for each in Composition.objects.select_related("render")]
print(len({each.sha256 for each in renders}), len(renders), Clip.objects.count())
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    with new_site(tmp_path_factory.mktemp("site"), job_lost_seconds=10, workers=1) as site:
        yield site


def test_killed_renders_end_in_the_right_file_and_leave_nothing(site):
    unharmed, *others = site.python(START).split()
    dice = random.Random(7)
    killed = 0
    with WorkerProcess(site):
        wait_until(lambda: site.job(unharmed)["state"] == "done", seconds=300, why="a render")
        for job in others:
            point = dice.random()
            wait_until(lambda job=job, point=point: is_at(site, job, point), seconds=300, why="its point")
            killed += kill(site.job(job))
            wait_until(lambda job=job: site.job(job)["state"] == "done", seconds=300, why="the render")
    assert killed
    assert site.python(FOUND).split() == ["1", str(RENDERS + 1), str(RENDERS + 2)]
    media = site.folder / "media"
    assert len([path for path in media.rglob("*") if path.is_file()]) == RENDERS + 2
    assert not list(site.folder.rglob("render-*"))


def is_at(site, job, point):
    row = site.job(job)
    return row["state"] == "done" or (row["state"] == "running" and row["progress"] >= point)


def kill(row):
    """Not where it was done before."""
    if row["state"] != "running":
        return 0
    try:
        psutil.Process(process_of(row)).kill()
    except psutil.NoSuchProcess:
        return 0
    return 1
