"""Eight processes that write at once wait for each other; none is told that the database is locked."""

import json
import subprocess
import sys

import pytest

from tests.processes import ROOT


@pytest.mark.processes
def test_eight_writers_never_meet_a_locked_database() -> None:
    command = [sys.executable, "-m", "benchmarks.sqlite_writers", "--seconds", "4", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    report = json.loads(done.stdout)
    assert (report["locked"], report["errors"]) == (0, [])
    assert report["writes"] > 200
    assert report["max_ms"] < 15_000
