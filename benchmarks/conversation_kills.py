"""Conversations are rendered by the site's own worker, whose process is killed once during each of them, at a
random moment. Each must end in the very bytes of one that nobody killed, and nothing may be left over.

Run: python -m benchmarks.conversation_kills [--quick] [--renders 20] [--seed 1]
"""

import argparse
import random
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

from tests.jobs.observing import process_of
from tests.processes import Site, WorkerProcess, wait_until

TURNS = 12
PATIENCE_SECONDS = 1_800
START = """
from accounts.models import User
from studio.conversations.rendering.services import start_render
from studio.conversations.services import create_conversation
user, _ = User.objects.get_or_create(username="somebody")
turns = [
    {{"speaker": ("Anna", "Ben")[number % 2], "text": f"This is line {{number}} of a scene. " * 8}}
    for number in range({turns})
]
for number in range({count}):
    scene = create_conversation(owner=user, name="A scene", turns=turns, room_tone_db=-60.0)
    print(start_render(conversation=scene).id.hex)
"""
LEFT = """
from datetime import timedelta
from clips.models import Clip
from common.stored_files import remove_strays
from history.checking import lost
now, ignored = timedelta(0), lambda done, total: None
print(remove_strays(folder="clips", rows=Clip.objects.all(), older_than=now, on_folder=ignored))
for wrong, which in lost(spare_younger_than=now): print(wrong, which)
"""


def main() -> int:
    options = parse_options()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="voicesite-bench-") as folder:
        aliases = '{"tts-1": "espeak", "tts-1-hd": "espeak", "gpt-4o-mini-tts": "espeak"}'
        site = Site(
            Path(folder),
            job_lost_seconds=10,
            workers=1,
            free_disk_min_mib=1,
            passage_cache_mib=0,
            model_aliases=aliases,
        )
        site.manage("migrate", "--verbosity", "0")
        with WorkerProcess(site):
            seconds = unkilled(site)
            print(f"an unkilled render takes {seconds:.1f} s", flush=True)
            kills = killed(site, started(site, options.renders), chance, seconds)
        return report(site, options.renders, kills)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer renders: to see that it works")
    parser.add_argument("--renders", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if options.quick:
        options.renders = min(options.renders, 3)
    return options


def started(site: Site, count: int) -> list[str]:
    return site.python(START.format(count=count, turns=TURNS)).splitlines()


def unkilled(site: Site) -> float:
    """The one that all others are compared with. How long it took."""
    [job] = started(site, 1)
    wait_until(lambda: site.job(job)["state"] == "done", seconds=PATIENCE_SECONDS, why="the first render")
    [row] = site.rows(
        "select (julianday(finished_at) - julianday(started_at)) * 86400 as seconds from jobs_job "
        "where id = ?",
        job,
    )
    return float(row["seconds"])


def killed(site: Site, jobs: list[str], chance: random.Random, seconds: float) -> int:
    """How many were. Each is killed in its first attempt, somewhere between its beginning and its end."""
    left, kills = set(jobs), 0
    deadline = time.monotonic() + PATIENCE_SECONDS
    while left and time.monotonic() < deadline:
        running = [job for job in left if site.job(job)["state"] != "queued"]
        for job in running:
            time.sleep(chance.uniform(0, 0.95 * seconds))
            kills += kill(site, job)
            left.discard(job)
        time.sleep(0.01)
    wait_until(
        lambda: all(site.job(job)["state"] == "done" for job in jobs),
        seconds=PATIENCE_SECONDS,
        why="the end of all renders",
    )
    return kills


def kill(site: Site, job: str) -> int:
    row = site.job(job)
    if row["state"] != "running":
        return 0
    with suppress(psutil.NoSuchProcess):
        psutil.Process(process_of(row)).kill()
        return 1
    return 0


def report(site: Site, renders: int, kills: int) -> int:
    rows = site.rows(
        "select clip.sha256 as sha256, conversation.rendered_revision as revision "
        "from studio_conversation conversation left join clips_clip clip on clip.id = conversation.render_id"
    )
    whole = {row["sha256"] for row in rows}
    states = site.rows("select state, count(*) as count from studio_turn group by state")
    strays, *wrong = site.python(LEFT).splitlines()
    clips = site.rows("select count(*) as count from clips_clip")[0]["count"]
    expected = (renders + 1) * (TURNS + 1)
    print(f"{renders} renders, {kills} killed in the middle, {len(whole)} different recordings")
    print("turns:", ", ".join(f"{row['state']} {row['count']}" for row in states))
    print(f"clips {clips} (expected {expected}), files that the sweep took {strays}, left over {len(wrong)}")
    for line in wrong[:10]:
        print(f"  {line}")
    is_right = len(whole) == 1 and None not in whole and clips == expected and not wrong
    return 0 if is_right and {row["state"] for row in states} == {"done"} else 1


if __name__ == "__main__":
    sys.exit(main())
