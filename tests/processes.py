"""Real processes of a site in a folder of its own, for tests that kill them."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

import psutil

from tests.standing_shell import StandingShell

ROOT = Path(__file__).resolve().parent.parent
T = TypeVar("T")
# Long enough for a machine that does many other things: only a test that fails waits for all of it.
PATIENCE_SECONDS = 90


def wait_until(condition: Callable[[], T], *, seconds: float, why: str, every_seconds: float = 0.05) -> T:
    """What `condition` gives once it is true of anything; fails with `why` at the deadline."""
    deadline = time.monotonic() + seconds
    while True:
        if found := condition():
            return found
        assert time.monotonic() < deadline, f"{seconds:g} s passed without {why}"
        time.sleep(every_seconds)


class Site:
    """A data directory, its database, and commands that run over it. Leaving it ends its shell."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.folder = folder
        self._settings = {f"VOICESITE_{name}".upper(): str(value) for name, value in settings.items()}
        self._shell = StandingShell(self.environment)

    def __enter__(self) -> "Site":
        return self

    def __exit__(self, *_: object) -> None:
        self._shell.close()

    @property
    def environment(self) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("VOICESITE_")}
        return inherited | {
            "DJANGO_SETTINGS_MODULE": "tests.process_settings",
            "PYTHONPATH": str(ROOT),
            "VOICESITE_DATA_DIR": str(self.folder),
            "VOICESITE_CONFIG_FILE": os.devnull,
            "VOICESITE_ENGINE_WARM_UP": "false",
            **self._settings,
        }

    def manage(self, *arguments: str) -> str:
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=300)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def python(self, code: str) -> str:
        return self._shell.run(code).strip()

    def rows(self, query: str, *values: Any) -> list[dict[str, Any]]:
        """Read from beside the site, as fast as it changes."""
        path = self.folder / "voicesite.sqlite3"
        with closing(sqlite3.connect(path, timeout=30)) as database:
            database.row_factory = sqlite3.Row
            return [dict(row) for row in database.execute(query, values)]

    def enqueue(self, kind: str, count: int = 1, **params: Any) -> list[str]:
        code = (
            "from jobs.services import enqueue\n"
            f"for _ in range({count}): print(enqueue(kind={kind!r}, params={params!r}).id.hex)"
        )
        return self.python(code).splitlines()

    def job(self, job_id: str) -> dict[str, Any]:
        return self.rows("select * from jobs_job where id = ?", job_id)[0]

    def running(self, kind: str) -> list[dict[str, Any]]:
        return self.rows("select * from jobs_job where state = 'running' and kind = ?", kind)


class WorkerProcess:
    """`manage.py worker`, its log, and everything it started."""

    def __init__(self, site: Site) -> None:
        self._log_path = site.folder / "worker.log"
        with self._log_path.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, str(ROOT / "manage.py"), "worker"],
                env=site.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def __enter__(self) -> "WorkerProcess":
        return self

    def __exit__(self, *_: object) -> None:
        for process in [*self.family(), psutil.Process(self.pid)] if self.is_running else []:
            process.kill()
        self._process.wait(PATIENCE_SECONDS)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process.poll() is None

    @property
    def log(self) -> str:
        return self._log_path.read_text(errors="replace")

    def family(self) -> list[psutil.Process]:
        return psutil.Process(self.pid).children(recursive=True)

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def wait(self, seconds: float) -> int:
        return self._process.wait(seconds)


def alive(processes: list[psutil.Process]) -> list[psutil.Process]:
    return [
        process for process in processes if process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    ]
