"""Five hundred items by bulk calls, while somebody looks at the list of them all the time: whether all become
ready, none twice, and how much longer the list takes than when the site has nothing to do. Both are measured
in turns, so that whatever else the machine does falls on both.

Run: python -m benchmarks.dictation_bulk [--quick] [--items 500] [--rounds 3]
"""

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from tests.running_site import RunningSite

BULK = 100
LOOKS_LEAST = 100
LOOK_EVERY_SECONDS = 0.1
PATIENCE_SECONDS = 1_800
ALIASES = '{"tts-1": "espeak", "tts-1-hd": "espeak", "gpt-4o-mini-tts": "espeak"}'
KEY = """
from accounts.models import User
from accounts.services.keys import create_key
user = User.objects.create_user("somebody")
print(create_key(user=user, name="bench", scopes=["manage"])[1])
"""
FOUND = """
from clips.models import Clip
from dictation.models import Item
from django.core.files.storage import default_storage
items = Item.objects.select_related("audio__clip")
ready = [item.audio.clip for item in items if item.tts_status == "ready"]
print(len(ready), len({clip.pk for clip in ready}), Clip.objects.count())
print(sum(default_storage.exists(clip.file_name) for clip in ready))
"""
STATES = "select state, count(*) as count from dictation_itemaudio group by state"


def main() -> int:
    options = parse_options()
    with tempfile.TemporaryDirectory(prefix="voicesite-bench-") as folder:
        site = RunningSite(
            Path(folder),
            model_aliases=ALIASES,
            passage_cache_mib=0,
            throttle_key="99999/min",
            throttle_person="99999/min",
        )
        with site:
            key = site.site.python(KEY)
            with httpx.Client(
                base_url=site.url, timeout=60, headers={"Authorization": f"Bearer {key}"}
            ) as http:
                return measured(site, http, options.items, options.rounds)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer items: to see that it works")
    parser.add_argument("--items", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if options.quick:
        options.items, options.rounds = min(options.items, BULK), 1
    return options


def measured(site: RunningSite, http: httpx.Client, count: int, rounds: int) -> int:
    for _ in range(10):
        look(http)  # the first answers of a process are its slowest
    busy: list[float] = []
    idle: list[float] = []
    for number in range(rounds):
        busy += busy_looks(site, http, count * number, count)
        time.sleep(3.0)
        idle += [look_and_rest(http) for _ in range(max(LOOKS_LEAST, len(busy) - len(idle)))]
    tell("the list meanwhile", busy)
    tell("the list afterwards", idle)
    ratio = share(busy) / share(idle)
    print(f"  p95 is {ratio:.2f} times as long")
    return 0 if is_right(site, count * rounds) and ratio < 2 else 1


def busy_looks(site: RunningSite, http: httpx.Client, first: int, count: int) -> list[float]:
    began = time.perf_counter()
    starts = range(first, first + count, BULK)
    calls = [send(http, start, min(BULK, first + count - start)) for start in starts]
    looks, deadline = [], time.monotonic() + PATIENCE_SECONDS
    while states(site).get("pending") and time.monotonic() < deadline:
        looks.append(look_and_rest(http))
    seconds = time.perf_counter() - began
    print(f"{count} items by {len(calls)} calls of {max(calls):.2f} s at the most, made in {seconds:.1f} s")
    return looks


def send(http: httpx.Client, start: int, count: int) -> float:
    items = [
        {"locale": "en-GB", "text": f"This is sentence number {number} of a rather long lesson."}
        for number in range(start, start + count)
    ]
    began = time.perf_counter()
    answer = http.post("/api/dictation/items/bulk", json={"items": items})
    assert answer.status_code == 202, answer.text
    assert answer.json()["total_created"] == count, answer.text
    return time.perf_counter() - began


def look_and_rest(http: httpx.Client) -> float:
    seconds = look(http)
    time.sleep(LOOK_EVERY_SECONDS)
    return seconds


def look(http: httpx.Client) -> float:
    began = time.perf_counter()
    answer = http.get("/api/dictation/items", params={"per_page": 20})
    assert answer.status_code == 200, answer.text
    return time.perf_counter() - began


def states(site: RunningSite) -> dict[str, Any]:
    return {row["state"]: row["count"] for row in site.site.rows(STATES)}


def is_right(site: RunningSite, count: int) -> bool:
    ready, sounds, clips, files = map(int, site.site.python(FOUND).split())
    print(f"  ready {ready}, with sounds of their own {sounds}, clips {clips}, files {files}")
    return ready == sounds == clips == files == count


def tell(name: str, looks: list[float]) -> None:
    median, p95 = 1000 * statistics.median(looks), 1000 * share(looks)
    print(f"  {name:20} {len(looks):5} looks: median {median:6.1f} ms, p95 {p95:6.1f} ms")


def share(looks: list[float], part: float = 0.95) -> float:
    return sorted(looks)[min(len(looks) - 1, round(part * len(looks)))]


if __name__ == "__main__":
    sys.exit(main())
