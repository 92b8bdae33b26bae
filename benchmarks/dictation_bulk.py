"""Five hundred items by bulk calls, while somebody looks at the list of them all the time: whether all become
ready, none twice, and how much longer the list takes meanwhile than when the site has nothing to do.

Run: python -m benchmarks.dictation_bulk [--quick] [--items 500]
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
print(create_key(user=User.objects.get(username="somebody"), name="bench", scopes=["manage"])[1])
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
            site.add_person("somebody")
            key = site.site.python(KEY)
            with httpx.Client(
                base_url=site.url, timeout=60, headers={"Authorization": f"Bearer {key}"}
            ) as http:
                return measured(site, http, options.items)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer items: to see that it works")
    parser.add_argument("--items", type=int, default=500)
    options = parser.parse_args()
    if options.quick:
        options.items = min(options.items, BULK)
    return options


def measured(site: RunningSite, http: httpx.Client, count: int) -> int:
    for _ in range(10):
        look(http)  # the first answers of a process are its slowest
    began = time.perf_counter()
    calls = [send(http, start, min(BULK, count - start)) for start in range(0, count, BULK)]
    busy = looks_until_made(site, http)
    seconds = time.perf_counter() - began
    time.sleep(3.0)
    idle = [look(http) for _ in range(max(LOOKS_LEAST, len(busy)))]
    print(f"{count} items by {len(calls)} calls of {max(calls):.2f} s at the most, made in {seconds:.1f} s")
    tell("the list meanwhile", busy)
    tell("the list afterwards", idle)
    ratio = share(busy) / share(idle)
    print(f"  p95 is {ratio:.2f} times as long")
    return 0 if is_right(site, count) and ratio < 2 else 1


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


def looks_until_made(site: RunningSite, http: httpx.Client) -> list[float]:
    looks, deadline = [], time.monotonic() + PATIENCE_SECONDS
    while states(site).get("pending") and time.monotonic() < deadline:
        looks.append(look(http))
        time.sleep(LOOK_EVERY_SECONDS)
    return looks


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
