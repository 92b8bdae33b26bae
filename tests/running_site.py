"""The whole site as it is deployed: `manage.py start` in a folder of its own, on a free port."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import httpx
import psutil

from tests.new_site import give_static_files, give_tables
from tests.processes import ROOT, Site, wait_until

READY_WITHIN_SECONDS = 90
STOPPED_WITHIN_SECONDS = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class RunningSite:
    """Starts on entering, stops on leaving, and knows every process it started."""

    def __init__(
        self, folder: Path, *, models_dir: Path | None = None, has_tables: bool = True, **settings: object
    ) -> None:
        """Without tables it makes all itself, as the first start of all does."""
        folder.mkdir(parents=True, exist_ok=True)
        if has_tables and not (folder / "voicesite.sqlite3").exists():
            give_tables(folder)
            give_static_files(folder)
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        if models_dir:
            settings["models_dir"] = models_dir
        self.site = Site(folder, port=self.port, free_disk_min_mib=1, **settings)
        self._log_path = folder / "site.log"
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> "RunningSite":
        command = [sys.executable, str(ROOT / "manage.py"), "start", "--no-packs"]
        with self._log_path.open("ab") as log:
            self._process = subprocess.Popen(
                command, env=self.site.environment, stdout=log, stderr=log, start_new_session=True
            )
        try:
            wait_until(self._is_ready, seconds=READY_WITHIN_SECONDS, why="being ready", every_seconds=0.2)
        except BaseException:
            with suppress(subprocess.TimeoutExpired):  # why it was not ready is what is to be told
                self.__exit__()  # who did not enter is not asked to leave
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.site.__exit__()
        if self._process is not None and self._process.poll() is None:
            self.stop()

    def _is_ready(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, f"the site ended while starting:\n{self.log[-3000:]}"
        try:
            return httpx.get(f"{self.url}/health/ready", timeout=5).status_code == 200
        except httpx.HTTPError:
            return False

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        """As Ctrl-C does in a terminal: the signal reaches the whole foreground group.

        One that does not end by it is a failure, and is not left running.
        """
        assert self._process is not None
        os.killpg(self._process.pid, how)
        try:
            return self._process.wait(STOPPED_WITHIN_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
            raise

    def family(self) -> list[psutil.Process]:
        assert self._process is not None
        supervisor = psutil.Process(self._process.pid)
        return [supervisor, *supervisor.children(recursive=True)]

    @property
    def log(self) -> str:
        return self._log_path.read_text(errors="replace")

    def add_person(self, username: str, *, is_admin: bool = False) -> None:
        from tests.conftest import PASSWORD  # here, for benchmarks run sites without setting Django up

        maker = "create_superuser" if is_admin else "create_user"
        self.site.python(
            "from accounts.models import User\n"
            f"User.objects.{maker}({username!r}, '{username}@example.org', {PASSWORD!r})"
        )
