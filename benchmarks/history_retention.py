"""What clients feel while a history is tidied: one person's history loses 60 % of its entries, with their
files, by the site's own worker, while four clients read and write over HTTP. They are compared with the same
clients before and after it.

Run: python -m benchmarks.history_retention [--quick] [--entries 100000] [--seconds 20]
"""

import argparse
import io
import os
import random
import statistics
import sys
import tempfile
import threading
import time
import wave
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from tests.running_site import RunningSite

CLIENTS = 4
PAUSE_SECONDS = 0.05
KEEPS = 0.4
FAVOURITES, KEPT = 0.02, 0.02
AT_ONCE = 2_000
JOB_PATIENCE_SECONDS = 1_800
WORDS = ("river", "window", "copper", "lesson", "quiet", "engine", "letter", "winter", "signal", "paper")


def main() -> int:
    options = parse_options()
    with tempfile.TemporaryDirectory(prefix="voicesite-bench-") as folder:
        rates = dict.fromkeys(("throttle_key", "throttle_person"), "999999/min")
        running = RunningSite(Path(folder) / "site", log_level="ERROR", **rates)
        os.environ |= running.site.environment
        key = prepare(options.entries)
        files = file_count()
        with running:
            clients = Clients(running.url, key)
            calm = clients.latencies_during(lambda: time.sleep(options.seconds))
            began = time.monotonic()
            busy = clients.latencies_during(lambda: tidied(running.url, key, options.entries))
            took = time.monotonic() - began
            calm_again = clients.latencies_during(lambda: time.sleep(options.seconds))
        removed_files = files + clients.uploads - file_count()
        orphans, left = report_orphans(), entry_count()
    print(f"\n{options.entries:,} entries with audio, tidied in {took:.0f} s")
    print(", ".join(f"{name} {value:,}" for name, value in job_result.items()))
    # The site's own rounds, every ten minutes, may have taken a share of what the job was asked for.
    print(f"entries left {left:,}, files removed {removed_files:,}, orphans {orphans}", end=", ")
    print(f"errors {len(clients.errors)}")
    for error in clients.errors[:5]:
        print(f"  {error}")
    report(calm, busy, calm_again)
    return 1 if clients.errors or orphans or left > options.entries * KEEPS else 0


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer entries: to see that it works")
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=20.0, help="without tidying, before and after")
    options = parser.parse_args()
    if options.quick:
        options.entries, options.seconds = min(options.entries, 2_000), 5.0
    return options


def prepare(count: int) -> str:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from accounts.models import User
    from accounts.services.keys import create_key

    call_command("migrate", verbosity=0)
    began = time.monotonic()
    owner = User.objects.create_user("somebody")
    fill(owner, count)
    print(f"{count:,} entries and files written in {time.monotonic() - began:.0f} s", file=sys.stderr)
    _, key = create_key(user=owner, name="benchmark", scopes=["manage"])
    connections.close_all()
    return key


def fill(owner: Any, count: int) -> None:
    from clips.models import Clip
    from history.models import Entry

    created: Any = Entry._meta.get_field("created_at")
    created.auto_now_add = False  # entries of the past
    rows = entries(owner, count)
    while batch := [entry for _, entry in zip(range(AT_ONCE), rows, strict=False)]:
        Clip.objects.bulk_create([entry.clip for entry in batch])
        Entry.objects.bulk_create(batch)


def entries(owner: Any, count: int) -> Iterator[Any]:
    """Ten seconds apart, up to now."""
    from django.utils import timezone

    from history.models import Entry

    chance = random.Random(1)
    begin = timezone.now() - timedelta(seconds=10 * count)
    sound = wav()
    for number in range(count):
        made = begin + timedelta(seconds=10 * number)
        words = chance.choices(WORDS, k=25)
        yield Entry(
            owner=owner,
            number=int(made.timestamp() * 1_000_000) * 1_000,
            created_at=made,
            state="done",
            title=" ".join(words[:4]),
            text=" ".join(words),
            engine="kokoro",
            model="tts-1",
            voice="af_heart",
            language="en-us",
            clip=clip_of(owner, sound, is_kept=chance.random() < KEPT),
            duration_seconds=2.0,
            audio_bytes=len(sound),
            characters=200,
            timings=[[at, at + 5, at / 10, at / 10 + 0.3] for at in range(25)],
            is_favourite=chance.random() < FAVOURITES,
        )


def clip_of(owner: Any, sound: bytes, *, is_kept: bool) -> Any:
    from django.core.files.storage import default_storage

    from clips.models import FOLDER, Clip
    from common.stored_files import random_name

    name = random_name(FOLDER, ".wav")
    path = Path(default_storage.path(name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(sound)
    form = {"mime": "audio/wav", "container": "wav", "codec": "pcm_s16le", "sha256": path.stem * 2}
    measured = {"duration_seconds": 2.0, "sample_rate_hz": 8_000, "channels": 1, "peaks": bytes(400)}
    return Clip(
        owner=owner,
        title="Clip",
        file=name,
        source="speech",
        kept=is_kept,
        bytes=len(sound),
        **form,
        **measured,
    )


def wav() -> bytes:
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8_000)
        file.writeframes(bytes(1_600))
    return held.getvalue()


class Clients:
    """Each in a thread: it lists, listens, changes a note and stores a clip, in turn."""

    def __init__(self, url: str, key: str) -> None:
        self._url, self._headers = url, {"Authorization": f"Bearer {key}"}
        self._is_over = threading.Event()
        self.errors: list[str] = []
        self.uploads = 0

    def latencies_during(self, work: Callable[[], object]) -> dict[str, list[float]]:
        found: dict[str, list[float]] = {}
        self._is_over.clear()
        threads = [threading.Thread(target=self._go_on, args=(number, found)) for number in range(CLIENTS)]
        for thread in threads:
            thread.start()
        try:
            work()
        finally:
            self._is_over.set()
            for thread in threads:
                thread.join()
        return found

    def _go_on(self, number: int, found: dict[str, list[float]]) -> None:
        chance = random.Random(number)
        with httpx.Client(base_url=self._url, headers=self._headers, timeout=60) as client:
            newest = [entry["id"] for entry in client.get("/api/history").json()["items"]]
            while not self._is_over.wait(PAUSE_SECONDS):
                entry = chance.choice(newest)
                name, method, path, given = chance.choice(self._asks(entry))
                began = time.perf_counter()
                answer = client.request(method, path, **given)
                found.setdefault(name, []).append(1000 * (time.perf_counter() - began))
                if answer.status_code >= 400:
                    self.errors.append(f"{name}: {answer.status_code} {answer.text[:200]}")
                elif name == "store a clip":
                    self.uploads += 1

    def _asks(self, entry: str) -> list[tuple[str, str, str, dict[str, Any]]]:
        note = {"json": {"note": f"at {time.time()}"}}
        return [
            ("list", "GET", "/api/history", {"params": {"limit": 50, "type": "tts"}}),
            ("listen", "GET", f"/api/history/{entry}/audio", {}),
            ("change a note", "PATCH", f"/api/history/{entry}", note),
            ("store a clip", "POST", "/api/clips", {"files": {"file": ("clip.wav", wav())}}),
        ]


job_result: dict[str, int] = {}


def tidied(url: str, key: str, count: int) -> None:
    """Asks for it as a person does, and waits for the worker."""
    with httpx.Client(base_url=url, headers={"Authorization": f"Bearer {key}"}, timeout=60) as client:
        limits = {"most_entries": int(count * KEEPS)}
        client.patch("/api/history/preferences", json=limits).raise_for_status()
        deadline = time.monotonic() + JOB_PATIENCE_SECONDS
        while time.monotonic() < deadline:
            (job,) = client.get("/api/jobs", params={"kind": "history.retain"}).json()["items"]
            if job["state"] not in ("queued", "running"):
                assert job["state"] == "done", job
                job_result.update(job["result"])
                return
            time.sleep(0.5)
    raise TimeoutError("The job is not done yet")


def file_count() -> int:
    from django.conf import settings

    return sum(len(files) for _, _, files in os.walk(Path(settings.MEDIA_ROOT) / "clips"))


def entry_count() -> int:
    from history.models import Entry

    return Entry.objects.filter(deleted_at=None).count()


def report_orphans() -> int:
    from history.checking import lost

    found = list(lost(spare_younger_than=timedelta(0)))
    for wrong, which in found[:5]:
        print(f"  {wrong}: {which}")
    return len(found)


def report(calm: dict[str, list[float]], busy: dict[str, list[float]], calm_again: dict[str, Any]) -> None:
    print(f"\n{'':16}{'without tidying':>24}{'while tidying':>24}{'ratio':>16}")
    print(f"{'':16}{'p50':>12}{'p95':>12}{'p50':>12}{'p95':>12}{'p50':>8}{'p95':>8}")
    for name in sorted(calm):
        without, during = calm[name] + calm_again[name], busy[name]
        figures = [(at(without, share), at(during, share)) for share in (50, 95)]
        columns = "".join(f"{value:>9.1f} ms" for side in zip(*figures, strict=True) for value in side)
        ratios = "".join(f"{during / without:>7.2f}x" for without, during in figures)
        print(f"{name:16}{columns}{ratios}")


def at(values: list[float], share: int) -> float:
    return statistics.quantiles(values, n=100)[share - 1] if len(values) > 1 else values[0]


if __name__ == "__main__":
    sys.exit(main())
