"""Many processes write to one SQLite database at once, through the site's own settings and services.

Prints writes a second, how long they waited, and how often the database was "locked": never, or it fails.
Run: python -m benchmarks.sqlite_writers [--writers 8] [--seconds 30] [--json]
"""

import argparse
import json
import multiprocessing
import os
import sys
import tempfile
import time
from typing import Any


def main() -> int:
    options = parse_options()
    with tempfile.TemporaryDirectory(prefix="voicesite-bench-") as folder:
        use_settings(folder)
        prepare()
        waits, errors = run_writers(options.writers, options.seconds)
    report = summarise(waits, errors, options.seconds)
    print(json.dumps(report) if options.json else as_text(report, options.writers))
    return 1 if errors else 0


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--writers", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args()


def use_settings(folder: str) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "voicesite.settings"
    os.environ["VOICESITE_DATA_DIR"] = folder
    os.environ["VOICESITE_DATABASE_URL"] = ""
    os.environ["VOICESITE_LOG_LEVEL"] = "ERROR"


def prepare() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from accounts.models import User

    call_command("migrate", verbosity=0)
    User.objects.create(username="writer")
    connections.close_all()


def run_writers(count: int, seconds: float) -> tuple[dict[str, list[float]], list[str]]:
    context = multiprocessing.get_context("spawn")  # as separate as the site's processes are
    results: Any = context.Queue()
    started = context.Barrier(count)
    writers = [
        context.Process(target=write_for, args=(number, seconds, started, results)) for number in range(count)
    ]
    for writer in writers:
        writer.start()
    waits: dict[str, list[float]] = {}
    errors: list[str] = []
    for _ in writers:
        its_waits, its_errors = results.get()
        errors += its_errors
        for name, values in its_waits.items():
            waits.setdefault(name, []).extend(values)
    for writer in writers:
        writer.join()
    return waits, errors


def write_for(number: int, seconds: float, started: Any, results: Any) -> None:
    import django

    django.setup()
    from benchmarks.busy_site import BusySite

    writes = list(BusySite(number).writes().items())
    waits: dict[str, list[float]] = {name: [] for name, _ in writes}
    errors: list[str] = []
    started.wait()
    deadline = time.monotonic() + seconds
    turn = number
    while time.monotonic() < deadline:
        name, write = writes[turn % len(writes)]
        turn += 1
        before = time.perf_counter()
        try:
            write()
        except Exception as error:
            errors.append(f"{name}: {error}")
        waits[name].append(time.perf_counter() - before)
    results.put((waits, errors))


def summarise(waits: dict[str, list[float]], errors: list[str], seconds: float) -> dict[str, Any]:
    everything = sorted(value for values in waits.values() for value in values)
    return {
        "writes": len(everything),
        "writes_per_second": round(len(everything) / seconds, 1),
        "p50_ms": milliseconds(everything, 0.50),
        "p99_ms": milliseconds(everything, 0.99),
        "max_ms": milliseconds(everything, 1.0),
        "locked": sum("locked" in error for error in errors),
        "errors": sorted(set(errors))[:10],
        "by_kind_p99_ms": {name: milliseconds(sorted(values), 0.99) for name, values in waits.items()},
    }


def milliseconds(ordered: list[float], share: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))] * 1000, 1) if ordered else 0.0


def as_text(report: dict[str, Any], writers: int) -> str:
    lines = [
        f"{writers} writers: {report['writes']} writes, {report['writes_per_second']} a second",
        f"waited: p50 {report['p50_ms']} ms, p99 {report['p99_ms']} ms, longest {report['max_ms']} ms",
        f"database is locked: {report['locked']}",
    ]
    lines += [f"  {name}: p99 {value} ms" for name, value in report["by_kind_p99_ms"].items()]
    return "\n".join(lines + [f"  error: {error}" for error in report["errors"]])


if __name__ == "__main__":
    sys.exit(main())
