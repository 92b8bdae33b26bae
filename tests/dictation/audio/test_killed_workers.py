"""A real worker is killed again and again while it makes many items' sound: none is stuck, none is ready
without a file, none is made twice."""

import random

import psutil
import pytest

from tests.jobs.observing import process_of
from tests.new_site import new_site
from tests.processes import Site, WorkerProcess, wait_until

pytestmark = pytest.mark.processes
ITEMS = 60
KILLS = 3
ALIASES = '{"tts-1": "espeak", "tts-1-hd": "espeak", "gpt-4o-mini-tts": "espeak"}'
START = f"""
from accounts.models import User
from dictation.items.services import ItemDraft, create_items
user = User.objects.create_user("alice")
texts = [f"This is sentence number {{number}} of the lesson." for number in range({ITEMS})]
create_items(user=user, drafts=[ItemDraft(locale="en-GB", text=text) for text in texts])
"""
FOUND = """
from clips.models import Clip
from dictation.models import Item, ItemAudio
from history.models import Entry
items = Item.objects.select_related("audio__clip")
files = {item.audio.clip.file_name for item in items if item.tts_status == "ready"}
there = [name for name in files if Clip._meta.get_field("file").storage.exists(name)]
print(len(there), ItemAudio.objects.count(), Clip.objects.count(), Entry.objects.count())
"""
STATES = "select state, count(*) as count from dictation_itemaudio group by state"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    settings = {"workers": 1, "job_lost_seconds": 10, "passage_cache_mib": 0}
    with new_site(tmp_path_factory.mktemp("site"), model_aliases=ALIASES, **settings) as site:
        yield site


def test_no_item_is_stuck_and_none_is_ready_without_its_file(site):
    site.python(START)
    dice, killed = random.Random(7), 0
    with WorkerProcess(site):
        for _ in range(KILLS):
            point = ready(site) + dice.randint(2, ITEMS // (KILLS + 1))
            wait_until(lambda point=point: ready(site) >= point, seconds=300, why=f"{point} items ready")
            killed += kill(site)
        wait_until(lambda: ready(site) == ITEMS, seconds=600, why="all items ready")
        wait_until(lambda: not site.running("dictation.audio"), seconds=60, why="the end of the job")
    assert killed
    assert site.python(FOUND).split() == [str(ITEMS)] * 4
    clips = site.folder / "media" / "clips"
    # Between a file and its row a kill leaves one that the sweep takes: at most one of each kill.
    assert ITEMS <= len([path for path in clips.rglob("*") if path.is_file()]) <= ITEMS + killed


def ready(site: Site) -> int:
    counts = {row["state"]: row["count"] for row in site.rows(STATES)}
    return counts.get("ready", 0)


def kill(site: Site) -> int:
    for job in site.running("dictation.audio"):
        try:
            psutil.Process(process_of(job)).kill()
        except psutil.NoSuchProcess:
            continue
        return 1
    return 0
