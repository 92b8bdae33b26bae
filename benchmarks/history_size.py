"""Whether the history stays as fast as it grows: the same questions to 10,000 and to 1,000,000 entries of 50
people. Half of all entries are one person's, who asks; the others share the rest.

Run: python -m benchmarks.history_size [--quick] [--entries 1000000]
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

PEOPLE = 50
SMALL = 10_000
LIMIT = 50
PAGE = 10_000
WORDS = (
    "river",
    "window",
    "copper",
    "lesson",
    "quiet",
    "engine",
    "letter",
    "winter",
    "signal",
    "paper",
    "bridge",
)
VOICES = ("af_heart", "bf_emma", "am_michael", "joe")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the entries, fewer rounds")
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.quick:
        asked.entries, asked.rounds = asked.entries // 10, 5
    if asked.measure:
        measure(asked.measure, asked.rounds)
        return
    small, large = (_measured(count, asked.rounds) for count in (SMALL, asked.entries))
    print(f"\n{'':42}{SMALL:>12,}{asked.entries:>12,}   ratio (wanted: at most 1.5x)")
    for name in small:
        print(f"{name:42}{small[name]:>9.2f} ms{large[name]:>9.2f} ms{large[name] / small[name]:>7.2f}x")


def _measured(count: int, rounds: int) -> dict[str, float]:
    """In a process and a data directory of its own."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "VOICESITE_DATA_DIR": folder, "VOICESITE_LOG_LEVEL": "ERROR"}
        environment |= dict.fromkeys(("VOICESITE_THROTTLE_KEY", "VOICESITE_THROTTLE_PERSON"), "99999/min")
        command = [
            sys.executable,
            "-m",
            "benchmarks.history_size",
            "--rounds",
            str(rounds),
            "--measure",
            str(count),
        ]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    lines = (line.rsplit("\t", 1) for line in done.stdout.splitlines() if "\t" in line)
    return {name: float(value) for name, value in lines}


def measure(count: int, rounds: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "voicesite.settings")
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    began = time.monotonic()
    asker = _fill(count)
    print(f"{count:,} entries written in {time.monotonic() - began:.0f} s", file=sys.stderr)
    questions = _questions(asker)
    taken: dict[str, list[float]] = {name: [] for name in questions}
    for _ in range(rounds + 2):
        for name, ask in questions.items():
            began = time.perf_counter()
            ask()
            taken[name].append(1000 * (time.perf_counter() - began))
    for name, times in taken.items():
        print(f"{name}\t{statistics.median(times[2:])}")


def _questions(asker: Any) -> dict[str, Callable[[], None]]:
    from django.conf import settings
    from django.utils import timezone
    from rest_framework.test import APIClient

    from accounts.services.keys import create_key
    from history.models import Entry
    from history.queries import cursor_of

    settings.ALLOWED_HOSTS = ["*"]
    _, plain = create_key(user=asker, name="benchmark", scopes=["manage"])
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {plain}")

    def ask(**query: Any) -> Callable[[], None]:
        def asked() -> None:
            answer = client.get("/api/history", {"limit": LIMIT, **query})
            assert answer.status_code == 200, answer.content
            assert answer.json()["items"], query

        return asked

    hers = Entry.objects.for_user(asker).order_by("-created_at", "-number")
    # Of a short history: its last page.
    place = min(PAGE * LIMIT, hers.count()) - LIMIT
    deep = cursor_of(hers[place - 1], "newest")
    now = timezone.now()
    filters = {
        "type": "stt",
        "engine": "piper",
        "voice": "bf_emma",
        "language": "fi",
        "source": "api",
        "state": "failed",
        "profile": "Narrator",
        "favourite": "true",
        "q": "river",
        "sort": "longest",
    }
    questions = {
        "first page, counted": ask(),
        "first page by cursor": ask(cursor=str(cursor_of(hers[0], "newest"))),
        f"page {PAGE:,} by cursor, or the last": ask(cursor=str(deep)),
        "since an hour ago": ask(since=(now - timedelta(hours=1)).isoformat(), cursor=""),
    }
    for name, value in filters.items():
        questions[f"{name}={value}"] = ask(**{name: value})
    questions['q="copper lesson" wint'] = ask(q='"copper lesson" wint')
    questions["q=river, type=stt, engine=whisper-base"] = ask(q="river", type="stt", engine="whisper-base")
    return questions


def _fill(count: int) -> Any:
    from accounts.models import User
    from history.models import Entry

    people = [User.objects.create_user(f"person{number}") for number in range(PEOPLE)]
    rows: list[Any] = []
    for row in _rows(people, count):
        rows.append(row)
        if len(rows) == 5_000:
            Entry.objects.bulk_create(rows)
            rows = []
    Entry.objects.bulk_create(rows)
    return people[0]


def _rows(people: list[Any], count: int) -> Iterator[Any]:
    """Ten seconds apart, up to now."""
    from django.utils import timezone

    from history.models import Entry

    chance = random.Random(1)
    begin = timezone.now() - timedelta(seconds=10 * count)
    created: Any = Entry._meta.get_field("created_at")
    created.auto_now_add = False  # entries of the past
    for number in range(count):
        made = begin + timedelta(seconds=10 * number)
        is_heard, is_failed = chance.random() < 0.3, chance.random() < 0.05
        yield Entry(
            owner=people[0] if number % 2 else chance.choice(people[1:]),
            number=int(made.timestamp() * 1_000_000) * 1_000,
            created_at=made,
            kind="stt" if is_heard else "tts",
            state="failed" if is_failed else "done",
            error="It broke." if is_failed else "",
            source=chance.choice(("page", "api", "job")),
            title=" ".join(chance.choices(WORDS, k=4)),
            text=" ".join(chance.choices(WORDS, k=25)),
            engine="whisper-base" if is_heard else chance.choice(("kokoro", "piper")),
            model="whisper-1" if is_heard else "tts-1",
            voice="" if is_heard else chance.choice(VOICES),
            language=chance.choice(("en-us", "en-us", "fi")),
            profile_name="Narrator" if chance.random() < 0.1 else "",
            is_favourite=chance.random() < 0.05,
            duration_seconds=round(chance.uniform(1, 60), 2),
            characters=200,
        )


if __name__ == "__main__":
    main()
